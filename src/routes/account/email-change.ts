// Owns how an account gets another address: a mail to the new mailbox, and its proof in the same person's browser. Refuses to say who has an address.

import type { RequestHandler } from 'express';
import { z } from 'zod';
import { writeEmailChange, writeEmailChanged } from '../../accounts/auth/letters.ts';
import type { Reception } from '../../accounts/auth/reception.ts';
import { normalizeEmail } from '../../accounts/email.ts';
import { Problem } from '../../problem.ts';
import { readFields } from '../fields.ts';
import { describeAccount } from './account.ts';
import { accountOf } from './identify.ts';
import { bodyOf } from './json-body.ts';
import { issueSession } from './session-cookie.ts';

const requestFields = z.object({ email: z.string().describe('an address such as name@example.com') });
const proofFields = z.object({ token: z.string().describe('what stands behind # in the link') });

/**
 * Send a link to the new mailbox, taken or not.
 *
 * @throws {Problem} `parameter-invalid`, `mail-unavailable` (also where no mail server is configured).
 */
export function answerEmailRequest({ accounts, mailer, settings }: Reception): RequestHandler {
  return async (request, response) => {
    const email = normalizeEmail(readFields(requestFields, bodyOf(request)).email);
    if (!mailer) throw new Problem('mail-unavailable', 'This studio sends no mail, so no address can be proven. Sign in by your provider with the other address.');
    const token = await accounts.links.issue({ purpose: 'change-email', accountId: accountOf(response).id, email });
    await mailer.send(email, writeEmailChange(settings.publicUrl, token));
    response.status(202).json({ sent: true });
  };
}

/**
 * Prove the new mailbox. Only in a session of the account that asked: otherwise whoever sends somebody such a link would get their
 * address into an account of his own.
 *
 * @throws {Problem} `link-spent`, `email-taken`.
 */
export function answerEmailProof(reception: Reception): RequestHandler {
  return async (request, response) => {
    const { token } = readFields(proofFields, bodyOf(request));
    const link = await reception.accounts.links.read(token, 'change-email');
    if (link?.accountId !== accountOf(response).id) throw new Problem('link-spent', 'This link was used already, is too old, or belongs to another account. Sign in to the account that asked for it.');
    const account = await reception.accounts.people.changeEmail(token);
    await issueSession(reception, response, account);
    await tellFormerMailbox(reception, accountOf(response).email);
    response.json({ account: describeAccount(account) });
  };
}

/** The change is made, whether this mail arrives or not. */
async function tellFormerMailbox({ mailer, settings }: Reception, email: string | undefined): Promise<void> {
  if (email === undefined) return;
  await mailer?.send(email, writeEmailChanged(settings.publicUrl)).catch(() => undefined);
}
