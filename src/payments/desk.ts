// Owns what every payment needs: Stripe's client, opened at first use, and the meaning of its errors. Refuses to repeat their messages.

import type { Stripe } from 'stripe';
import type { Customers, Ledger } from '../accounts/credit.ts';
import type { PaymentSettings } from '../credit-settings.ts';
import type { Log } from '../log.ts';
import { Problem } from '../problem.ts';
import type { OfferMemory } from './offer-memory.ts';

/** What payments are made of. */
export interface PaymentParts {
  readonly ledger: Ledger;
  readonly customers: Customers;
  readonly offers: OfferMemory;
  /** Origin of the studio. */
  readonly publicUrl: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Pick<Log, 'alarm'>;
}

/** The parts, with Stripe. */
export interface Desk extends PaymentParts {
  readonly stripe: Stripe;
  readonly settings: PaymentSettings;
}

/** The version whose types the SDK has. */
const apiVersion = '2026-10-28.endive';
/** Stripe answers within a second or two; whoever waits at a button is told after 15. */
const timeoutMs = 15_000;
/** Half a second later, with the same idempotency key. */
const greatestRetries = 1;
const retryAfterSeconds = 10;

/** Load the SDK, which is 0.3 s of work, and connect it; nothing is sent yet. */
export async function openDesk(settings: PaymentSettings, parts: PaymentParts): Promise<Desk> {
  const { Stripe } = await import('stripe');
  const stripe = new Stripe(settings.secretKey, { apiVersion, timeout: timeoutMs, maxNetworkRetries: greatestRetries, telemetry: false, ...readAddress(settings.apiUrl) });
  return { ...parts, stripe, settings };
}

function readAddress(apiUrl: string | undefined): { readonly host?: string; readonly port?: string; readonly protocol?: 'http' | 'https' } {
  if (apiUrl === undefined) return {};
  const { protocol, hostname, port } = new URL(apiUrl);
  const isPlain = protocol === 'http:';
  return { host: hostname, port: port || (isPlain ? '80' : '443'), protocol: isPlain ? 'http' : 'https' };
}

/** An error of Stripe as a log may show it: class, code and status, no message. */
class StripeFault extends Error {
  override readonly name: string;
  readonly code: string;

  constructor({ type, code, statusCode }: StripeTrouble) {
    super(type);
    this.name = type;
    this.code = (code ?? `HTTP_${statusCode ?? 'NONE'}`).toUpperCase();
  }
}

/** What is looked at of an error of Stripe. */
interface StripeTrouble {
  /** Such as `StripeConnectionError`. */
  readonly type: string;
  /** @see https://docs.stripe.com/error-codes */
  readonly code?: string | undefined;
  readonly statusCode?: number | undefined;
}

/** @returns Undefined for what is no error of Stripe. */
export function readTrouble(error: unknown): StripeTrouble | undefined {
  const { type } = error as { readonly type?: unknown };
  return error instanceof Error && typeof type === 'string' && /^Stripe\w*Error$/.test(type) ? (error as unknown as StripeTrouble) : undefined;
}

/** Whether Stripe says that there is no such thing. */
export function isMissing(error: unknown): boolean {
  return readTrouble(error)?.code === 'resource_missing';
}

/** What an error of Stripe means to whoever asked: Stripe fails, or this server's settings are wrong. Others stay as they are. */
export function explainTrouble(error: unknown): unknown {
  const trouble = readTrouble(error);
  if (!trouble) return error;
  const cause = new StripeFault(trouble);
  const status = trouble.statusCode ?? 0;
  // 409: another request holds the object just now.
  const isOutage = trouble.type === 'StripeConnectionError' || status === 409 || status === 429 || status >= 500;
  if (isOutage) return new Problem('payments-unavailable', 'Stripe, which takes the payments, cannot be reached or does not answer. Nothing was lost; try again in a minute.', { cause, retryAfterSeconds });
  return new Problem('provider-misconfigured', 'Stripe rejected this server’s settings: its key, a price or the portal. The log says which kind of error it was; the operator must put it right.', { cause });
}
