// Owns a process of its own that does random work on credits and says on standard output what it was answered. Started by tests, several at once, and killed.

import { writeSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { openAccounts } from '../../src/accounts/accounts.ts';
import type { AccountsOptions } from '../../src/accounts/accounts.ts';
import type { HoldOutcome, PurseOwner } from '../../src/accounts/credit.ts';
import { Problem } from '../../src/problem.ts';
import { createChance } from './chance.ts';

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
/** What the world may answer; anything else is a fault. */
const expected: ReadonlySet<string> = new Set(['credits-exhausted', 'refund-impossible', 'idempotency-key-running', 'idempotency-key-spent', 'accounts-unavailable']);

if (process.argv[1] === import.meta.filename) await keepBooks(JSON.parse(process.argv[2] ?? '') as Bookkeeping);

async function keepBooks({ at, secrets, seed, accountIds, keyed, purchases, operations }: Bookkeeping): Promise<void> {
  const accounts = await openAccounts({ at, secrets, now: Date.now, freeCreditsPerDay: 2 });
  const { ledger } = accounts;
  const chance = createChance(seed);
  let left = operations;

  const work = async (owner: { accountId: string }, credits: number, idempotencyKey?: string): Promise<void> => {
    const { id } = await ledger.hold({ owner, work: 'headshot', credits, lifetimeMs: chance.pick(lifetimesMs), idempotencyKey });
    for (let picture = chance.draw(credits + 1); picture > 0; picture -= 1) {
      await setTimeout(chance.draw(4));
      const { charged } = await ledger.capture(id, 1);
      say(['charged', owner.accountId, charged]);
    }
    // Some never come to their end.
    const outcome = chance.pick<HoldOutcome | undefined>(['delivered', 'delivered', 'cut', 'failed', undefined]);
    if (outcome) await Promise.all([ledger.close(id, outcome), ledger.close(id, outcome)]);
  };

  const owner = (purchase: number): PurseOwner => ({ accountId: accountIds[purchase % accountIds.length] ?? '' });
  const post = async (purchase: number): Promise<void> => {
    const payment = { paymentId: `pi_${purchase}`, amountMinor: 900, currency: 'eur' };
    say(['told', `cs:${purchase}`, await ledger.post({ owner: owner(purchase), kind: 'purchase', reference: `cs:${purchase}`, credits: 9, payment })]);
  };
  const takeBack = async (purchase: number, credits?: number): Promise<void> => {
    const answer = await ledger.takeBack({ kind: 'refund', reference: `re:${purchase}`, paymentId: `pi_${purchase}`, credits, amountMinor: 300 });
    if (answer !== 'unknown') say(['told', `re:${purchase}`, answer === 'done']);
  };
  const giveAgain = async (purchase: number): Promise<void> => {
    const answer = await ledger.giveAgain('refund-failed', `rf:${purchase}`, `re:${purchase}`);
    if (answer === 'done') say(['told', `rf:${purchase}`, true]);
  };
  const refund = async (purchase: number): Promise<void> => {
    const bought = chance.pick(await ledger.purchases(owner(purchase)));
    if (!bought) return;
    const { hold, purchase: paid } = await ledger.holdForRefund(owner(purchase), bought.id);
    await takeBack(Number(paid.paymentId.slice(3)), hold.credits);
    await ledger.close(hold.id, 'failed');
  };

  const operate = (): Promise<unknown> => {
    const kind = chance.draw(100);
    const purchase = chance.draw(purchases);
    const order = chance.pick(keyed);
    if (kind < 40) return work({ accountId: chance.pick(accountIds) }, 1 + chance.draw(3));
    if (kind < 70) return work(order, order.credits, 'the one key');
    if (kind < 82) return post(purchase);
    if (kind < 88) return takeBack(purchase);
    if (kind < 91) return giveAgain(purchase);
    if (kind < 96) return refund(purchase);
    return accounts.sweep();
  };

  const follow = async (): Promise<void> => {
    for (; left > 0; left -= 1) {
      say(['begin']);
      await operate().catch(report);
      say(['end']);
    }
  };
  await Promise.all(Array.from({ length: lanes }, follow));
  await accounts.close();
}

function report(error: unknown): void {
  const code = error instanceof Problem ? error.code : String(error);
  say([expected.has(code) ? 'refused' : 'failed', code]);
}

/** At once: what was answered before the kill is known. */
function say(word: Word): void {
  writeSync(1, `${JSON.stringify(word)}\n`);
}
