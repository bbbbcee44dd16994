// Owns what a link in a mail is good for. Refuses to be read without its token: what it carries is sealed under the token itself.

/** What a link does; a token of one purpose is nothing to another. */
export type LinkPurpose = 'sign-in' | 'prove-mailbox' | 'reset-password' | 'change-email' | 'invitation';

/** What a link is made of. */
export interface LinkRequest {
  readonly purpose: LinkPurpose;
  /** Whose it is; it dies with the account. None for a `sign-in` of a mailbox nobody knows yet. */
  readonly accountId?: string | undefined;
  /** The mailbox it is sent to and proves; readable only with the token. */
  readonly email?: string | undefined;
  /** Milliseconds; `linkLifetimesMs[purpose]` unless told. */
  readonly lifetimeMs?: number | undefined;
  /** A token made elsewhere (Auth.js makes its own), at least 32 characters; otherwise 256 random bits are drawn. */
  readonly token?: string | undefined;
}

/** What a link says to whoever has its token. */
export interface Link {
  readonly purpose: LinkPurpose;
  readonly accountId: string | undefined;
  /** Normalised. */
  readonly email: string | undefined;
  /** Milliseconds since 1970. */
  readonly expiresMs: number;
}

/** Links by mail: hashed at rest, single use. Every method may throw {@link Problem} `accounts-unavailable`. */
export interface Links {
  /**
   * @returns The token, 43 characters of base64url; nothing can show it again.
   * @throws {Problem} `parameter-invalid` (email), `not-found` (accountId).
   */
  issue(request: LinkRequest): Promise<string>;
  /** Look without consuming: for the confirm page that a mail scanner may open. Undefined if spent, expired or unknown. */
  read(token: string, purpose: LinkPurpose): Promise<Link | undefined>;
  /** Consume: of any number of callers at once, one succeeds. @throws {Problem} `link-spent`. */
  consume(token: string, purpose: LinkPurpose): Promise<Link>;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** What opens an account at once is short; what waits for somebody's convenience is long. */
export const linkLifetimesMs: Readonly<Record<LinkPurpose, number>> = {
  'sign-in': 15 * minuteMs,
  'reset-password': 30 * minuteMs,
  'change-email': 60 * minuteMs,
  'prove-mailbox': dayMs,
  invitation: 7 * dayMs,
};
