// Owns a process of its own that does random work on credits and says on standard output what it was answered. Started by tests, several at once, and killed.

import { writeSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { openAccounts } from '../../src/accounts/accounts.ts';
import type { Accounts, AccountsOptions } from '../../src/accounts/accounts.ts';
import type { HoldOutcome, PurseOwner } from '../../src/accounts/credit.ts';
import { Problem } from '../../src/problem.ts';
import { createChance } from './chance.ts';
import type { Chance } from './chance.ts';

/** What a process is told. */
export interface Bookkeeping extends Pick<AccountsOptions, 'at' | 'secrets'> {
  readonly seed: number;
  /** Who pays for anything. */
  readonly accountIds: readonly string[];
  /** Who orders one thing with one idempotency key, and the number of credits of it. */
  readonly keyed: readonly { readonly accountId: string; readonly credits: number }[];
  /** Purchases that all processes tell of; each belongs to one of `accountIds`. */
  readonly purchases: number;
  /** After so many this process ends. */
  readonly operations: number;
}

/** What a process says of an operation: that it began, what it was answered, that it ended. */
export type Word =
  | readonly ['begin' | 'end']
  | readonly ['charged', accountId: string, credits: number]
  | readonly ['told', reference: string, isNews: boolean]
  | readonly ['refused' | 'failed', code: string];

/** Works at the same time in one process. */
const lanes = 3;
/** Longer than the test, and one that ends in the middle of the work. */
const lifetimesMs = [600_000, 600_000, 5] as const;
/** Work with a key that never comes to its end is to be swept soon, or nothing more would happen to the key. */
const repeatableLifetimesMs = [600_000, 600_000, 600_000, 50, 5] as const;
/** Some never come to their end. */
const outcomes: readonly (HoldOutcome | undefined)[] = ['delivered', 'delivered', 'cut', 'failed', undefined];
/** Most leave a key that may be used again: it shows most when it is. */
const repeatableOutcomes: readonly (HoldOutcome | undefined)[] = ['cut', 'cut', 'cut', 'failed', 'failed', 'failed', 'delivered', undefined];
/** What the world may answer; anything else is a fault. */
const expected: ReadonlySet<string> = new Set(['credits-exhausted', 'refund-impossible', 'idempotency-key-running', 'idempotency-key-spent', 'accounts-unavailable']);

/** What an operation needs. */
interface Desk {
  readonly order: Bookkeeping;
  readonly accounts: Accounts;
  readonly chance: Chance;
}

if (process.argv[1] === import.meta.filename) await keepBooks(JSON.parse(process.argv[2] ?? '') as Bookkeeping);

async function keepBooks(order: Bookkeeping): Promise<void> {
  const accounts = await openAccounts({ at: order.at, secrets: order.secrets, now: Date.now, freeCreditsPerDay: 2 });
  const desk = { order, accounts, chance: createChance(order.seed) };
  let left = order.operations;
  const follow = async (): Promise<void> => {
    for (; left > 0; left -= 1) {
      say(['begin']);
      await operate(desk).catch(report);
      say(['end']);
    }
  };
  await Promise.all(Array.from({ length: lanes }, follow));
  await accounts.close();
}

function operate(desk: Desk): Promise<unknown> {
  const { order, accounts, chance } = desk;
  const kind = chance.draw(100);
  const purchase = chance.draw(order.purchases);
  const keyed = chance.pick(order.keyed);
  if (kind < 30) return work(desk, { accountId: chance.pick(order.accountIds) }, 1 + chance.draw(3));
  if (kind < 70) return work(desk, keyed, keyed.credits, 'the one key');
  if (kind < 82) return post(desk, purchase);
  if (kind < 88) return takeBack(desk, purchase);
  if (kind < 91) return giveAgain(desk, purchase);
  if (kind < 96) return refund(desk, purchase);
  return accounts.sweep();
}

async function work({ accounts: { ledger }, chance }: Desk, owner: { readonly accountId: string }, credits: number, idempotencyKey?: string): Promise<void> {
  const { id } = await ledger.hold({ owner: { accountId: owner.accountId }, work: 'headshot', credits, lifetimeMs: chance.pick(idempotencyKey === undefined ? lifetimesMs : repeatableLifetimesMs), idempotencyKey });
  for (let picture = Math.max(chance.draw(credits + 1), chance.draw(credits + 1)); picture > 0; picture -= 1) {
    await setTimeout(chance.draw(4));
    const { charged } = await ledger.capture(id, 1);
    say(['charged', owner.accountId, charged]);
  }
  const outcome = chance.pick(idempotencyKey === undefined ? outcomes : repeatableOutcomes);
  if (outcome) await Promise.all([ledger.close(id, outcome), ledger.close(id, outcome)]);
}

function ownerOf({ order: { accountIds } }: Desk, purchase: number): PurseOwner {
  return { accountId: accountIds[purchase % accountIds.length] ?? '' };
}

async function post(desk: Desk, purchase: number): Promise<void> {
  const payment = { paymentId: `pi_${purchase}`, amountMinor: 900, currency: 'eur' };
  const isNews = await desk.accounts.ledger.post({ owner: ownerOf(desk, purchase), kind: 'purchase', reference: `cs:${purchase}`, credits: 9, payment });
  say(['told', `cs:${purchase}`, isNews]);
}

async function takeBack({ accounts: { ledger } }: Desk, purchase: number, credits?: number): Promise<void> {
  const answer = await ledger.takeBack({ kind: 'refund', reference: `re:${purchase}`, paymentId: `pi_${purchase}`, credits, amountMinor: 300 });
  if (answer !== 'unknown') say(['told', `re:${purchase}`, answer === 'done']);
}

async function giveAgain({ accounts: { ledger } }: Desk, purchase: number): Promise<void> {
  const answer = await ledger.giveAgain('refund-failed', `rf:${purchase}`, `re:${purchase}`);
  if (answer !== 'unknown') say(['told', `rf:${purchase}`, answer === 'done']);
}

async function refund(desk: Desk, purchase: number): Promise<void> {
  const { ledger } = desk.accounts;
  const bought = desk.chance.pick(await ledger.purchases(ownerOf(desk, purchase)));
  if (!bought) return;
  const { hold, purchase: paid } = await ledger.holdForRefund(ownerOf(desk, purchase), bought.id);
  await takeBack(desk, Number(paid.paymentId.slice(3)), hold.credits);
  await ledger.close(hold.id, 'failed');
}

function report(error: unknown): void {
  const code = error instanceof Problem ? error.code : String(error);
  say([expected.has(code) ? 'refused' : 'failed', code]);
}

/** At once: what was answered before the kill is known. */
function say(word: Word): void {
  writeSync(1, `${JSON.stringify(word)}\n`);
}
