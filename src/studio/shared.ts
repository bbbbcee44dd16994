// Owns what all processes of a studio share: room for bytes and pixels, places at providers, counts of requests, keys of receipts, prices. None of it is anyone's photo.

import { availableParallelism } from 'node:os';
import type { Config } from '../config.ts';
import { createEngineGate } from '../engines/engine-gate.ts';
import type { LocalEngineGate } from '../engines/engine-gate.ts';
import type { EngineGate } from '../engines/engine-pass.ts';
import type { Log } from '../log.ts';
import { createOfferMemory } from '../payments/offer-memory.ts';
import type { OfferMemory } from '../payments/offer-memory.ts';
import { createPixelGate } from '../photo/pixel-gate.ts';
import type { LocalPixelGate, PixelGate } from '../photo/pixel-gate.ts';
import { createBudget } from '../retention/budget.ts';
import type { BudgetDoor, MemoryBudget } from '../retention/budget.ts';
import { createRateCounter } from '../retention/rate-counter.ts';
import type { KeptRateCounter, RateCounter } from '../retention/rate-counter.ts';
import { createKeyring, holdKeys } from '../retention/receipt-keys.ts';
import type { ReceiptKeyring } from '../retention/receipt-keys.ts';

/** What outlives a request; it may be kept in another process. */
export interface Shared {
  readonly budget: BudgetDoor;
  readonly pixelGate: PixelGate;
  readonly engineGate: EngineGate;
  readonly rate: RateCounter;
  readonly receiptKeys: ReceiptKeyring;
  readonly offers: OfferMemory;
}

/** What outlives a request, in the process that keeps it. */
export interface Kept extends Shared {
  readonly budget: MemoryBudget;
  readonly pixelGate: LocalPixelGate;
  readonly engineGate: LocalEngineGate;
  readonly rate: KeptRateCounter;
}

/** Share of the budget for uploads and encoded copies; the rest is for pixels. */
const uploadShare = 0.4;

/** Make what the processes of one studio share. */
export async function createKept({ budgetBytes, receiptKeys, accounts, gemini, openai }: Pick<Config, 'budgetBytes' | 'receiptKeys' | 'accounts' | 'gemini' | 'openai'>, log: Log): Promise<Kept> {
  const budget = createBudget(Math.floor(budgetBytes * uploadShare));
  return {
    budget,
    pixelGate: createPixelGate(budgetBytes - budget.limitBytes, Math.max(2, availableParallelism())),
    engineGate: createEngineGate({ gemini: gemini?.maxAtOnce, openai: openai?.maxAtOnce }),
    rate: await createCounter(accounts, log),
    receiptKeys: receiptKeys ? holdKeys(receiptKeys) : createKeyring(Date.now),
    offers: createOfferMemory(Date.now),
  };
}

/** The client of Redis is loaded only where it is configured. */
async function createCounter(accounts: Config['accounts'], log: Log): Promise<KeptRateCounter> {
  const alone = createRateCounter(accounts?.secrets[0]);
  if (accounts?.redisUrl === undefined) return alone;
  const { createRedisCounter } = await import('../retention/redis-counter.ts');
  return createRedisCounter(accounts.redisUrl, alone, log);
}
