// Owns the settings of accounts: who may sign in, how, where the rows are. Refuses half of them, by the name of what is missing.

import { z } from 'zod';
import { ConfigError } from './config-error.ts';

/** 256 bits in base64url have 43 characters, in hexadecimal 64; less than 32 characters is a word, not a key. */
const leastSecretLength = 32;

/** Two weeks without a visit end a session. */
export const sessionLifetimeSeconds = 14 * 24 * 3600;

/** Google signs every ID token in this name. @see https://accounts.google.com/.well-known/openid-configuration */
const googleIssuer = 'https://accounts.google.com';

/** A name that a cookie may have. @see https://www.rfc-editor.org/rfc/rfc6265#section-4.1.1 */
const cookieName = /^[\w.-]{1,100}$/;

const address = z.url({ protocol: /^https?$/ }).refine(isSafe, { message: 'takes https, or http of this machine itself.' });

/** Variables of the environment, one entry each; `description` is the README's text. */
export const accountEnvironment = {
  AUTH_SECRET: z
    .string()
    .transform((list) => list.split(',').map((secret) => secret.trim()))
    .refine((secrets) => secrets.every((secret) => secret.length >= leastSecretLength), { message: `takes secrets of at least ${leastSecretLength} characters.` })
    .optional()
    .describe('Adds accounts, with at least one way to sign in: 32 random characters or more that seal rows and sessions. To change it, put the new one before the old, with a comma between.'),
  PUBLIC_URL: address
    .refine((url) => new URL(url).href === `${new URL(url).origin}/`, { message: 'takes an address without a path, such as https://studio.example.' })
    .transform((url) => new URL(url).origin)
    .optional()
    .describe('Where people reach the studio, such as `https://studio.example`; needed by accounts. Links, sign-in and cookies are for this address alone.'),
  SIGN_IN: z.enum(['optional', 'required']).default('optional').describe('`required`: photos are taken only from someone signed in, or with an API key.'),
  SIGN_IN_PER_MINUTE: z.coerce.number().int().min(0).max(1_000_000)
    .default(10)
    .describe('Attempts to sign in, or to have a mail sent, per minute and client address, and per account; 0 switches the limit off.'),
  ACCOUNT_LIMIT_PER_MINUTE: z.coerce.number().int().min(0).max(1_000_000)
    .default(120)
    .describe('Pictures per minute and account, over its sessions and API keys; and as many requests about the account. 0 switches the limit off.'),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/ })
    .optional()
    .describe('Redis or Valkey, in which servers that share AUTH_SECRET count their limits together. While it cannot be reached, each counts on its own.'),
  AUTH_GOOGLE_ID: z.string().optional().describe('Client id at Google; adds “Sign in with Google”. Redirect address: `PUBLIC_URL/auth/callback/google`.'),
  AUTH_GOOGLE_SECRET: z.string().optional().describe('Client secret of AUTH_GOOGLE_ID.'),
  AUTH_GOOGLE_ISSUER: address.default(googleIssuer).describe('Another issuer in Google’s place, for tests.'),
  AUTH_OIDC_ISSUER: address.optional().describe('Issuer of an OpenID Connect provider (Keycloak, Entra, Okta); adds sign-in by it. Redirect address: `PUBLIC_URL/auth/callback/oidc`.'),
  AUTH_OIDC_ID: z.string().optional().describe('Client id at AUTH_OIDC_ISSUER.'),
  AUTH_OIDC_SECRET: z.string().optional().describe('Client secret of AUTH_OIDC_ID.'),
  AUTH_OIDC_NAME: z.string().max(40).default('Company account').describe('What the button of AUTH_OIDC_ISSUER says.'),
  AUTH_OIDC_HOSTS: z
    .string()
    .transform((list) => list.split(',').map((host) => host.trim().toLowerCase()))
    .refine((hosts) => hosts.every((host) => /^[a-z0-9][a-z0-9.-]*$/.test(host)), { message: 'takes names of hosts with commas between, without protocol and path.' })
    .optional()
    .describe('Further hosts, with commas between, where AUTH_OIDC_ISSUER has its token and user endpoints. Known without it: its own host, Google’s and Entra’s.'),
  AUTH_PASSWORD: z.enum(['on', 'off']).default('off').describe('`on`: sign-in by e-mail and password; needs SMTP_URL, for each mailbox is proven first.'),
  AUTH_NEXT_COOKIE: z
    .string()
    .regex(cookieName)
    .refine((name) => !/^(__Host-|ephemera\.)/.test(name), { message: 'takes a cookie of another site; `__Host-` cookies stay with theirs.' })
    .optional()
    .describe('Session cookie of a site that signs its people in with next-auth (4 or 5), shares AUTH_SECRET, and sets the cookie for this domain too; its people sign in by it.'),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/ })
    .optional()
    .describe('Mail server, such as `smtps://user:password@mail.example`; adds sign-in by a link in a mail. `smtp://` asks for STARTTLS. Needs MAIL_FROM.'),
  MAIL_FROM: z.string().max(200).regex(/^[^\r\n]+$/).optional().describe('Sender of mails, such as `Studio <studio@mail.example>`.'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional().describe('PostgreSQL for the rows of accounts. Default: an SQLite file in DATA_FOLDER.'),
  DATA_FOLDER: z.string().default('./data').describe('Folder for the rows of accounts, without DATABASE_URL; made if need be. Nothing else is written to disk.'),
};

