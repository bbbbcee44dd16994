// Owns what a person agrees to and withdraws. Refuses purposes that nobody asks consent for.

import type { Request, RequestHandler } from 'express';
import { z } from 'zod';
import { consentPurposes } from '../../accounts/consent.ts';
import type { ConsentPurpose } from '../../accounts/consent.ts';
import type { Reception } from '../../accounts/auth/reception.ts';
import { Problem } from '../../problem.ts';
import { readFields } from '../fields.ts';
import { accountOf } from './identify.ts';
import { bodyOf } from './json-body.ts';

const consentFields = z.object({ textVersion: z.string().describe('the version of the text that was shown, such as 2026-11') });

/** Which consents hold, and the record of all. */
export function answerConsents({ accounts }: Reception): RequestHandler {
  return async (_request, response) => {
    const { id } = accountOf(response);
    const history = await accounts.consents.history(id);
    const records = history.map(({ purpose, textVersion, givenMs, withdrawnMs }) => ({ purpose, textVersion, givenAt: writeDate(givenMs), withdrawnAt: writeDate(withdrawnMs) }));
    response.json({ consents: await accounts.consents.current(id), records });
  };
}

/** Whether one consent holds. @throws {Problem} `not-found`. */
export function answerConsent({ accounts }: Reception): RequestHandler {
  return async (request, response) => {
    const purpose = purposeOf(request);
    const current = await accounts.consents.current(accountOf(response).id);
    response.json({ purpose, given: current[purpose] });
  };
}

/** @throws {Problem} `not-found`, `parameter-invalid`. */
export function answerConsentGiven({ accounts }: Reception): RequestHandler {
  return async (request, response) => {
    const purpose = purposeOf(request);
    await accounts.consents.give(accountOf(response).id, purpose, readFields(consentFields, bodyOf(request)).textVersion);
    response.json({ purpose, given: true });
  };
}

/** As easy as giving it: no body, no question. @throws {Problem} `not-found`. */
export function answerConsentWithdrawn({ accounts }: Reception): RequestHandler {
  return async (request, response) => {
    const purpose = purposeOf(request);
    await accounts.consents.withdraw(accountOf(response).id, purpose);
    response.json({ purpose, given: false });
  };
}

function purposeOf(request: Request): ConsentPurpose {
  const purpose = consentPurposes.find((each) => each === request.params['purpose']);
  if (purpose) return purpose;
  throw new Problem('not-found', `Consent is asked for ${consentPurposes.join(' and ')}.`, { members: { allowed: consentPurposes } });
}

function writeDate(atMs: number | undefined): string | null {
  return atMs === undefined ? null : new Date(atMs).toISOString();
}
