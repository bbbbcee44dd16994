// Owns the shape of every row. Refuses plaintext of a person: columns are keyed hashes (`Key`), sealed bytes (`Sealed`), dates and numbers.

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
  /** Shared balance, in credits. */
  available: number;
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

/** Work the store owes, so that a process that dies leaves it to the next: a row `scrub:…` for each deletion whose bytes may linger. */
export interface ChoreTable {
  name: string;
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
  chore: ChoreTable;
}

/** Names of the tables that hold rows about persons. */
export const tableNames = ['account', 'identity', 'link', 'apiKey', 'team', 'membership', 'consent'] as const satisfies readonly (keyof Tables)[];
