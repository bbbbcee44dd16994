// Owns asking what work costs here and what can be bought. Refuses a price of its own: the server has them.

import { ask } from '../account/server.ts';
import type { PricedWork } from '../../src/credit-prices.ts';
import type { PricedOffer } from '../../src/payments/payment.ts';

/** What work costs. */
export interface Tariff {
  /** Credits for one delivered picture; 0 is free. */
  readonly prices: Readonly<Record<PricedWork, number>>;
  /** Credits that every account has at least, each day. */
  readonly freePerDay: number;
  /** Empty where nothing can be bought; undefined while it cannot be told. */
  readonly offers: readonly PricedOffer[] | undefined;
}

interface TariffAnswer extends Partial<Tariff> {
  readonly inForce: boolean;
}

/** @returns Undefined where all work is free. @throws {Declined} */
export async function readTariff(): Promise<Tariff | undefined> {
  const { inForce, prices, freePerDay = 0, offers } = await ask<TariffAnswer>('GET', '/v1/credits');
  return inForce && prices ? { prices, freePerDay, offers } : undefined;
}

/** Whether anything is for sale, as far as can be told. */
export function canBuy({ offers }: Tariff): boolean {
  return offers?.length !== 0;
}
