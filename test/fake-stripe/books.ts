// Owns the objects of the stand-in, made from Stripe's published fixtures. Refuses kinds that have no fixture.

import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { missing } from './stripe-error.ts';

/** An object of Stripe, in its own spelling. */
export interface Thing {
  id: string;
  object: string;
  [member: string]: unknown;
}

const fixtures = JSON.parse(readFileSync(new URL('./fixtures.json', import.meta.url), 'utf8')) as Readonly<Record<string, Thing>>;

/** What ids begin with. */
const prefixes: Readonly<Record<string, string>> = {
  'billing_portal.session': 'bps_', 'checkout.session': 'cs_test_', charge: 'ch_', customer: 'cus_', dispute: 'dp_', event: 'evt_', invoice: 'in_', invoice_payment: 'inpay_',
  payment_intent: 'pi_', price: 'price_', 'privacy.redaction_job': 'prj_', refund: 're_', subscription: 'sub_', subscription_item: 'si_',
};

/** Every object there is. */
export interface Books {
  /** Make one: a copy of its fixture with these members. */
  make(object: string, members: Readonly<Record<string, unknown>>): Thing;
  /** @throws {StripeFailure} If there is none of this kind. */
  find(object: string, id: string): Thing;
  /** Newest first. */
  list(object: string, isMeant: (thing: Thing) => boolean): Thing[];
}

/** Seconds since 1970, as Stripe counts. */
export function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

/** A copy of a fixture, for what is part of another object. */
export function copyFixture(object: string, members: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { ...structuredClone(fixtures[object]), ...members };
}

/** A list as Stripe answers it. */
export function listOf(data: readonly unknown[], url: string): Record<string, unknown> {
  return { object: 'list', data, has_more: false, url };
}

/** Start without any. */
export function openBooks(): Books {
  const things = new Map<string, Thing>();
  return {
    make(object, members) {
      const id = `${prefixes[object] ?? ''}${randomBytes(12).toString('hex')}`;
      const thing = { ...copyFixture(object), id, object, created: nowSeconds(), livemode: false, ...members } as Thing;
      things.set(thing.id, thing);
      return thing;
    },
    find(object, id) {
      const thing = things.get(id);
      if (thing?.object !== object) throw missing(object, id);
      return thing;
    },
    list: (object, isMeant) => [...things.values()].filter((thing) => thing.object === object && isMeant(thing)).reverse(),
  };
}
