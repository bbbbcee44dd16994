// Owns what a person agreed to, and when. Refuses to presume: what was not given is off.

/** What consent is asked for; `terms` are accepted with the account and go with it. */
export type ConsentPurpose = 'marketing-mail' | 'product-statistics';

/** One consent, given and perhaps withdrawn. */
export interface ConsentRecord {
  readonly purpose: ConsentPurpose | 'terms';
  /** Version of the text that was shown. */
  readonly textVersion: string;
  /** Milliseconds since 1970. */
  readonly givenMs: number;
  /** Milliseconds since 1970; undefined while it holds. */
  readonly withdrawnMs: number | undefined;
}

/** Consents of a person. Every method may throw {@link Problem} `accounts-unavailable`. */
export interface Consents {
  /** Every record, oldest first, withdrawn ones too: the proof of what was agreed when. */
  history(accountId: string): Promise<readonly ConsentRecord[]>;
  /** Which consents hold now. */
  current(accountId: string): Promise<Readonly<Record<ConsentPurpose, boolean>>>;
  /** A second time for the same text changes nothing; for a newer text it begins anew. @throws {Problem} `not-found`, `parameter-invalid` (textVersion). */
  give(accountId: string, purpose: ConsentPurpose, textVersion: string): Promise<void>;
  /** As easy as giving it, and no error if there was none. */
  withdraw(accountId: string, purpose: ConsentPurpose): Promise<void>;
}

/** Every purpose, in the order of the page. */
export const consentPurposes = ['marketing-mail', 'product-statistics'] as const satisfies readonly ConsentPurpose[];
