// Owns the shape of every row. Refuses plaintext of a person: columns are keyed hashes (`Key`), sealed bytes (`Sealed`), dates and numbers.

import type { PricedWork } from '../../credit-prices.ts';
import type { EntryKind } from '../credit.ts';

/** Rows about a person. `At` columns are milliseconds since 1970. */
export interface AccountTable {
  /** UUID. */
  id: string;
  version: number;
  /** Data key of this row's sealed columns, wrapped by the secret; destroying it is the deletion. */
  wrappedKey: Uint8Array;
  /** HMAC of the normalised address. */
  emailKey: Uint8Array | null;
  emailSealed: Uint8Array | null;
  emailProvenAt: number | null;
  nameSealed: Uint8Array | null;
  /** argon2id of the password, sealed. */
  passwordSealed: Uint8Array | null;
  adultDeclaredAt: number | null;
  createdAt: number;
}

/** A provider someone signs in with. */
export interface IdentityTable {
  provider: string;
  /** HMAC of provider and subject. */
  subjectKey: Uint8Array;
  accountId: string;
  linkedAt: number;
}

/** Links by mail and invitations. */
export interface LinkTable {
  /** SHA-256 of purpose and token. */
  tokenHash: Uint8Array;
  purpose: string;
  accountId: string | null;
  teamId: string | null;
  /** What the link carries, sealed under a key made of its token. */
  payloadSealed: Uint8Array;
  createdAt: number;
  expiresAt: number;
}

/** Keys of businesses. */
export interface ApiKeyTable {
  id: string;
  accountId: string;
  teamId: string | null;
  /** SHA-256 of the whole key: 256 random bits need no slow hash. */
  secretHash: Uint8Array;
  prefix: string;
  /** Sealed under the account's key. */
  nameSealed: Uint8Array;
  perMinute: number | null;
  createdAt: number;
  /** Days since 1970. */
  lastUsedDay: number | null;
}

/** Teams. */
export interface TeamTable {
  id: string;
  wrappedKey: Uint8Array;
  nameSealed: Uint8Array;
  seats: number;
  /** `#rrggbb`. */
  backdrop: string | null;
  createdAt: number;
}

/** Who is in which team. */
export interface MembershipTable {
  teamId: string;
  accountId: string;
  role: 'owner' | 'member';
  joinedAt: number;
}

/** Proof of what was agreed when. */
export interface ConsentTable {
  id: string;
  accountId: string;
  purpose: 'terms' | 'marketing-mail' | 'product-statistics';
  textVersion: string;
  givenAt: number;
  withdrawnAt: number | null;
}

/** Credits of an account or of a team: one of the two ids is set. Its row is the lock for everything that hangs on it. */
export interface PurseTable {
  /** UUID. */
  id: string;
  accountId: string | null;
  teamId: string | null;
  /** Sum of the entries without what is held. */
  available: number;
  /** How many entries there were ever; the number of the last. */
  entries: number;
  /** Day of the last free credits, days since 1970. */
  freeDay: number | null;
  /** HMAC of the customer's id at the payment provider. */
  customerKey: Uint8Array | null;
  /** The id, sealed under the key of the account or team. */
  customerSealed: Uint8Array | null;
}

/** Credits that came or went. */
export interface EntryTable {
  /** UUID. */
  id: string;
  purseId: string;
  /** Order within the purse, from 1. */
  number: number;
  kind: EntryKind;
  /** Of a use, and of one that was returned. */
  work: PricedWork | null;
  credits: number;
  /** To the millisecond for what was paid; for work and free credits only the day, as its first millisecond. */
  at: number;
  /** HMAC of what at the provider it is for. */
  referenceKey: Uint8Array | null;
  referenceSealed: Uint8Array | null;
  /** HMAC of the payment's id. */
  paymentKey: Uint8Array | null;
  paymentSealed: Uint8Array | null;
  /** What was paid or paid back, in the smallest unit of the currency. */
  amountMinor: number | null;
  /** ISO 4217, lower case. */
  currency: string | null;
  /** Of what takes back: the purchase. Of what gives again: what took. */
  ofEntry: string | null;
}

/** Credits put aside for work that runs, or for a refund. */
export interface HoldTable {
  /** UUID. */
  id: string;
  purseId: string;
  /** Of a refund: none. */
  work: PricedWork | null;
  /** Still put aside. */
  credits: number;
  /** Charged so far. */
  captured: number;
  /** Charged by an earlier attempt with the same idempotency key: used up before anything is charged again. */
  covered: number;
  /** The purchase that is refunded. */
  ofEntry: string | null;
  expiresAt: number;
}

/** Idempotency keys of the last day. `cut`: charged, and the answer was cut off. */
export interface RepeatTable {
  /** HMAC of purse and key. */
  key: Uint8Array;
  purseId: string;
  /** The attempt that runs, or the last one. */
  holdId: string;
  work: PricedWork;
  /** As ordered. */
  credits: number;
  /** Over all attempts. */
  charged: number;
  state: 'running' | 'cut' | 'spent';
  /** Attempts after the first. */
  repeats: number;
  expiresAt: number;
}

/** Subscriptions. */
export interface PlanTable {
  /** HMAC of the subscription's id. */
  subscriptionKey: Uint8Array;
  purseId: string;
  subscriptionSealed: Uint8Array;
  /** One that the operator offers. */
  price: string;
  status: string;
  paidUntil: number;
  /** 0 or 1. */
  ends: number;
}

/**
 * Work the store owes, so that a process that dies leaves it to the next: a row `scrub:…` for each deletion whose bytes may linger,
 * `erase-customer:…` for each customer that is still known to the payment provider.
 */
export interface ChoreTable {
  name: string;
  /** A data key wrapped by the secret, and the customer's id sealed under it. */
  payloadSealed: Uint8Array | null;
  /** Not before then. */
  dueAt: number | null;
}

/** Every table by its name. */
export interface Tables {
  account: AccountTable;
  identity: IdentityTable;
  link: LinkTable;
  apiKey: ApiKeyTable;
  team: TeamTable;
  membership: MembershipTable;
  consent: ConsentTable;
  purse: PurseTable;
  entry: EntryTable;
  hold: HoldTable;
  repeat: RepeatTable;
  plan: PlanTable;
  chore: ChoreTable;
}

/** Names of the tables that hold rows about persons. */
export const tableNames = ['account', 'identity', 'link', 'apiKey', 'team', 'membership', 'consent', 'purse', 'entry', 'hold', 'repeat', 'plan', 'chore'] as const satisfies readonly (keyof Tables)[];
