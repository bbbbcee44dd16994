// Owns API keys: making, listing, revoking, recognising. Refuses to keep a key, or the hour of its use.

import { randomUUID } from 'node:crypto';
import { Problem } from '../problem.ts';
import { findAccount, lockAccount, readName, standingOf } from './account-rows.ts';
import type { Desk } from './account-rows.ts';
import { greatestKeysPerAccount, greatestPerMinute } from './api-key.ts';
import type { ApiKey, ApiKeyHolder, ApiKeyRequest, ApiKeys } from './api-key.ts';
import type { DataKey } from './data-key.ts';
import { dayMs } from './dates.ts';
import type { Office } from './people.ts';
import type { ApiKeyTable } from './store/tables.ts';
import { drawApiKey, hashToken } from './token.ts';

/** Longer than any key; what is longer is none. */
const greatestSecretLength = 100;

/** @see ApiKeys */
export function createApiKeys({ read, write }: Office): ApiKeys {
  return {
    create: (accountId, request) => write((desk) => createKey(desk, accountId, request)),
    list: (accountId) => read((desk) => listKeys(desk, accountId)),
    revoke: (accountId, keyId) => write((desk) => revokeKey(desk, accountId, keyId)),
    identify: (secret) => read((desk) => identifyKey(desk, secret)),
  };
}

async function createKey(desk: Desk, accountId: string, request: ApiKeyRequest): Promise<{ readonly secret: string; readonly key: ApiKey }> {
  const name = readName('name', request.name, 1);
  checkPerMinute(request.perMinute);
  const { key } = await lockAccount(desk, accountId);
  await checkRoom(desk, accountId);
  if (request.teamId !== undefined) await checkMembership(desk, accountId, request.teamId);
  const { prefix, secret } = drawApiKey();
  const id = randomUUID();
  const row: ApiKeyTable = {
    id,
    accountId,
    teamId: request.teamId ?? null,
    secretHash: hashToken('api-key', secret),
    prefix,
    nameSealed: key.seal(fieldOf(id), name),
    perMinute: request.perMinute ?? null,
    createdAt: desk.nowMs,
    lastUsedDay: null,
  };
  await desk.rows.insertInto('apiKey').values(row).execute();
  return { secret, key: describeKey(row, key) };
}

function checkPerMinute(perMinute: number | undefined): void {
  if (perMinute === undefined || (Number.isInteger(perMinute) && perMinute >= 1 && perMinute <= greatestPerMinute)) return;
  throw new Problem('parameter-invalid', `perMinute takes a whole number from 1 to ${greatestPerMinute}.`, { members: { field: 'perMinute' } });
}

async function checkRoom({ rows }: Desk, accountId: string): Promise<void> {
  const keys = await rows.selectFrom('apiKey').select('id').where('accountId', '=', accountId).execute();
  if (keys.length >= greatestKeysPerAccount) throw new Problem('keys-too-many', `An account has at most ${greatestKeysPerAccount} API keys. Revoke one that is no longer used.`);
}

async function checkMembership({ rows }: Desk, accountId: string, teamId: string): Promise<void> {
  const membership = await rows.selectFrom('membership').select('role').where('accountId', '=', accountId).where('teamId', '=', teamId).executeTakeFirst();
  if (!membership) throw new Problem('not-found', 'There is no such team.');
}

async function listKeys(desk: Desk, accountId: string): Promise<readonly ApiKey[]> {
  const account = await findAccount(desk, accountId);
  if (!account) return [];
  const rows = await desk.rows.selectFrom('apiKey').selectAll().where('accountId', '=', accountId).orderBy('createdAt').orderBy('id').execute();
  return rows.map((row) => describeKey(row, account.key));
}

/** A key as its owner sees it. */
function describeKey(row: ApiKeyTable, key: DataKey): ApiKey {
  return {
    id: row.id,
    prefix: row.prefix,
    name: key.open(fieldOf(row.id), row.nameSealed),
    teamId: row.teamId ?? undefined,
    perMinute: row.perMinute ?? undefined,
    createdMs: row.createdAt,
    lastUsedDay: row.lastUsedDay === null ? undefined : new Date(row.lastUsedDay * dayMs).toISOString().slice(0, 10),
  };
}

function fieldOf(keyId: string): string {
  return `api-key:${keyId}`;
}

async function revokeKey({ rows }: Desk, accountId: string, keyId: string): Promise<void> {
  const gone = await rows.deleteFrom('apiKey').where('id', '=', keyId).where('accountId', '=', accountId).returning('id').executeTakeFirst();
  if (!gone) throw new Problem('not-found', 'There is no such API key. It may be revoked already.');
}

async function identifyKey(desk: Desk, secret: string): Promise<ApiKeyHolder | undefined> {
  const row = await desk.rows
    .selectFrom('apiKey')
    .innerJoin('account', 'account.id', 'apiKey.accountId')
    .select(['apiKey.id', 'apiKey.accountId', 'apiKey.teamId', 'apiKey.perMinute', 'apiKey.lastUsedDay', 'account.emailProvenAt', 'account.adultDeclaredAt'])
    .where('apiKey.secretHash', '=', hashToken('api-key', secret.slice(0, greatestSecretLength)))
    .executeTakeFirst();
  // Only someone signed in can have made a key: a provider or the mailbox has vouched for them.
  if (!row || standingOf(row, true) !== 'active') return undefined;
  await noteUse(desk, row.id, row.lastUsedDay);
  return { keyId: row.id, accountId: row.accountId, teamId: row.teamId ?? undefined, perMinute: row.perMinute ?? undefined };
}

/** One write each day. */
async function noteUse({ rows, nowMs }: Desk, keyId: string, lastUsedDay: number | null): Promise<void> {
  const today = Math.floor(nowMs / dayMs);
  if (lastUsedDay === today) return;
  await rows.updateTable('apiKey').set({ lastUsedDay: today }).where('id', '=', keyId).execute();
}
