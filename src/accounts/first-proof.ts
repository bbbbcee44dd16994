// Owns what happens when a mailbox is proven. Refuses to leave anything of whoever set the account up without having opened it.

import type { Declaration } from './account.ts';
import { acceptTerms, changeAccount, checkDeclaration } from './account-rows.ts';
import type { Desk, OpenRow } from './account-rows.ts';
import { dropLinksOf } from './links.ts';

/**
 * Mark the mailbox of a locked account as proven. The first time everything set before goes, and its sessions die: a stranger may
 * have registered the address with a password of their own, in wait for its owner.
 *
 * @param isSamePerson - Whoever proves has also given the password set before: then all stays.
 */
export async function proveFirst(desk: Desk, account: OpenRow, isSamePerson: boolean): Promise<OpenRow> {
  if (account.row.emailProvenAt !== null) return account;
  const version = account.row.version + 1;
  if (isSamePerson) return changeAccount(desk, account, { emailProvenAt: desk.nowMs, version });
  const { id } = account.row;
  await desk.rows.deleteFrom('consent').where('accountId', '=', id).execute();
  await desk.rows.deleteFrom('identity').where('accountId', '=', id).execute();
  await desk.rows.deleteFrom('apiKey').where('accountId', '=', id).execute();
  await dropLinksOf(desk.rows, id);
  // Its time to be finished begins now.
  const anew = { createdAt: desk.nowMs, passwordSealed: null, nameSealed: null, adultDeclaredAt: null };
  return changeAccount(desk, account, { ...anew, emailProvenAt: desk.nowMs, version });
}

/** Record age and terms, if they were declared. @throws {Problem} `under-age`, `terms-missing`. */
export async function applyDeclaration(desk: Desk, account: OpenRow, declaration: Declaration | undefined): Promise<OpenRow> {
  if (!declaration) return account;
  checkDeclaration(declaration);
  await acceptTerms(desk, account.row.id, declaration.termsVersion);
  return account.row.adultDeclaredAt === null ? changeAccount(desk, account, { adultDeclaredAt: desk.nowMs }) : account;
}
