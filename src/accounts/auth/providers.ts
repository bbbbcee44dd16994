// Owns the ways to sign in, as Auth.js drives them. Refuses to keep a provider's tokens, and to let anybody in without a proof.

import { customFetch } from '@auth/core';
import type { Provider } from '@auth/core/providers';
import type { User } from '@auth/core/types';
import type { AccountSettings, IssuerSettings } from '../../account-settings.ts';
import { Problem } from '../../problem.ts';
import type { Account } from '../account.ts';
import type { Accounts } from '../accounts.ts';
import { readCookie } from './cookies.ts';
import { openNextSession } from './next-session.ts';

/** Whoever has been let in, as Auth.js hands it on. */
export interface LetIn extends User {
  readonly version: number;
}

/** A provider that takes longer is not there; people wait for its answer in front of a page. */
const greatestWaitMs = 10_000;

type Fields = Readonly<Partial<Record<string, unknown>>>;

/** Every way that is configured. A way by mail or password is a set of proofs, each its own provider: `link`, `prove`, `reset`, `password`. */
export function createProviders(accounts: Accounts, settings: AccountSettings): Provider[] {
  const { people } = accounts;
  const byMail = [
    proof('link', async (fields) => people.signInWithLink(readText(fields, 'token'))),
    proof('prove', async (fields) => (await people.proveMailbox(readText(fields, 'token'), readOptional(fields, 'password'))).account),
    proof('reset', async (fields) => people.resetPassword(readText(fields, 'token'), readText(fields, 'password'))),
  ];
  const byPassword = proof('password', (fields) => signInWithPassword(accounts, readText(fields, 'email'), readText(fields, 'password')));
  return [
    ...settings.issuers.map(describeIssuer),
    ...(settings.mail ? byMail : []),
    ...(settings.hasPassword ? [byPassword] : []),
    ...(settings.nextCookie ? [proof('next-auth', (_fields, request) => signInWithNextSession(accounts, settings, request))] : []),
  ];
}

/** OpenID Connect by issuer; tokens are used for the claims and let go. */
function describeIssuer({ id, name, issuer, clientId, clientSecret }: IssuerSettings): Provider {
  return {
    id,
    name,
    type: 'oidc',
    issuer,
    clientId,
    clientSecret,
    checks: ['pkce', 'state', 'nonce'],
    // OpenID Connect Core §5.4: claims of scopes come from the userinfo endpoint where there is an access token. Google puts them into the ID token too.
    idToken: id === 'google',
    profile: ({ sub }: { readonly sub?: string }) => (sub === undefined ? {} : { id: sub }),
    account: () => undefined,
    [customFetch]: (address, init) => fetch(address, { ...init, signal: AbortSignal.timeout(greatestWaitMs) }),
  };
}

function proof(id: string, authorize: (fields: Fields, request: Request) => Promise<Account>): Provider {
  return {
    id,
    name: id,
    type: 'credentials',
    credentials: {},
    authorize: async (fields, request): Promise<LetIn> => {
      const { id: accountId, version } = await authorize(fields, request);
      return { id: accountId, version };
    },
  };
}

/** One answer to every failure, so that it says of no address whether there is an account. */
async function signInWithPassword({ people }: Accounts, email: string, password: string): Promise<Account> {
  const signedIn = await people.signInWithPassword(email, password);
  if (signedIn.outcome === 'signed-in') return signedIn.account;
  throw new Problem('sign-in-refused', 'Address and password do not belong together, or the address was not confirmed yet. Ask for a link by mail, which does either.');
}

async function signInWithNextSession({ people }: Accounts, { nextCookie = '', secrets }: AccountSettings, request: Request): Promise<Account> {
  const token = readNextToken(request.headers.get('cookie') ?? undefined, nextCookie);
  const identity = token === undefined ? undefined : await openNextSession(token, nextCookie, secrets);
  if (!identity) throw new Problem('sign-in-refused', 'You are not signed in at the site of your company. Sign in there first.');
  return people.signInWithProvider(identity);
}

/** next-auth cuts a long token into cookies that are numbered from 0. */
function readNextToken(header: string | undefined, cookieName: string): string | undefined {
  const whole = readCookie(header, cookieName);
  if (whole !== undefined) return whole;
  const chunks = [];
  for (let chunk = readCookie(header, `${cookieName}.0`); chunk !== undefined; chunk = readCookie(header, `${cookieName}.${chunks.length}`)) chunks.push(chunk);
  return chunks.length > 0 ? chunks.join('') : undefined;
}

function readOptional(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  if (value === undefined || typeof value === 'string') return value;
  throw new Problem('parameter-invalid', `\`${name}\` takes a text, once.`, { members: { parameter: name } });
}

function readText(fields: Fields, name: string): string {
  const text = readOptional(fields, name);
  if (text) return text;
  throw new Problem('parameter-invalid', `\`${name}\` is needed.`, { members: { parameter: name } });
}
