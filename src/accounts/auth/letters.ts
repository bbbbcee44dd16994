// Owns the words of mails and the addresses in them. Refuses a link that does anything by being opened: tokens stand behind `#`, for the page alone.

import { linkLifetimesMs } from '../link.ts';
import type { LinkPurpose } from '../link.ts';
import type { Letter } from './mailer.ts';

/** What a link is for; it stands before its token. */
const fragments = { 'sign-in': 'link', 'prove-mailbox': 'prove', 'reset-password': 'reset', 'change-email': 'email', invitation: 'invitation' } as const satisfies Partial<Record<LinkPurpose, string>>;

/** Purposes of links that letters are written for. */
export type LetterPurpose = keyof typeof fragments;

/**
 * Where a link leads: a page that asks before it uses the token. What stands behind `#` is sent to no server, so neither a log
 * nor a scanner that follows the link has it used.
 */
export function writeLink(publicUrl: string, purpose: LetterPurpose, token: string): string {
  return `${publicUrl}/sign-in#${fragments[purpose]}=${token}`;
}

/** To whoever wants to sign in by mail. */
export function writeSignIn(publicUrl: string, token: string): Letter {
  return write(publicUrl, 'Sign in', 'This link signs you in', 'sign-in', token);
}

/** To whoever made an account with a password. */
export function writeProof(publicUrl: string, token: string): Letter {
  return write(publicUrl, 'Confirm your address', 'This link confirms your address, and your account is ready', 'prove-mailbox', token);
}

/** To whoever forgot the password. */
export function writeReset(publicUrl: string, token: string): Letter {
  return write(publicUrl, 'Set a new password', 'This link lets you set a new password', 'reset-password', token);
}

/** To whoever wanted to make an account and has one. */
export function writeKnown(publicUrl: string, token: string): Letter {
  return write(publicUrl, 'You have an account already', 'Somebody wanted to make an account with this address, which has one already. This link signs you in', 'sign-in', token);
}

/** To whoever wanted a new password and has no account. */
export function writeUnknown(publicUrl: string, token: string): Letter {
  return write(publicUrl, 'There is no account', 'Somebody wanted to set a new password for this address, which has no account. This link makes one', 'sign-in', token);
}

/** To the mailbox that shall be an account's from now on. */
export function writeEmailChange(publicUrl: string, token: string): Letter {
  return write(publicUrl, 'Confirm your new address', 'This link makes this the address of your account, in the browser that you are signed in with', 'change-email', token);
}

/** To the mailbox that was an account's until now: its owner may not have done it. */
export function writeEmailChanged(publicUrl: string): Letter {
  const { host } = new URL(publicUrl);
  return {
    subject: `Your address was changed: ${host}`,
    text: `Your account has another address from now on, and this mailbox no longer opens it. Every session has ended but the one in which it was changed.\n\nIf it was not you, tell whoever operates ${host}.\n`,
  };
}

function write(publicUrl: string, subject: string, what: string, purpose: LetterPurpose, token: string): Letter {
  const { host } = new URL(publicUrl);
  const minutes = linkLifetimesMs[purpose] / 60_000;
  const time = minutes >= 120 ? `${minutes / 60} hours` : `${minutes} minutes`;
  return {
    subject: `${subject}: ${host}`,
    text: `${what}. It works once, for ${time}:\n\n${writeLink(publicUrl, purpose, token)}\n\nIf it was not you who asked, do nothing: without the link nothing happens.\n\n${host}\n`,
  };
}
