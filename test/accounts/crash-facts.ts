// Owns the property that credits stay exact while processes are killed, told of either database. `LEDGER_KILLS` makes a longer run of it.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import type { AccountExport } from '../../src/accounts/rights.ts';
import type { Bookkeeping, Word } from './bookkeeping.ts';
import { createChance } from './chance.ts';
import type { Chance } from './chance.ts';
import { declaration, makeAddress, openTestAccounts, readRows, testSecret } from './place.ts';
import type { MakePlace, Place, TestAccounts } from './place.ts';

/** At once. */
const processes = 3;
/** A start costs a third of a second of one core; a longer run shows more: `LEDGER_KILLS=200`. */
const kills = Number(process.env['LEDGER_KILLS'] ?? 4);
const seed = Number(process.env['LEDGER_SEED'] ?? 7);
/** Of a process that is not killed; each says two words or more, so that every process that is to be killed comes so far. */
const operationsOfProcess = 50;
const greatestWordsBeforeKill = 2 * operationsOfProcess;
/** Purses in which what is available is not the sum of the entries without the holds; one statement, so one moment. */
const wrongPurses = `select id from purse where available <> coalesce((select sum(credits) from entry where "purseId" = purse.id), 0) - coalesce((select sum(credits) from hold where "purseId" = purse.id), 0)`;
/** Below 0 though nothing was taken back. */
const overdrawnPurses = `select id from purse where available < 0 and not exists (select id from entry where "purseId" = purse.id and kind = 'refund')`;

/** What was seen of all processes. */
interface Tally {
  operations: number;
  /** Answered with a problem that may be. */
  refusals: number;
  /** Because the rows could not be reached. */
  outages: number;
  kills: number;
  /** In the middle of an operation. */
  killsAtWork: number;
  checks: number;
  readonly violations: string[];
  readonly charged: Map<string, number>;
  /** Reference → how often it was told as news. */
  readonly news: Map<string, number>;
}

async function prepare({ accounts, place, clock }: TestAccounts): Promise<Bookkeeping> {
  clock.nowMs = Date.now();
  const makePerson = async () => (await accounts.people.signInWithProvenMailbox(makeAddress(), declaration)).id;
  const accountIds = [await makePerson(), await makePerson()];
  const keyed = [];
  for (let count = 0; count < 4 + kills; count += 1) {
    const accountId = await makePerson();
    await accounts.ledger.post({ owner: { accountId }, kind: 'plan', reference: `in:${count}`, credits: 20 });
    keyed.push({ accountId, credits: 1 + (count % 2) });
  }
  return { at: place.at, secrets: [testSecret], seed: 0, accountIds, keyed, purchases: 10 + kills, operations: operationsOfProcess };
}

/** One process; killed after so many words, wherever it is then. */
async function runProcess(order: Bookkeeping, wordsBeforeKill: number, tally: Tally): Promise<void> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'bookkeeping.ts'), JSON.stringify(order)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  let words = 0;
  let running = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    words += 1;
    running += note(JSON.parse(line) as Word, tally);
    if (words === wordsBeforeKill) child.kill('SIGKILL');
  }
  await ended;
  if (child.signalCode === 'SIGKILL') {
    tally.kills += 1;
    if (running > 0) tally.killsAtWork += 1;
  } else if (child.exitCode !== 0) tally.violations.push(`a process ended with ${child.exitCode}`);
}

/** @returns By how many the operations under way grew. */
function note(word: Word, tally: Tally): number {
  const [kind, subject = '', value = 0] = word;
  if (kind === 'charged') tally.charged.set(subject, (tally.charged.get(subject) ?? 0) + Number(value));
  if (kind === 'told') tally.news.set(subject, (tally.news.get(subject) ?? 0) + Number(value));
  if (kind === 'refused') tally.refusals += 1;
  if (subject === 'accounts-unavailable') tally.outages += 1;
  if (kind === 'failed') tally.violations.push(`an operation failed with ${subject}`);
  if (kind === 'end') tally.operations += 1;
  return kind === 'begin' ? 1 : kind === 'end' ? -1 : 0;
}

