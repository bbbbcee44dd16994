// Owns payments of a studio without the rest of it: real rows, Stripe's stand-in, the webhook by HTTP, a clock that tests turn. Refuses to share rows.

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { Problem } from '../../src/problem.ts';
import type { Accounts } from '../../src/accounts/accounts.ts';
import type { EntryKind, PurseOwner } from '../../src/accounts/credit.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { createOfferMemory } from '../../src/payments/offer-memory.ts';
import type { OfferMemory } from '../../src/payments/offer-memory.ts';
import { createPayments } from '../../src/payments/payments.ts';
import type { Payments } from '../../src/payments/payment.ts';
import { answerEvent } from '../../src/routes/credits/webhook.ts';
import { answerProblem, followRequests } from '../../src/routes/requests.ts';
import { declaration, makeAddress, makeFolder, openTestAccounts } from '../accounts/place.ts';
import { prices, startFakeStripe } from '../fake-stripe/fake-stripe.ts';
import type { FakeStripe } from '../fake-stripe/fake-stripe.ts';

/** Payments under test. */
export interface Till extends AsyncDisposable {
  readonly stripe: FakeStripe;
  readonly payments: Payments;
  readonly accounts: Accounts;
  readonly clock: { nowMs: number };
  readonly webhookUrl: string;
  /** Lines of the log, parsed. */
  readonly log: readonly Readonly<Record<string, unknown>>[];
  /** The same rows and the same Stripe, by another process, or with other settings. */
  openAgain(environment?: Readonly<Record<string, string>>, offers?: OfferMemory): Payments;
  /** Somebody new, with an account. */
  admit(): Promise<PurseOwner & { readonly accountId: string }>;
  /** Begin to buy. @returns Id of the checkout. */
  begin(owner: PurseOwner, price?: string): Promise<string>;
  /** Buy and pay. @returns Id of the checkout. */
  buy(owner: PurseOwner, price?: string): Promise<string>;
  available(owner: PurseOwner): Promise<number>;
  /** Kinds and credits, oldest first. */
  history(owner: PurseOwner): Promise<readonly (readonly [EntryKind, number])[]>;
}

/** Open with events that arrive at once. */
export async function openTill(): Promise<Till> {
  const stripe = await startFakeStripe();
  const test = await openTestAccounts(makeFolder);
  test.clock.nowMs = Date.now();
  const { accounts, clock } = test;
  const log: Record<string, unknown>[] = [];
  const ownLog = createLog('debug', { write: (line) => void log.push(JSON.parse(line) as Record<string, unknown>) });
  const openAgain = (environment: Readonly<Record<string, string>> = {}, offers: OfferMemory = createOfferMemory(() => clock.nowMs)): Payments => {
    const config = readConfig({ AUTH_SECRET: 'not used here: the rows are open already', PUBLIC_URL: 'http://localhost:3000', AUTH_NEXT_COOKIE: 'session', ...stripe.environment, ...environment }, 4e9);
    return createPayments(config.credits!.payments!, { ledger: accounts.ledger, customers: accounts.customers, offers, publicUrl: config.accounts!.publicUrl, now: () => clock.nowMs, log: ownLog });
  };
  const payments = openAgain();
  const server = createServer(express().use(followRequests(ownLog)).post('/v1/stripe/webhook', answerEvent(payments)).use(answerProblem)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const webhookUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/stripe/webhook`;
  stripe.webhookUrl = webhookUrl;
  const begin = async (owner: PurseOwner, price: string = prices.pack): Promise<string> => {
    await payments.begin({ owner, email: 'anna@example.test' }, price);
    return stripe.shop.last('checkout.session').id;
  };
  return {
    stripe,
    payments,
    accounts,
    clock,
    webhookUrl,
    log,
    openAgain,
    admit: async () => ({ accountId: (await accounts.people.signInWithProvenMailbox(makeAddress(), declaration)).id }),
    begin,
    async buy(owner, price) {
      const session = await begin(owner, price);
      await stripe.shop.pay(session);
      return session;
    },
    available: async (owner) => (await accounts.ledger.balance(owner)).available,
    history: async (owner) => (await accounts.ledger.history(owner, { limit: 100 })).map(({ kind, credits }) => [kind, credits] as const).reverse(),
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await stripe[Symbol.asyncDispose]();
      await test[Symbol.asyncDispose]();
    },
  };
}

/** Code of the problem that something ends with. */
export async function codeOf(doing: Promise<unknown>): Promise<string> {
  try {
    await doing;
    return 'none';
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
}
