// Owns what a person does with their own account: see it, correct it, take it along, end it. Refuses to be asked twice.

import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { Account } from '../../accounts/account.ts';
import type { Reception } from '../../accounts/auth/reception.ts';
import { tryNormalize } from '../../accounts/email.ts';
import { Problem } from '../../problem.ts';
import { readFields } from '../fields.ts';
import { describeAccount } from './account.ts';
import { accountOf } from './identify.ts';
import { bodyOf } from './json-body.ts';
import { clearSession } from './session-cookie.ts';

const correctionFields = z.object({ name: z.string().describe('a text; an empty one removes it') });
const deletionFields = z.object({
  confirm: z.string().describe('the address of the account, or the word delete'),
  dissolveTeams: z.boolean().optional().describe('true or false'),
});

/** The account of whoever asks. */
export function answerAccount(): RequestHandler {
  return (_request, response) => void response.json({ account: describeAccount(accountOf(response)) });
}

/** Correct the name. @throws {Problem} `parameter-invalid`. */
export function answerCorrection({ accounts }: Reception): RequestHandler {
  return async (request, response) => {
    const { name } = readFields(correctionFields, bodyOf(request));
    response.json({ account: describeAccount(await accounts.people.changeName(accountOf(response).id, name)) });
  };
}

/** Everything held, as a file. */
export function answerExport({ accounts }: Reception): RequestHandler {
  return async (_request, response) => {
    const everything = await accounts.rights.exportAccount(accountOf(response).id);
    response.attachment('ephemera-account.json').type('application/json').send(`${JSON.stringify(everything, undefined, 2)}\n`);
  };
}

/**
 * Delete at once, and have the browser forget as well.
 *
 * @throws {Problem} `parameter-invalid` for another word than asked, `last-owner`.
 */
export function answerDeletion(reception: Reception): RequestHandler {
  return async (request, response) => {
    const { confirm, dissolveTeams } = readFields(deletionFields, bodyOf(request));
    const account = accountOf(response);
    if (!isConfirmed(confirm, account)) {
      throw new Problem('parameter-invalid', '`confirm` takes the address of the account, or the word delete.', { members: { parameter: 'confirm' } });
    }
    await reception.accounts.rights.deleteAccount(account.id, { dissolveTeams: dissolveTeams ?? false });
    clearSession(reception, response);
    response.set('Clear-Site-Data', '"cache", "cookies", "storage"').status(204).end();
  };
}

function isConfirmed(confirm: string, { email }: Account): boolean {
  return confirm === 'delete' || (email !== undefined && tryNormalize(confirm) === email);
}
