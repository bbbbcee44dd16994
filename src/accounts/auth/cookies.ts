// Owns the cookies of sign-in: their names, how far they reach, how long they stay. Refuses any that sign-in can do without.

/** How a cookie is set. */
export interface CookieOptions {
  readonly httpOnly: true;
  readonly sameSite: 'lax';
  readonly path: '/';
  readonly secure: boolean;
}

/** The cookies of one studio. */
export interface Cookies {
  /** Who is signed in; the only one that stays. */
  readonly session: string;
  /** On the way to a provider and back: which answer is awaited, and where to return to. */
  readonly passing: { readonly state: string; readonly nonce: string; readonly pkceCodeVerifier: string; readonly callbackUrl: string };
  readonly options: CookieOptions;
}

/** As long as Auth.js waits for a provider's answer. */
export const passingLifetimeSeconds = 15 * 60;

/**
 * @param publicUrl - Where the studio is reached. `__Host-` binds a cookie to that very host by HTTPS; browsers refuse the prefix by
 *   HTTP, which is for this machine alone.
 */
export function nameCookies(publicUrl: string): Cookies {
  const secure = publicUrl.startsWith('https:');
  const name = (what: string): string => `${secure ? '__Host-' : ''}ephemera.${what}`;
  return {
    session: name('session'),
    passing: { state: name('state'), nonce: name('nonce'), pkceCodeVerifier: name('pkce'), callbackUrl: name('return') },
    options: { httpOnly: true, sameSite: 'lax', path: '/', secure },
  };
}

/** The value of a cookie in a request's header; nothing if it is there twice, for then somebody else has set one of them. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  const values = (header ?? '').split(';').map((pair) => pair.trim()).filter((pair) => pair.startsWith(`${name}=`));
  return values.length === 1 ? values[0]?.slice(name.length + 1) || undefined : undefined;
}
