// Owns what an API key is. Refuses to be shown twice: only its hash is kept.

/** An API key as its owner sees it in the list. */
export interface ApiKey {
  /** UUID. */
  readonly id: string;
  /** `eph_` and 8 characters: enough to tell keys apart, no part of the secret. */
  readonly prefix: string;
  readonly name: string;
  /** The team it works for; undefined for its owner alone. */
  readonly teamId: string | undefined;
  /** Requests each minute; undefined for the server's own limit. */
  readonly perMinute: number | undefined;
  /** Milliseconds since 1970. */
  readonly createdMs: number;
  /** Day of the last use, `2026-11-21` in UTC; never the hour. */
  readonly lastUsedDay: string | undefined;
}

/** What a new key is made of. */
export interface ApiKeyRequest {
  /** 1 to `greatestNameLength` characters. */
  readonly name: string;
  /** A team its owner is a member of. */
  readonly teamId?: string | undefined;
  /** 1 to `greatestPerMinute`. */
  readonly perMinute?: number | undefined;
}

/** Who a key speaks for. */
export interface ApiKeyHolder {
  readonly keyId: string;
  readonly accountId: string;
  readonly teamId: string | undefined;
  readonly perMinute: number | undefined;
}

/** Keys of businesses. Every method may throw {@link Problem} `accounts-unavailable`. */
export interface ApiKeys {
  /**
   * @returns `secret`: the key itself, `eph_` + 8 + `_` + 43 characters of base62, shown this once.
   * @throws {Problem} `parameter-invalid` (name, perMinute), `not-found` (teamId), `keys-too-many`.
   */
  create(accountId: string, request: ApiKeyRequest): Promise<{ readonly secret: string; readonly key: ApiKey }>;
  /** Oldest first. */
  list(accountId: string): Promise<readonly ApiKey[]>;
  /** Works at once and for ever: the row goes. @throws {Problem} `not-found`. */
  revoke(accountId: string, keyId: string): Promise<void>;
  /** Whose key this is: one look-up of its hash, whatever was sent. Undefined for unknown keys and accounts that are not active. */
  identify(secret: string): Promise<ApiKeyHolder | undefined>;
}

/** A page of keys; more would be one key for each job, which is what sessions are for. */
export const greatestKeysPerAccount = 25;
/** 100 each second: more than one server can answer. */
export const greatestPerMinute = 6000;
