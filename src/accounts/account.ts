// Owns what an account is and what can be done with one. Refuses to hold anything in the clear: shapes only, opened for their owner.

/**
 * Whether an account may be used.
 * `mailbox-unproven`: a password was set, nobody has opened the mailbox yet. `declaration-missing`: signed in, but age and terms
 * are not declared. Neither may work; both are swept after `unfinishedLifetimeMs`.
 */
export type Standing = 'mailbox-unproven' | 'declaration-missing' | 'active';

/** An account, opened for the person it belongs to. */
export interface Account {
  /** UUID, random; what a session carries as `sub`. */
  readonly id: string;
  /** What a session carries as `ver`; a session with another one is dead. Grows by one whenever sessions must end. */
  readonly version: number;
  readonly standing: Standing;
  /** Normalised; undefined for a provider that vouched for none. */
  readonly email: string | undefined;
  readonly name: string | undefined;
  readonly hasPassword: boolean;
  /** Providers this account can sign in with, such as `google`, sorted. */
  readonly providers: readonly string[];
  /** Milliseconds since 1970. */
  readonly createdMs: number;
}

/** What every person declares before the first use. */
export interface Declaration {
  /** "I am 18 or older." */
  readonly isAdult: boolean;
  /** Version of the terms that were shown and accepted. */
  readonly termsVersion: string;
}

/** What a person who makes an account with a password sends. */
export interface Registration {
  readonly email: string;
  /** `leastPasswordLength` to `greatestPasswordBytes`. */
  readonly password: string;
  readonly name?: string | undefined;
  readonly declaration: Declaration;
}

/** What came of a registration. Public answers must be the same for all three: only the mail that is sent differs. */
export interface Registered {
  /**
   * `created`: send the link that proves the mailbox. `renewed`: the same, for an account nobody had proven. `exists`: send word
   * that there is an account already; nothing was changed.
   */
  readonly outcome: 'created' | 'renewed' | 'exists';
  readonly accountId: string;
  /** Normalised: where the mail goes. */
  readonly email: string;
}

/** What came of a password. `mailbox-unproven`: the password is right; send the proving link again, and no session. */
export type PasswordSignIn =
  | { readonly outcome: 'signed-in'; readonly account: Account }
  | { readonly outcome: 'mailbox-unproven'; readonly accountId: string; readonly email: string }
  | { readonly outcome: 'refused' };

/** What a sign-in provider vouches for. */
export interface ProviderIdentity {
  /** Name of the provider as configured, such as `google` or `oidc`; stored in the clear. */
  readonly provider: string;
  /** `sub` of the ID token; hashed with the provider's name, never stored. */
  readonly subject: string;
  /** Only if the provider says `email_verified`; leave out otherwise. */
  readonly provenEmail?: string | undefined;
  readonly name?: string | undefined;
}

/** What came of a proof of the mailbox. */
export interface MailboxProof {
  readonly account: Account;
  /** False when a password set before this first proof was cleared: ask for a new one (see `setPassword`). */
  readonly passwordKept: boolean;
}

/** Persons and how they get in. Every method may throw {@link Problem} `accounts-unavailable`. */
export interface People {
  /**
   * Make an account with a password; it cannot be used until its mailbox is proven. Does the same work whether the mailbox is
   * known or not.
   *
   * @throws {Problem} `parameter-invalid` (email, password, name), `under-age`, `terms-missing`.
   */
  register(registration: Registration): Promise<Registered>;
  /** Compare a password. Unknown mailboxes and accounts without a password cost the same work. */
  signInWithPassword(email: string, password: string): Promise<PasswordSignIn>;
  /**
   * Sign in whoever has just proven a mailbox by a link of purpose `sign-in`, which is consumed; makes the account if there is
   * none. The first proof clears whatever was set before it: password, name, keys.
   *
   * @param declaration - If it was made on the page; otherwise a new account is `declaration-missing`.
   * @throws {Problem} `link-spent`, `under-age`, `terms-missing`.
   */
  signInWithLink(token: string, declaration?: Declaration): Promise<Account>;
  /** As `signInWithLink`, for a caller that consumed the proof itself (Auth.js does, through `links.consume`). */
  signInWithProvenMailbox(email: string, declaration?: Declaration): Promise<Account>;
  /**
   * Sign in by provider: by its subject; else joins the account of the proven mailbox, as a first proof if it is one; else makes
   * an account.
   *
   * @throws {Problem} `under-age`, `terms-missing`.
   */
  signInWithProvider(identity: ProviderIdentity, declaration?: Declaration): Promise<Account>;
  /**
   * Prove the mailbox of a registration by its link of purpose `prove-mailbox`, which is consumed.
   *
   * @param password - As typed on the confirm page. The password set before stays only if it is given here again: whoever opens
   *   the mailbox must be who chose it. Otherwise it is cleared.
   * @throws {Problem} `link-spent`.
   */
  proveMailbox(token: string, password?: string): Promise<MailboxProof>;
  /**
   * Set a password by a link of purpose `reset-password`, which is consumed and proves the mailbox too. Ends every session and
   * every other link.
   *
   * @throws {Problem} `link-spent`, `parameter-invalid` (password).
   */
  resetPassword(token: string, password: string): Promise<Account>;
  /**
   * Set or change the password of someone signed in. Ends every session: issue a new one from the answer.
   *
   * @param current - Needed where there is a password already.
   * @throws {Problem} `password-wrong`, `parameter-invalid` (password).
   */
  setPassword(accountId: string, password: string, current?: string): Promise<Account>;
  /**
   * Change the address by a link of purpose `change-email`, sent to the new mailbox; consumed. Ends every session.
   *
   * @throws {Problem} `link-spent`, `email-taken`.
   */
  changeEmail(token: string): Promise<Account>;
  /** Correct the name; an empty one removes it. @throws {Problem} `parameter-invalid` (name), `not-found`. */
  changeName(accountId: string, name: string): Promise<Account>;
  /**
   * Record age and terms for an account that is `declaration-missing`, or newer terms for any.
   *
   * @throws {Problem} `under-age`: the account is deleted at once; `terms-missing`.
   */
  declare(accountId: string, declaration: Declaration): Promise<Account>;
  /** End every session of an account. @returns The new version. @throws {Problem} `not-found`. */
  signOutEverywhere(accountId: string): Promise<number>;
  find(accountId: string): Promise<Account | undefined>;
  /** For mail that depends on it; never answer the public with it. Malformed addresses are unknown. */
  findByEmail(email: string): Promise<Account | undefined>;
  findByProvider(provider: string, subject: string): Promise<Account | undefined>;
  /** Whether a session is still alive, in one indexed read: the account exists and its version is this. */
  isCurrent(accountId: string, version: number): Promise<boolean>;
}

/** NIST SP 800-63B-4 §3.1.1.2 asks for 15 where a password is the only factor; length counts code points. */
export const leastPasswordLength = 15;
/** Enough for any passphrase; bounds the work of hashing what was sent. */
export const greatestPasswordBytes = 1024;
/** Long enough for the longest names in use, short enough for a line. */
export const greatestNameLength = 100;
/** A week to open the mailbox or to declare; then the unfinished account goes. */
export const unfinishedLifetimeMs = 7 * 24 * 3_600_000;
