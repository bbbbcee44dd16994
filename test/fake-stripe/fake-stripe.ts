// Owns a server on loopback that answers as Stripe does, keeps state and sends signed webhooks. Refuses what Stripe refuses.
//
//   const stripe = await startFakeStripe();               one pack (10 credits, 9.00 EUR), a large one (50, 39.00), two plans (100 and 300 a month)
//   startStudio({ …accounts…, ...stripe.environment });   every STRIPE_ variable
//   stripe.webhookUrl = `${studio.url}/v1/stripe/webhook` from now on events go there
//   await stripe.shop.pay(sessionId)                      what buyers, banks and the operator do: pay, settle, renew, cancel, refund, dispute … (shop.ts)
//   stripe.delivery = 'held'; await stripe.send({ … })    events later, reversed, twice, at once, or never
//   stripe.fault = 'down'                                 until it is undefined again
//   await stripe[Symbol.asyncDispose]()
//
// In a browser: `url` of a checkout is a page with one button, “Pay”, that leads back to the studio; `url` of the portal one with a link back.

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openBooks } from './books.ts';
import type { Books, Thing } from './books.ts';
import { answerApi } from './api.ts';
import type { KeptAnswers, SeenRequest } from './api.ts';
import { openEvents } from './events.ts';
import type { Delivery, DeliverySettings, Events } from './events.ts';
import { readReturn, writeCheckout, writePortal } from './hosted-pages.ts';
import { openShop } from './shop.ts';
import type { Shop } from './shop.ts';
import { StripeFailure } from './stripe-error.ts';

/** Which events are sent, and how. */
export interface Sending {
  /** Those of these types; all unless given. */
  readonly types?: readonly string[];
  readonly order?: 'as-happened' | 'reversed';
  readonly times?: number;
  readonly atOnce?: boolean;
}

/** `lost`: done, but the answer never comes. `late`: a fifth of a second later. */
export type Fault = 'down' | 'failing' | 'limited' | 'lost' | 'late' | undefined;

/** A running stand-in. */
export interface FakeStripe extends AsyncDisposable, DeliverySettings {
  /** Origin, for `STRIPE_API_URL`. */
  readonly url: string;
  readonly environment: Readonly<Record<string, string>>;
  /** In order of arrival. */
  readonly requests: readonly SeenRequest[];
  fault: Fault;
  /** As at an account that is not in the preview. */
  refusesRedaction: boolean;
  readonly shop: Shop;
  readonly books: Books;
  readonly events: readonly Thing[];
  readonly deliveries: readonly Delivery[];
  /** @returns Statuses of the answers. */
  send(sending?: Sending): Promise<readonly number[]>;
  /** Forget the events so far, so that `send` sends later ones only. */
  forgetEvents(): void;
  /** More than a day has passed: idempotency keys are forgotten. */
  forgetAnswers(): void;
}

/** What the stand-in knows the studio by. */
export const stripeKey = 'sk_test_studio';
/** What webhooks are signed with. */
export const webhookSecret = 'whsec_of_the_tests';
/** Prices that there are: id, what it costs, whether each month. */
export const prices = { pack: 'price_pack', largePack: 'price_large', plan: 'price_plan', largePlan: 'price_larger' } as const;

/** Start on a free port. */
export async function startFakeStripe(): Promise<FakeStripe> {
  const books = openBooks();
  stock(books);
  const settings: DeliverySettings = { webhookUrl: undefined, delivery: 'at-once' };
  const events = openEvents(books, settings, webhookSecret);
  const shop = openShop(books, events.emit);
  const requests: SeenRequest[] = [];
  const kept: KeptAnswers = new Map();
  const server = createServer((request, response) => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const isPage = /^\/(pay|portal)\//.test(request.url ?? '');
    const answered = isPage ? answerPage(request, response, books, shop) : answerApi({ books, emit: events.emit, url }, { requests, fault: fake.fault, refusesRedaction: fake.refusesRedaction, key: stripeKey, kept }, request, response);
    answered.catch((error: unknown) => response.destroy(error as Error));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const fake: FakeStripe = Object.assign(settings, {
    url,
    environment: describeEnvironment(url),
    requests,
    fault: undefined as Fault,
    refusesRedaction: false,
    shop,
    books,
    events: events.all,
    deliveries: events.deliveries,
    send: (sending: Sending = {}) => sendEvents(events, sending),
    forgetEvents: () => void ((events.all as Thing[]).length = 0),
    forgetAnswers: () => kept.clear(),
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  });
  return fake;
}

function describeEnvironment(url: string): Readonly<Record<string, string>> {
  return {
    STRIPE_SECRET_KEY: stripeKey,
    STRIPE_WEBHOOK_SECRET: webhookSecret,
    STRIPE_PACKS: `${prices.pack}:10,${prices.largePack}:50`,
    STRIPE_PLANS: `${prices.plan}:100,${prices.largePlan}:300`,
    STRIPE_API_URL: url,
  };
}

function stock(books: Books): void {
  const once = { type: 'one_time', recurring: null, transform_quantity: null, custom_unit_amount: null, currency: 'eur', tax_behavior: 'inclusive' };
  const monthly = { ...once, type: 'recurring', recurring: { interval: 'month', interval_count: 1, meter: null, usage_type: 'licensed', trial_period_days: null } };
  books.make('price', { ...once, id: prices.pack, unit_amount: 900 });
  books.make('price', { ...once, id: prices.largePack, unit_amount: 3900 });
  books.make('price', { ...monthly, id: prices.plan, unit_amount: 5900 });
  books.make('price', { ...monthly, id: prices.largePlan, unit_amount: 14_900 });
}

async function sendEvents({ all, send }: Events, { types, order, times = 1, atOnce = false }: Sending): Promise<readonly number[]> {
  const meant = all.filter(({ type }) => types === undefined || types.includes(String(type)));
  if (order === 'reversed') meant.reverse();
  const queue = Array.from({ length: times }, () => meant).flat();
  if (atOnce) return Promise.all(queue.map(send));
  const statuses = [];
  for (const event of queue) statuses.push(await send(event));
  return statuses;
}

async function answerPage(request: IncomingMessage, response: ServerResponse, books: Books, shop: Shop): Promise<void> {
  const [, kind, id = ''] = (request.url ?? '').split('/');
  request.resume();
  try {
    if (kind === 'pay' && request.method === 'POST') {
      await shop.pay(id);
      return void response.writeHead(303, { Location: readReturn(books, id) }).end();
    }
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(kind === 'pay' ? writeCheckout(books, id) : writePortal(books, id));
  } catch (error) {
    response.writeHead(error instanceof StripeFailure ? error.status : 500).end(String(error));
  }
}
