// Owns the routes that send a mail: registration, a link to sign in, a new password. Refuses to show by answer or by work who has an account.

import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import type { Reception } from '../../accounts/auth/reception.ts';
import { writeKnown, writeProof, writeReset, writeSignIn, writeUnknown } from '../../accounts/auth/letters.ts';
import type { Letter } from '../../accounts/auth/mailer.ts';
import { normalizeEmail } from '../../accounts/email.ts';
import type { LinkRequest } from '../../accounts/link.ts';
import { readFields } from '../fields.ts';
import { bodyOf } from './json-body.ts';
import { checkTerms, declarationFields } from './declaration.ts';

const mailFields = z.object({ email: z.string().describe('an address such as name@example.com') });
const registrationFields = z.object({
  ...mailFields.shape,
  password: z.string().describe('a text'),
  name: z.string().optional().describe('a text'),
  ...declarationFields.shape,
});

/** What the letter says, by the token it carries. */
type Write = (publicUrl: string, token: string) => Letter;

/**
 * Make an account with a password; the mail proves the mailbox, or tells its owner that there is an account.
 *
 * @throws {Problem} `parameter-invalid`, `under-age`, `terms-missing`, `mail-unavailable`, `accounts-unavailable`.
 */
export function answerRegistration(reception: Reception): RequestHandler {
  return async (request, response) => {
    const { email, password, name, isAdult, termsVersion } = readFields(registrationFields, bodyOf(request));
    const declaration = checkTerms({ isAdult, termsVersion });
    const made = await reception.accounts.people.register({ email, password, name, declaration });
    if (made.outcome === 'exists') await sendLetter(reception, { purpose: 'sign-in', email: made.email }, writeKnown);
    else await sendLetter(reception, { purpose: 'prove-mailbox', accountId: made.accountId, email: made.email }, writeProof);
    answerSent(response);
  };
}

/** Send a link that signs in. @throws {Problem} `parameter-invalid`, `mail-unavailable`, `accounts-unavailable`. */
export function answerSignInLink(reception: Reception): RequestHandler {
  return async (request, response) => {
    await sendLetter(reception, { purpose: 'sign-in', email: readMailbox(request) }, writeSignIn);
    answerSent(response);
  };
}

/** Send a link that sets a new password. @throws {Problem} `parameter-invalid`, `mail-unavailable`, `accounts-unavailable`. */
export function answerPasswordReset(reception: Reception): RequestHandler {
  return async (request, response) => {
    const email = readMailbox(request);
    const account = await reception.accounts.people.findByEmail(email);
    if (account) await sendLetter(reception, { purpose: 'reset-password', accountId: account.id, email }, writeReset);
    else await sendLetter(reception, { purpose: 'sign-in', email }, writeUnknown);
    answerSent(response);
  };
}

function readMailbox(request: Request): string {
  return normalizeEmail(readFields(mailFields, bodyOf(request)).email);
}

/** One link and one mail, to whomever: the work is the same. */
async function sendLetter({ accounts, mailer, settings }: Reception, link: LinkRequest & { readonly email: string }, write: Write): Promise<void> {
  const token = await accounts.links.issue(link);
  await mailer?.send(link.email, write(settings.publicUrl, token));
}

function answerSent(response: Response): void {
  response.status(202).set('Cache-Control', 'no-store').json({ sent: true });
}
