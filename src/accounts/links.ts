// Owns links by mail: making, reading, consuming once. Refuses to keep a token, or what it carries in a form the server can read alone.

import { Problem } from '../problem.ts';
import { normalizeEmail } from './email.ts';
import { linkLifetimesMs } from './link.ts';
import type { Link, LinkPurpose, LinkRequest, Links } from './link.ts';
import { decrypt, encrypt } from './secrets.ts';
import type { Rows, Store } from './store/store.ts';
import { drawToken, hashToken, keyOfToken } from './token.ts';

/** A link with what only this folder asks of it. */
export interface StoredLink extends Link {
  readonly teamId: string | undefined;
  readonly role: string | undefined;
}

/** A link with what only this folder puts into it. */
export interface StoredLinkRequest extends LinkRequest {
  readonly teamId?: string | undefined;
  readonly role?: string | undefined;
}

/** What is sealed under the token. */
interface Payload {
  readonly email?: string | undefined;
  readonly role?: string | undefined;
}

/** @param now - Milliseconds since 1970. */
export function createLinks(store: Store, now: () => number): Links {
  return {
    issue: (request) => store.use((rows) => issueLinkOf(rows, request, now())),
    read: (token, purpose) => store.use((rows) => readLink(rows, token, purpose, now())),
    consume: (token, purpose) => store.use((rows) => consumeLink(rows, token, purpose, now())),
  };
}

/** For an account that is still there. */
async function issueLinkOf(rows: Rows, request: LinkRequest, nowMs: number): Promise<string> {
  const { accountId } = request;
  const account = accountId === undefined ? undefined : await rows.selectFrom('account').select('id').where('id', '=', accountId).executeTakeFirst();
  if (accountId !== undefined && !account) throw new Problem('not-found', 'There is no such account.');
  return issueLink(rows, request, nowMs);
}

/** @returns The token. @throws {Problem} `parameter-invalid` (email). */
export async function issueLink(rows: Rows, request: StoredLinkRequest, nowMs: number): Promise<string> {
  const token = request.token ?? drawToken();
  const { purpose, role } = request;
  const payload: Payload = { email: request.email === undefined ? undefined : normalizeEmail(request.email), role };
  const row = {
    tokenHash: hashToken(purpose, token),
    purpose,
    accountId: request.accountId ?? null,
    teamId: request.teamId ?? null,
    payloadSealed: encrypt(keyOfToken(token), Buffer.from(JSON.stringify(payload)), purpose),
    createdAt: nowMs,
    expiresAt: nowMs + (request.lifetimeMs ?? linkLifetimesMs[purpose]),
  };
  await rows.insertInto('link').values(row).execute();
  return token;
}

/** Without consuming. @returns Undefined if spent, expired or unknown. */
export async function readLink(rows: Rows, token: string, purpose: LinkPurpose, nowMs: number): Promise<StoredLink | undefined> {
  const row = await rows.selectFrom('link').selectAll().where('tokenHash', '=', hashToken(purpose, token)).where('expiresAt', '>', nowMs).executeTakeFirst();
  return row && openLink(row, token, purpose);
}

/** One statement removes the row and says who removed it: a link works once. @throws {Problem} `link-spent`. */
export async function consumeLink(rows: Rows, token: string, purpose: LinkPurpose, nowMs: number): Promise<StoredLink> {
  const row = await rows.deleteFrom('link').where('tokenHash', '=', hashToken(purpose, token)).where('expiresAt', '>', nowMs).returningAll().executeTakeFirst();
  if (!row) throw new Problem('link-spent', 'This link was used already or is too old. Ask for a new one.');
  return openLink(row, token, purpose);
}

/** End the links that could open an account as it was: after each of them, the others are no longer the person's will. */
export async function dropLinksOf(rows: Rows, accountId: string): Promise<void> {
  await rows.deleteFrom('link').where('accountId', '=', accountId).execute();
}

interface LinkRow {
  readonly accountId: string | null;
  readonly teamId: string | null;
  readonly payloadSealed: Uint8Array;
  readonly expiresAt: number;
}

function openLink(row: LinkRow, token: string, purpose: LinkPurpose): StoredLink {
  const { email, role } = JSON.parse(decrypt(keyOfToken(token), row.payloadSealed, purpose).toString('utf8')) as Payload;
  return { purpose, accountId: row.accountId ?? undefined, teamId: row.teamId ?? undefined, email, role, expiresMs: row.expiresAt };
}
