// Owns what the page of sign-in says in each of its views. Refuses to say whether an address has an account.

/** What the page shows: one decision at a time. */
export type DoorView =
  | 'waiting' | 'off' | 'ways' | 'create' | 'forgot' | 'mail' | 'sent'
  | 'link' | 'prove' | 'reset' | 'email' | 'invitation' | 'declare' | 'minor';

/** The sentence of a view, and what explains it. */
export interface Said {
  readonly sentence: string;
  readonly explanation: string;
}

const onePress = 'You opened the link from your mail. It is used only when you press the button, so that programs that look through mail cannot use it up.';

/** Words of each view. */
export const doorWords: Readonly<Record<DoorView, Said>> = {
  waiting: { sentence: 'Come in.', explanation: '' },
  off: { sentence: 'The door is open.', explanation: 'Nobody needs to sign in here.' },
  ways: { sentence: 'Come in.', explanation: 'An account is a few rows: who you are and what you may do. Your photos are never among them.' },
  create: { sentence: 'A few rows, and no photo.', explanation: 'What you write here is kept sealed, shown to you in full, and gone the moment you delete it.' },
  forgot: { sentence: 'A new password, then.', explanation: 'A link in a mail lets you set one. It is good once, for 30 minutes.' },
  mail: { sentence: 'A link instead.', explanation: 'It comes by mail and signs you in. It is good once, for 15 minutes.' },
  sent: { sentence: 'Look into your mail.', explanation: 'A message is on its way. What it says is for the owner of the mailbox alone; the link in it works once.' },
  link: { sentence: 'Is it you?', explanation: onePress },
  prove: { sentence: 'Is this your mailbox?', explanation: onePress },
  reset: { sentence: 'Choose a new one.', explanation: onePress },
  email: { sentence: 'A new address.', explanation: onePress },
  invitation: { sentence: 'A seat is kept for you.', explanation: '' },
  declare: { sentence: 'Two things first.', explanation: 'Everybody says this once, before the first use.' },
  minor: { sentence: 'Come back when you are 18.', explanation: 'Your account is deleted. Nothing about you was kept.' },
};

/** Where a link is used or too old, and another can be had. */
export const spentWords: Said = { sentence: 'That link is spent.', explanation: 'It was used already, or is too old. Ask for another.' };

/** Where a mailbox was proven by somebody who does not know the password that was set before. */
export const clearedWords: Said = {
  sentence: 'Cleared, to be safe.',
  explanation: 'Name and password that were set before the mailbox was proven are gone: somebody else might have set them. Say this once, then set a password under your account.',
};

const failures: Readonly<Record<string, string>> = {
  'sign-in-refused': 'The sign-in did not succeed: the provider did not let you in, it took too long, or it began in another browser. Begin again.',
  'sign-in-provider-failed': 'The sign-in provider does not answer as it should. Try again, or sign in in another way.',
  'rate-limited': 'Too many attempts from where you are. Wait a minute, then try again.',
  'accounts-unavailable': 'Accounts cannot be reached just now. Try again in a minute.',
};

/** What to say when a way over a provider ended in this code of a problem. */
export function describeReturn(code: string): string {
  return failures[code] ?? 'The sign-in did not succeed. Try again, or sign in in another way.';
}

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** A version of the terms as people say it: `2026-11` is November 2026. */
export function nameTerms(version: string): string {
  const [, year, month] = /^(\d{4})-(\d{2})$/.exec(version) ?? [];
  const name = months[Number(month) - 1];
  return year && name ? `${name} ${year}` : version;
}
