// Owns the record of consents. Refuses to change what was recorded: a withdrawal is written beside it.

import { randomUUID } from 'node:crypto';
import { Problem } from '../problem.ts';
import { lockAccount } from './account-rows.ts';
import type { Desk } from './account-rows.ts';
import { consentPurposes } from './consent.ts';
import type { ConsentPurpose, ConsentRecord, Consents } from './consent.ts';
import type { Office } from './people.ts';

/** @see Consents */
export function createConsents({ read, write }: Office): Consents {
  return {
    history: (accountId) => read((desk) => listConsents(desk, accountId)),
    current: (accountId) => read((desk) => readCurrent(desk, accountId)),
    give: (accountId, purpose, textVersion) => write((desk) => give(desk, accountId, purpose, textVersion)),
    withdraw: (accountId, purpose) => write((desk) => withdraw(desk, accountId, purpose)),
  };
}

/** Every record, oldest first. */
export async function listConsents({ rows }: Desk, accountId: string): Promise<readonly ConsentRecord[]> {
  const records = await rows.selectFrom('consent').selectAll().where('accountId', '=', accountId).orderBy('givenAt').orderBy('id').execute();
  return records.map(({ purpose, textVersion, givenAt, withdrawnAt }) => ({ purpose, textVersion, givenMs: givenAt, withdrawnMs: withdrawnAt ?? undefined }));
}

async function readCurrent(desk: Desk, accountId: string): Promise<Readonly<Record<ConsentPurpose, boolean>>> {
  const records = await listConsents(desk, accountId);
  const holds = (purpose: ConsentPurpose): boolean => records.some((record) => record.purpose === purpose && record.withdrawnMs === undefined);
  return Object.fromEntries(consentPurposes.map((purpose) => [purpose, holds(purpose)])) as Record<ConsentPurpose, boolean>;
}

async function give(desk: Desk, accountId: string, purpose: ConsentPurpose, textVersion: string): Promise<void> {
  if (!/^[\w.-]{1,40}$/.test(textVersion)) throw new Problem('parameter-invalid', 'textVersion takes the version of the text that was shown, such as 2026-11.', { members: { field: 'textVersion' } });
  await lockAccount(desk, accountId);
  const records = await listConsents(desk, accountId);
  if (records.some((record) => record.purpose === purpose && record.withdrawnMs === undefined && record.textVersion === textVersion)) return;
  await withdraw(desk, accountId, purpose);
  await desk.rows.insertInto('consent').values({ id: randomUUID(), accountId, purpose, textVersion, givenAt: desk.nowMs, withdrawnAt: null }).execute();
}

async function withdraw({ rows, nowMs }: Desk, accountId: string, purpose: ConsentPurpose): Promise<void> {
  await rows.updateTable('consent').set({ withdrawnAt: nowMs }).where('accountId', '=', accountId).where('purpose', '=', purpose).where('withdrawnAt', 'is', null).execute();
}
