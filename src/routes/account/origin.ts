// Owns whether a request that acts in somebody's name came from the studio's own page. Refuses what another site had a browser send.

import type { NextFunction, Request, Response } from 'express';
import { Problem } from '../../problem.ts';

/**
 * Refuse requests of other sites. Browsers say where a request comes from, and no page can change what they say.
 *
 * @see https://www.w3.org/TR/fetch-metadata/
 * @see https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
 */
export function refuseOtherOrigins(publicUrl: string) {
  return (request: Request, _response: Response, next: NextFunction): void => {
    if (isFromHere(request, publicUrl)) return next();
    throw new Problem('origin-refused', `Open the studio at ${publicUrl} and try again there.`);
  };
}

/** Whether a browser says that the studio's own page sent it. Neither header: no browser of the last years, or no browser. */
export function isFromHere(request: Request, publicUrl: string): boolean {
  const site = request.get('sec-fetch-site');
  const origin = request.get('origin');
  if (site !== undefined && site !== 'same-origin') return false;
  return origin === undefined ? site === 'same-origin' : origin === publicUrl;
}
