// Owns the account routes that have to do with getting in and out. Refuses to say more of an account than to its own person.

import { Router } from 'express';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { Reception } from '../../accounts/auth/reception.ts';
import { readFields } from '../fields.ts';
import { refuseMethod } from '../method.ts';
import { describeAccount } from './account.ts';
import { checkTerms, declarationFields } from './declaration.ts';
import { accountOf, readSession, requireSession } from './identify.ts';
import { bodyOf, readJson } from './json-body.ts';
import type { AttemptLimits } from './limits.ts';
import { answerPasswordReset, answerRegistration, answerSignInLink } from './mails.ts';
import { refuseOtherOrigins } from './origin.ts';
import { clearSession, issueSession } from './session-cookie.ts';

const passwordFields = z.object({ password: z.string().describe('a text'), current: z.string().optional().describe('a text') });

/** Routes to be mounted at `/v1/account`. */
export function createSignInRoutes(reception: Reception, limits: AttemptLimits): Router {
  const { mailer, settings } = reception;
  const router = Router({ caseSensitive: true, strict: true });
  const mail = [limits.byAddress, refuseOtherOrigins(settings.publicUrl), readJson(), limits.byMailbox];
  router.route('/session').get(answerSession(reception)).all(refuseMethod('GET'));
  router.route('/declaration').post(requireSession(reception, 'any'), readJson(), answerDeclaration(reception)).all(refuseMethod('POST'));
  router.route('/sign-out-everywhere').post(requireSession(reception, 'any'), answerSignOutEverywhere(reception)).all(refuseMethod('POST'));
  if (mailer) router.route('/sign-in-links').post(...mail, answerSignInLink(reception)).all(refuseMethod('POST'));
  if (!settings.hasPassword) return router;
  router.route('/registrations').post(...mail, answerRegistration(reception)).all(refuseMethod('POST'));
  router.route('/password-resets').post(...mail, answerPasswordReset(reception)).all(refuseMethod('POST'));
  router.route('/password').post(limits.byAddress, requireSession(reception, 'active'), readJson(), answerPassword(reception)).all(refuseMethod('POST'));
  return router;
}

function answerSession(reception: Reception): RequestHandler {
  return async (request, response) => {
    const account = await readSession(reception, request);
    response.set('Cache-Control', 'no-store').json({ account: account ? describeAccount(account) : null });
  };
}

/** Whoever says to be under 18 before the first use is deleted at once, and signed out with it. */
function answerDeclaration(reception: Reception): RequestHandler {
  return async (request, response) => {
    const declaration = readFields(declarationFields, bodyOf(request));
    if (!declaration.isAdult && accountOf(response).standing !== 'active') clearSession(reception, response);
    const account = await reception.accounts.people.declare(accountOf(response).id, checkTerms(declaration));
    response.set('Cache-Control', 'no-store').json({ account: describeAccount(account) });
  };
}

function answerSignOutEverywhere(reception: Reception): RequestHandler {
  return async (_request, response) => {
    await reception.accounts.people.signOutEverywhere(accountOf(response).id);
    clearSession(reception, response);
    response.status(204).end();
  };
}

/** A new password ends every session; this one begins anew. */
function answerPassword(reception: Reception): RequestHandler {
  return async (request, response) => {
    const { password, current } = readFields(passwordFields, bodyOf(request));
    const account = await reception.accounts.people.setPassword(accountOf(response).id, password, current);
    await issueSession(reception, response, account);
    response.set('Cache-Control', 'no-store').json({ account: describeAccount(account) });
  };
}
