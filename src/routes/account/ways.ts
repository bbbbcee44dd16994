// Owns the answer to "how can I sign in?", for the page. Says nothing of anybody.

import type { RequestHandler } from 'express';
import type { AccountSettings } from '../../account-settings.ts';
import { termsVersion } from '../../accounts/terms.ts';

/** Ways to sign in, for the page: none where accounts are off. */
export function answerWays(settings: AccountSettings | undefined): RequestHandler {
  const ways = settings ? listWays(settings) : [];
  return (_request, response) => {
    response.set('Cache-Control', 'no-cache').json({ ways, isRequired: settings?.isRequired ?? false, termsVersion: settings ? termsVersion : null });
  };
}

/** Every way that is configured, in the order of the page. */
export function listWays({ issuers, mail, hasPassword, nextCookie }: AccountSettings) {
  return [
    ...issuers.map(({ id, name }) => ({ id, name, kind: 'provider' })),
    ...(nextCookie ? [{ id: 'next-auth', name: 'Company site', kind: 'site' }] : []),
    ...(mail ? [{ id: 'link', name: 'Link by mail', kind: 'mail' }] : []),
    ...(hasPassword ? [{ id: 'password', name: 'E-mail and password', kind: 'password' }] : []),
  ];
}
