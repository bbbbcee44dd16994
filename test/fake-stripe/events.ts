// Owns the events of the stand-in and how they reach the studio: signed, in any order, as often as told. Refuses to be slow about it.

import { Stripe } from 'stripe';
import type { Books, Thing } from './books.ts';

/** How one delivery went. */
export interface Delivery {
  readonly event: string;
  readonly type: string;
  /** Status of the studio's answer; 0 where there was none. */
  readonly status: number;
}

/** Everything that happened, and its delivery. */
export interface Events {
  /** In the order in which it happened. */
  readonly all: readonly Thing[];
  readonly deliveries: readonly Delivery[];
  emit(type: string, thing: Thing): Promise<void>;
  /** Send one again. @returns Status of the answer. */
  send(event: Thing): Promise<number>;
}

/** What the delivery depends on; read at each event. */
export interface DeliverySettings {
  webhookUrl: string | undefined;
  delivery: 'at-once' | 'held';
}

/** Sign a body as Stripe does. @param atMs - When. */
export function signBody(body: string, secret: string, atMs: number = Date.now()): string {
  return Stripe.webhooks.generateTestHeaderString({ payload: body, secret, timestamp: Math.floor(atMs / 1000) });
}

/** Begin with none. */
export function openEvents(books: Books, settings: DeliverySettings, secret: string): Events {
  const all: Thing[] = [];
  const deliveries: Delivery[] = [];
  async function send(event: Thing): Promise<number> {
    const body = JSON.stringify(event);
    const headers = { 'Content-Type': 'application/json; charset=utf-8', 'Stripe-Signature': signBody(body, secret), 'User-Agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)' };
    const status = settings.webhookUrl === undefined ? 0 : await fetch(settings.webhookUrl, { method: 'POST', headers, body }).then(async (answer) => (await answer.text(), answer.status), () => 0);
    deliveries.push({ event: event.id, type: String(event['type']), status });
    return status;
  }
  return {
    all,
    deliveries,
    send,
    async emit(type, thing) {
      const event = books.make('event', { type, api_version: '2026-10-28.endive', data: { object: structuredClone(thing) }, pending_webhooks: 1 });
      all.push(event);
      if (settings.delivery === 'at-once') await send(event);
    },
  };
}
