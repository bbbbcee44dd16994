// Owns asking what a purse holds: somebody's own, or a team's. Refuses to count by itself.

import { ask } from '../account/server.ts';
import type { Balance, Entry, Plan, Purchase } from '../../src/accounts/credit.ts';

/** A plan as its owner sees it. */
export interface RunningPlan extends Pick<Plan, 'price' | 'status' | 'ends'> {
  /** ISO 8601 in UTC. */
  readonly paidUntil: string;
}

/** Something bought. */
export interface Bought extends Omit<Purchase, 'atMs'> {
  /** ISO 8601 in UTC. */
  readonly at: string;
}

/** One line of the history. */
export interface HistoryEntry extends Pick<Entry, 'id' | 'kind' | 'credits'> {
  readonly work: Entry['work'] | null;
  /** ISO 8601 in UTC. */
  readonly at: string;
}

/** Credits, and where they are from. */
export interface Purse extends Balance {
  readonly plan: RunningPlan | null;
  /** Newest first. */
  readonly purchases: readonly Bought[];
}

/** @param team - Id of the team whose purse it is; empty for one's own. @throws {Declined} */
export function readPurse(team: string): Promise<Purse> {
  return ask<Purse>('GET', `/v1/account/credits${writeQuery({ team })}`);
}

/** Newest first. @param before - Id of the last entry of the page before; empty for the first page. @throws {Declined} */
export async function readHistory(team: string, before: string, limit: number): Promise<readonly HistoryEntry[]> {
  const { entries } = await ask<{ readonly entries: readonly HistoryEntry[] }>('GET', `/v1/account/credits/history${writeQuery({ team, before, limit: String(limit) })}`);
  return entries;
}

/** What is not empty, as the query of an address. */
export function writeQuery(fields: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(Object.entries(fields).filter(([, value]) => value !== '')).toString();
  return query === '' ? '' : `?${query}`;
}
