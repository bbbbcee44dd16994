// Owns what the supervisor and its workers say to each other. Nothing of a photo is among it.

import type { Config } from '../config.ts';
import type { EngineName } from '../engines/engine.ts';
import type { CallOutcome } from '../engines/engine-pass.ts';
import type { PricedOffer } from '../payments/payment.ts';
import type { Build } from '../retention/build.ts';
import type { BudgetUsage } from '../retention/budget.ts';
import type { RateCount } from '../retention/rate-counter.ts';
import type { ReceiptKeys } from '../retention/receipt-keys.ts';
import type { TlsIdentity } from '../tls.ts';

/** The first message to a worker; its environment says nothing to it. */
export interface Begin {
  readonly kind: 'begin';
  readonly config: Config;
  readonly rateSalt: string;
  readonly receiptKeys: ReceiptKeys;
  readonly tls: TlsIdentity | undefined;
  readonly build: Build;
}

/** An engine that is left alone, and for how long. */
export interface EngineClosed {
  readonly closedSeconds: number;
}

/** The answer to a call: `undefined` to what was granted, the usage to a reservation that was not. */
export interface CallAnswer {
  readonly kind: 'answer';
  readonly call: number;
  readonly value: BudgetUsage | RateCount | EngineClosed | readonly PricedOffer[] | undefined;
}

/** From the supervisor. A connection comes with its socket, and how long it has been open; `rehearse`: with so many pictures side by side, while there is nothing to do; `drain`: refuse new requests; `end`: exit when all is answered. */
export type ToWorker =
  | Begin
  | CallAnswer
  | { readonly kind: 'keys'; readonly receiptKeys: ReceiptKeys }
  | { readonly kind: 'renew'; readonly tls: TlsIdentity }
  | { readonly kind: 'connection'; readonly connection: number; readonly waitedMs: number }
  | { readonly kind: 'rehearse'; readonly atOnce: number }
  | { readonly kind: 'drain' }
  | { readonly kind: 'end' };

/** What a worker asks of the things that the supervisor keeps. */
export type Question =
  | { readonly about: 'reserve' | 'pixels'; readonly bytes: number }
  | { readonly about: 'engine'; readonly engine: EngineName }
  | { readonly about: 'usage' }
  | { readonly about: 'offers' }
  | { readonly about: 'count'; readonly client: string };

/** From a worker. A `release` of a call to an engine says how it went. `open`: it takes connections; `warm`: its engine has started or never will; `taken`: it has begun to read a connection, or that is over; `left`: it never will, for it is about to end; `offers`: what is for sale. */
export type FromWorker =
  | { readonly kind: 'open' | 'warm' | 'drained' }
  | { readonly kind: 'photos'; readonly inFlight: number }
  | { readonly kind: 'offers'; readonly offers: readonly PricedOffer[] }
  | { readonly kind: 'taken' | 'left'; readonly connection: number }
  | { readonly kind: 'call'; readonly call: number; readonly question: Question }
  | { readonly kind: 'release'; readonly call: number; readonly outcome?: CallOutcome };
