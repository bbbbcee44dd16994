// Owns how often somebody may try to get in, or change their account: by where they are, and by the account. Refuses to know either in the clear.

import type { Request, RequestHandler } from 'express';
import { tryNormalize } from '../../accounts/email.ts';
import type { RateCounter } from '../../retention/rate-counter.ts';
import { addressOf, limitBy } from '../rate-limit.ts';
import { accountOf } from './identify.ts';
import { bodyOf } from './json-body.ts';

/** Limits before the body is read, and behind it. */
export interface AttemptLimits {
  /** Everything that tries a proof or has a mail sent, by address of the client. */
  readonly byAddress: RequestHandler;
  /** By the account whose password is tried, from wherever. */
  readonly byAccount: RequestHandler;
  /** By the mailbox that a mail would go to; apart, so that whoever has a password tried does not keep its owner from a link. */
  readonly byMailbox: RequestHandler;
}

/** @param perMinute - 0 lets everything pass. */
export function createAttemptLimits(perMinute: number, counter: RateCounter): AttemptLimits {
  const says = `${perMinute} attempts a minute are taken here.`;
  const limit = (identifier: string, clientOf: (request: Request) => string | undefined): RequestHandler => limitBy({ perMinute, counter, identifier, says, clientOf });
  return { byAddress: limit('attempts', addressOf), byAccount: limit('account', readAddress), byMailbox: limit('mailbox', readAddress) };
}

/** However it is written, one mailbox is one client. */
function readAddress(request: Request): string | undefined {
  const { email } = bodyOf(request);
  return typeof email === 'string' ? tryNormalize(email) : undefined;
}

/** Requests of one account about itself, whatever they are. @param perMinute - 0 lets everything pass. */
export function limitAccount(perMinute: number, counter: RateCounter): RequestHandler {
  const says = `${perMinute} requests a minute are taken here for one account.`;
  return limitBy({ perMinute, counter, identifier: 'account-requests', says, clientOf: (_request, response) => accountOf(response).id });
}