async function checkPurses(place: Place, tally: Tally): Promise<void> {
  tally.checks += 1;
  for (const statement of [wrongPurses, overdrawnPurses]) {
    for (const { id } of await readRows(place, statement)) tally.violations.push(`purse ${String(id)} is wrong`);
  }
}

/** One after the other in each of the places, until enough were killed; the last ones come to their end. */
async function runCrew(order: Bookkeeping, place: Place, chance: Chance, tally: Tally): Promise<void> {
  let started = 0;
  const follow = async (): Promise<void> => {
    for (let isLast = false; !isLast; ) {
      started += 1;
      isLast = started > kills;
      await runProcess({ ...order, seed: seed + started }, isLast ? Infinity : 1 + chance.draw(greatestWordsBeforeKill), tally);
      await checkPurses(place, tally);
    }
  };
  await Promise.all(Array.from({ length: processes }, follow));
}

/** After every hold has expired: no trace of the dead but what they were charged. */
async function checkBooks({ accounts, clock, place }: TestAccounts, { accountIds, keyed }: Bookkeeping, tally: Tally): Promise<void> {
  clock.nowMs = Date.now() + 3_600_000;
  await accounts.sweep();
  await checkPurses(place, tally);
  const all = [...accountIds.map((accountId) => ({ accountId, credits: Infinity })), ...keyed];
  const references: string[] = [];
  for (const { accountId, credits } of all) {
    const { credits: books } = await accounts.rights.exportAccount(accountId);
    if (!books) continue;
    references.push(...books.entries.flatMap(({ reference }) => reference ?? []));
    const [used, returned] = [-sum(books, 'use'), sum(books, 'returned')];
    if (books.holds.length > 0 || books.idempotencyKeys.some(({ state }) => state === 'running')) tally.violations.push('a hold is left');
    if (used - returned > credits) tally.violations.push(`one idempotency key was charged ${used - returned} of ${credits}`);
    if (used < (tally.charged.get(accountId) ?? 0)) tally.violations.push('a charge that was answered is lost');
  }
  if (new Set(references).size < references.length) tally.violations.push('a reference is posted twice');
  for (const [reference, times] of tally.news) {
    if (times > 1) tally.violations.push(`${reference} was news ${times} times`);
    if (!references.includes(reference)) tally.violations.push(`${reference} was answered and is lost`);
  }
}

function sum({ entries }: NonNullable<AccountExport['credits']>, kind: string): number {
  return entries.filter((entry) => entry.kind === kind).reduce((total, { credits }) => total + credits, 0);
}

function describeTally({ operations, refusals, outages, kills: killed, killsAtWork, checks, violations, charged, news }: Tally): string {
  const credits = [...charged.values()].reduce((total, more) => total + more, 0);
  return `${operations} operations (${refusals} refused, ${outages} of them for lack of the rows), ${credits} credits charged, ${news.size} references, ${killed} kills (${killsAtWork} in the middle of an operation), ${checks} checks, ${violations.length} violations`;
}

export function describeCrashes(makePlace: MakePlace): void {
  describe('credits, while processes that work on them are killed at random', () => {
    it('stay exact: nothing charged or posted twice, nothing lost, nothing held for the dead', { timeout: 200_000 + kills * 10_000 }, async () => {
      await using test = await openTestAccounts(makePlace);
      const tally: Tally = { operations: 0, refusals: 0, outages: 0, kills: 0, killsAtWork: 0, checks: 0, violations: [], charged: new Map(), news: new Map() };
      const order = await prepare(test);
      await runCrew(order, test.place, createChance(seed), tally);
      await checkBooks(test, order, tally);
      process.stderr.write(`${test.place.engine}: ${describeTally(tally)}\n`);
      expect(tally.violations).toEqual([]);
      expect(tally.kills).toBe(kills);
    });
  });
}
