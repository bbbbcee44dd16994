// Owns how Auth.js is set up: sessions that carry id and version alone, returns to this studio alone. Refuses its own pages and its log.

import { skipCSRFCheck } from '@auth/core';
import type { AuthConfig } from '@auth/core';
import type { Account as ProviderAccount, Profile, User } from '@auth/core/types';
import { sessionLifetimeSeconds } from '../../account-settings.ts';
import type { AccountSettings } from '../../account-settings.ts';
import type { Accounts } from '../accounts.ts';
import { passingLifetimeSeconds } from './cookies.ts';
import type { Cookies } from './cookies.ts';
import { createProviders } from './providers.ts';
import type { LetIn } from './providers.ts';
import { readClaims, writeClaims } from './session-token.ts';
import type { SessionClaims } from './session-token.ts';

/** Where people sign in, and where a failed way ends, with `?error=` and the code of a problem. */
export const signInPage = '/sign-in';

/** Everything but the log, which whoever mounts it puts in for each request. */
export function createAuthConfig(accounts: Accounts, settings: AccountSettings, cookies: Cookies): AuthConfig {
  return {
    providers: createProviders(accounts, settings),
    secret: [...settings.secrets],
    trustHost: true,
    useSecureCookies: cookies.options.secure,
    // Otherwise read from the environment, and a variable of another program would change where people return to.
    redirectProxyUrl: '',
    // Its double-submit cookie would be one more cookie for every visitor; whoever mounts this checks where a request comes from.
    skipCSRFCheck,
    session: { strategy: 'jwt', maxAge: sessionLifetimeSeconds },
    cookies: describeCookies(cookies),
    pages: { signIn: signInPage, signOut: signInPage, error: signInPage, verifyRequest: signInPage },
    callbacks: {
      redirect: ({ url }) => keepHere(url, settings.publicUrl),
      jwt: ({ token, user, account, profile }) => writeSession(accounts, settings, { token, user, account, profile }),
      session: ({ session, token }) => ({ expires: session.expires, user: { id: token.sub ?? '' } }),
    },
  };
}

/** Each given whole, options too: those of Auth.js would be merged in where one is left out. */
function describeCookies({ session, passing, options }: Cookies): NonNullable<AuthConfig['cookies']> {
  const pass = (name: string) => ({ name, options: { ...options, maxAge: passingLifetimeSeconds } });
  return {
    sessionToken: { name: session, options: { ...options } },
    callbackUrl: pass(passing.callbackUrl),
    state: pass(passing.state),
    nonce: pass(passing.nonce),
    pkceCodeVerifier: pass(passing.pkceCodeVerifier),
  };
}

/** No return to another origin, in whatever way it is written. */
function keepHere(url: unknown, publicUrl: string): string {
  const asked = typeof url === 'string' && URL.canParse(url, publicUrl) ? new URL(url, publicUrl) : undefined;
  return asked?.origin === publicUrl ? asked.href : publicUrl;
}

interface SessionFacts {
  readonly token: { readonly sub?: string; readonly ver?: unknown };
  readonly user?: User | undefined;
  readonly account?: ProviderAccount | null | undefined;
  readonly profile?: Profile | undefined;
}

/** What the session says: anew when somebody signs in, otherwise as it was, if it has not ended. */
async function writeSession(accounts: Accounts, settings: AccountSettings, facts: SessionFacts): Promise<{ sub: string; ver: number } | null> {
  const claims = facts.account ? await beginSession(accounts, settings, facts.account, facts) : await continueSession(accounts, facts);
  return claims ? writeClaims(claims) : null;
}

async function beginSession({ people }: Accounts, { issuers }: AccountSettings, { provider, type }: ProviderAccount, { user, profile }: SessionFacts): Promise<SessionClaims | undefined> {
  if (type === 'credentials' && user?.id) return { accountId: user.id, version: (user as LetIn).version };
  const issuer = issuers.find(({ id }) => id === provider)?.issuer;
  if (!issuer || !profile?.sub) return undefined;
  const { sub, email, email_verified: isProven, name } = profile;
  const provenEmail = isProven === true ? (email ?? undefined) : undefined;
  // Two issuers may give the same subject to two people.
  const { id, version } = await people.signInWithProvider({ provider, subject: `${issuer} ${sub}`, provenEmail, name: name ?? undefined });
  return { accountId: id, version };
}

async function continueSession({ people }: Accounts, { token }: SessionFacts): Promise<SessionClaims | undefined> {
  const claims = readClaims(token);
  return claims && (await people.isCurrent(claims.accountId, claims.version)) ? claims : undefined;
}
