// Shows that half the settings of payments refuse to start, by the name of what is missing, and never quote a key.

import { describe, expect, it } from 'vitest';
import { ConfigError } from '../src/config-error.ts';
import { readConfig } from '../src/config.ts';
import { listPaymentHosts } from '../src/credit-settings.ts';

const accounts = { AUTH_SECRET: 'a secret of the tests that is long enough', PUBLIC_URL: 'https://studio.example', AUTH_NEXT_COOKIE: 'company' };
const stripe = { STRIPE_SECRET_KEY: 'sk_test_secret-value', STRIPE_WEBHOOK_SECRET: 'whsec_secret-value', STRIPE_PACKS: 'price_1Abc:10, price_1Def:50', STRIPE_PLANS: 'price_1Ghi:100' };

function read(environment: Readonly<Record<string, string>>) {
  return readConfig(environment, 8e9).credits;
}

describe('credits', () => {
  it('are off unless the operator gives some away or sells them', () => {
    expect(read({})).toBeUndefined();
    expect(read(accounts)).toBeUndefined();
    expect(read({ ...accounts, FREE_CREDITS_PER_DAY: '3' })).toEqual({ freePerDay: 3, payments: undefined });
  });

  it('are sold at the prices of Stripe', () => {
    const credits = read({ ...accounts, ...stripe, STRIPE_TAX: 'on' });
    expect(credits).toMatchObject({ freePerDay: 0, payments: { automaticTax: true, apiUrl: undefined, plans: [{ price: 'price_1Ghi', credits: 100 }] } });
    expect(credits?.payments?.packs).toEqual([{ price: 'price_1Abc', credits: 10 }, { price: 'price_1Def', credits: 50 }]);
    expect(listPaymentHosts(credits)).toEqual(['api.stripe.com']);
    expect(listPaymentHosts(read({ ...accounts, ...stripe, STRIPE_API_URL: 'http://127.0.0.1:12111' }))).toEqual(['127.0.0.1']);
    expect(listPaymentHosts(undefined)).toEqual([]);
  });

  it.each([
    [{ FREE_CREDITS_PER_DAY: '3' }, 'FREE_CREDITS_PER_DAY'],
    [{ ...accounts, FREE_CREDITS_PER_DAY: '0' }, 'FREE_CREDITS_PER_DAY'],
    [stripe, 'STRIPE_SECRET_KEY'],
    [{ ...accounts, ...stripe, STRIPE_SECRET_KEY: '' }, 'STRIPE_WEBHOOK_SECRET'],
    [{ ...accounts, ...stripe, STRIPE_SECRET_KEY: 'pk_secret-value' }, 'STRIPE_SECRET_KEY'],
    [{ ...accounts, ...stripe, STRIPE_WEBHOOK_SECRET: '' }, 'STRIPE_WEBHOOK_SECRET'],
    [{ ...accounts, ...stripe, STRIPE_WEBHOOK_SECRET: 'secret-value' }, 'STRIPE_WEBHOOK_SECRET'],
    [{ ...accounts, ...stripe, STRIPE_PACKS: '', STRIPE_PLANS: '' }, 'STRIPE_PACKS'],
    [{ ...accounts, ...stripe, STRIPE_PACKS: 'price_1Abc' }, 'STRIPE_PACKS'],
    [{ ...accounts, ...stripe, STRIPE_PACKS: 'price_1Abc:10,price_1Abc:20' }, 'STRIPE_PACKS'],
    [{ ...accounts, ...stripe, STRIPE_PACKS: 'price_1Abc:10001' }, 'STRIPE_PACKS'],
    [{ ...accounts, ...stripe, STRIPE_PLANS: 'price_1Abc:10' }, 'STRIPE_PLANS'],
    [{ ...accounts, STRIPE_TAX: 'on' }, 'STRIPE_TAX'],
    [{ ...accounts, ...stripe, STRIPE_API_URL: 'http://stripe.example' }, 'STRIPE_API_URL'],
  ])('refuse %o and name %s, never a value', (environment, variable) => {
    const start = () => read(environment as Readonly<Record<string, string>>);
    expect(start).toThrow(ConfigError);
    expect(start).toThrow(variable);
    expect(start).not.toThrow('secret-value');
  });
});