/** What the variables were read as. */
export type AccountEnvironment = z.infer<z.ZodObject<typeof accountEnvironment>>;

/** An OpenID Connect provider. */
export interface IssuerSettings {
  readonly id: 'google' | 'oidc';
  /** What its button says. */
  readonly name: string;
  readonly issuer: string;
  /** Where it has endpoints too. */
  readonly furtherHosts: readonly string[];
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A mail server. */
export interface MailSettings {
  readonly smtpUrl: string;
  readonly from: string;
}

/** Everything that accounts need to know; plain, so that it can be handed to another process. */
export interface AccountSettings {
  /** The first signs and seals; the others are still read. */
  readonly secrets: readonly string[];
  /** Origin, such as `https://studio.example`. */
  readonly publicUrl: string;
  readonly isRequired: boolean;
  /** 0 for no limit. */
  readonly attemptsPerMinute: number;
  /** Of one account; 0 for no limit. */
  readonly requestsPerMinute: number;
  /** Where limits are counted; in this server unless told. */
  readonly redisUrl: string | undefined;
  readonly issuers: readonly IssuerSettings[];
  readonly hasPassword: boolean;
  /** Name of the session cookie of a site that uses next-auth. */
  readonly nextCookie: string | undefined;
  readonly mail: MailSettings | undefined;
  readonly at: { readonly folder: string } | { readonly databaseUrl: string };
}

/**
 * Put the settings together.
 *
 * @returns Undefined where accounts are off.
 * @throws {ConfigError} For half of them.
 */
export function readAccountSettings(env: AccountEnvironment): AccountSettings | undefined {
  const issuers = [readGoogle(env), readIssuer(env)].filter((each) => each !== undefined);
  const mail = readMail(env);
  if (!env.AUTH_SECRET) return refuseOrphans(env);
  if (env.AUTH_PASSWORD === 'on' && !mail) throw new ConfigError('SMTP_URL: needed beside AUTH_PASSWORD; a mailbox is proven by a mail.');
  if (issuers.length === 0 && !mail && !env.AUTH_NEXT_COOKIE) {
    throw new ConfigError('AUTH_SECRET: needs a way to sign in beside it: SMTP_URL, AUTH_GOOGLE_ID, AUTH_OIDC_ISSUER or AUTH_NEXT_COOKIE.');
  }
  if (!env.PUBLIC_URL) throw new ConfigError('PUBLIC_URL: needed beside AUTH_SECRET.');
  return {
    secrets: env.AUTH_SECRET,
    publicUrl: env.PUBLIC_URL,
    isRequired: env.SIGN_IN === 'required',
    attemptsPerMinute: env.SIGN_IN_PER_MINUTE,
    requestsPerMinute: env.ACCOUNT_LIMIT_PER_MINUTE,
    redisUrl: env.REDIS_URL,
    issuers,
    hasPassword: env.AUTH_PASSWORD === 'on',
    nextCookie: env.AUTH_NEXT_COOKIE,
    mail,
    at: env.DATABASE_URL ? { databaseUrl: env.DATABASE_URL } : { folder: env.DATA_FOLDER },
  };
}

/**
 * Hosts that accounts connect to, as they stand in a URL without a port.
 *
 * @see https://accounts.google.com/.well-known/openid-configuration token_endpoint
 * @see https://learn.microsoft.com/en-us/entra/identity-platform/userinfo
 */
export function listAccountHosts({ issuers, mail, at }: AccountSettings): readonly string[] {
  const elsewhere: Readonly<Record<string, string>> = { 'accounts.google.com': 'oauth2.googleapis.com', 'login.microsoftonline.com': 'graph.microsoft.com' };
  const named = issuers.map(({ issuer }) => new URL(issuer).hostname);
  const further = [...named.map((host) => elsewhere[host] ?? ''), ...issuers.flatMap(({ furtherHosts }) => furtherHosts)];
  const mailHosts = mail ? [new URL(mail.smtpUrl).hostname] : [];
  const databaseHosts = 'databaseUrl' in at ? [new URL(at.databaseUrl).hostname] : [];
  return [...new Set([...named, ...further, ...mailHosts, ...databaseHosts])].filter((host) => host !== '');
}

/** Where limits are counted together: by the process that keeps what is shared, and no other. */
export function listCounterHosts(accounts: AccountSettings | undefined): readonly string[] {
  return accounts?.redisUrl === undefined ? [] : [new URL(accounts.redisUrl).hostname];
}

/** Whether a host is this machine itself: the only one that may go without TLS. */
export function isOwnMachine(host: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(host);
}

function isSafe(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || isOwnMachine(hostname);
}

function readGoogle({ AUTH_GOOGLE_ID: clientId, AUTH_GOOGLE_SECRET: clientSecret, AUTH_GOOGLE_ISSUER: issuer }: AccountEnvironment): IssuerSettings | undefined {
  if (!clientId && !clientSecret) return undefined;
  if (!clientId) throw new ConfigError('AUTH_GOOGLE_ID: needed beside AUTH_GOOGLE_SECRET.');
  if (!clientSecret) throw new ConfigError('AUTH_GOOGLE_SECRET: needed beside AUTH_GOOGLE_ID.');
  return { id: 'google', name: 'Google', issuer, furtherHosts: [], clientId, clientSecret };
}

function readIssuer(env: AccountEnvironment): IssuerSettings | undefined {
  const { AUTH_OIDC_ISSUER: issuer, AUTH_OIDC_ID: clientId, AUTH_OIDC_SECRET: clientSecret, AUTH_OIDC_NAME: name, AUTH_OIDC_HOSTS: furtherHosts = [] } = env;
  if (!issuer && !clientId && !clientSecret && furtherHosts.length === 0) return undefined;
  if (!issuer) throw new ConfigError('AUTH_OIDC_ISSUER: needed beside AUTH_OIDC_ID, AUTH_OIDC_SECRET and AUTH_OIDC_HOSTS.');
  if (!clientId) throw new ConfigError('AUTH_OIDC_ID: needed beside AUTH_OIDC_ISSUER.');
  if (!clientSecret) throw new ConfigError('AUTH_OIDC_SECRET: needed beside AUTH_OIDC_ISSUER.');
  return { id: 'oidc', name, issuer, furtherHosts, clientId, clientSecret };
}

function readMail({ SMTP_URL: smtpUrl, MAIL_FROM: from }: AccountEnvironment): MailSettings | undefined {
  if (smtpUrl && from) return { smtpUrl, from };
  if (smtpUrl) throw new ConfigError('MAIL_FROM: needed beside SMTP_URL.');
  if (from) throw new ConfigError('SMTP_URL: needed beside MAIL_FROM.');
  return undefined;
}

function refuseOrphans(env: AccountEnvironment): undefined {
  const set: Readonly<Record<string, unknown>> = { ...env, AUTH_PASSWORD: env.AUTH_PASSWORD === 'on', SIGN_IN: env.SIGN_IN === 'required' };
  const dependent = ['AUTH_GOOGLE_ID', 'AUTH_OIDC_ISSUER', 'AUTH_PASSWORD', 'AUTH_NEXT_COOKIE', 'SMTP_URL', 'DATABASE_URL', 'REDIS_URL', 'SIGN_IN', 'PUBLIC_URL'];
  const orphan = dependent.find((name) => set[name]);
  if (orphan) throw new ConfigError(`${orphan}: has no effect without AUTH_SECRET.`);
  return undefined;
}
