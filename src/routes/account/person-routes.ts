// Owns the table of what people do with their account, keys and teams, each by session alone. Refuses API keys, other sites, haste.

import { Router } from 'express';
import type { RequestHandler } from 'express';
import type { Reception } from '../../accounts/auth/reception.ts';
import type { RateCounter } from '../../retention/rate-counter.ts';
import { refuseMethod } from '../method.ts';
import { answerConsent, answerConsentGiven, answerConsents, answerConsentWithdrawn } from './consents.ts';
import { answerEmailProof, answerEmailRequest } from './email-change.ts';
import { requireSession } from './identify.ts';
import { answerInvitation, answerInvitationAccepted, answerInvitationRead } from './invitations.ts';
import { readJson } from './json-body.ts';
import { answerKeyRevoked, answerKeys, answerNewKey } from './keys.ts';
import { limitAccount } from './limits.ts';
import type { AttemptLimits } from './limits.ts';
import { answerMemberRemoved, answerMembers, answerRoleChanged } from './members.ts';
import { refuseOtherOrigins } from './origin.ts';
import { answerAccount, answerCorrection, answerDeletion, answerExport } from './own-account.ts';
import { answerNewTeam, answerTeam, answerTeamChanged, answerTeamDissolved, answerTeams } from './teams.ts';

/** What stands before every action. */
interface Guards {
  /** Whoever is signed in: what a person may always do with what is theirs. */
  readonly anyone: RequestHandler[];
  /** Whoever has declared age and terms as well. */
  readonly active: RequestHandler[];
  /** The same, as far as attempts are counted: every mail, every token. */
  readonly attempt: RequestHandler[];
}

/** `/v1/account`, `/v1/teams` and `/v1/invitations`. */
export function createPersonRoutes(reception: Reception, limits: AttemptLimits, counter: RateCounter): Router {
  const haste = limitAccount(reception.settings.requestsPerMinute, counter);
  const guards: Guards = {
    anyone: [keepNothing, requireSession(reception, 'any'), haste],
    active: [keepNothing, requireSession(reception, 'active'), haste],
    attempt: [keepNothing, limits.byAddress, requireSession(reception, 'active'), haste],
  };
  const router = Router({ caseSensitive: true, strict: true });
  addAccount(router, reception, guards, limits);
  addKeys(router, reception, guards);
  addTeams(router, reception, guards);
  router.route('/v1/invitations/read').post(keepNothing, limits.byAddress, refuseOtherOrigins(reception.settings.publicUrl), readJson(), answerInvitationRead(reception)).all(refuseMethod('POST'));
  router.route('/v1/invitations/accept').post(guards.attempt, readJson(), answerInvitationAccepted(reception)).all(refuseMethod('POST'));
  return router;
}

function addAccount(router: Router, reception: Reception, { anyone, active, attempt }: Guards, limits: AttemptLimits): void {
  router
    .route('/v1/account')
    .get(anyone, answerAccount())
    .patch(active, readJson(), answerCorrection(reception))
    .delete(anyone, readJson(), answerDeletion(reception))
    .all(refuseMethod('GET', 'PATCH', 'DELETE'));
  router.route('/v1/account/export').get(anyone, answerExport(reception)).all(refuseMethod('GET'));
  router.route('/v1/account/email').post(attempt, readJson(), limits.byMailbox, answerEmailRequest(reception)).all(refuseMethod('POST'));
  router.route('/v1/account/email/proof').post(attempt, readJson(), answerEmailProof(reception)).all(refuseMethod('POST'));
  router.route('/v1/account/consents').get(anyone, answerConsents(reception)).all(refuseMethod('GET'));
  router
    .route('/v1/account/consents/:purpose')
    .get(anyone, answerConsent(reception))
    .put(active, readJson(), answerConsentGiven(reception))
    .delete(anyone, answerConsentWithdrawn(reception))
    .all(refuseMethod('GET', 'PUT', 'DELETE'));
}

function addKeys(router: Router, reception: Reception, { active }: Guards): void {
  router.route('/v1/account/keys').get(active, answerKeys(reception)).post(active, readJson(), answerNewKey(reception)).all(refuseMethod('GET', 'POST'));
  router.route('/v1/account/keys/:key').delete(active, answerKeyRevoked(reception)).all(refuseMethod('DELETE'));
}

function addTeams(router: Router, reception: Reception, { active }: Guards): void {
  router.route('/v1/teams').get(active, answerTeams(reception)).post(active, readJson(), answerNewTeam(reception)).all(refuseMethod('GET', 'POST'));
  router
    .route('/v1/teams/:team')
    .get(active, answerTeam(reception))
    .patch(active, readJson(), answerTeamChanged(reception))
    .delete(active, answerTeamDissolved(reception))
    .all(refuseMethod('GET', 'PATCH', 'DELETE'));
  router.route('/v1/teams/:team/members').get(active, answerMembers(reception)).all(refuseMethod('GET'));
  router
    .route('/v1/teams/:team/members/:member')
    .patch(active, readJson(), answerRoleChanged(reception))
    .delete(active, answerMemberRemoved(reception))
    .all(refuseMethod('PATCH', 'DELETE'));
  router.route('/v1/teams/:team/invitations').post(active, readJson(), answerInvitation(reception)).all(refuseMethod('POST'));
}

/** What is about somebody stays in no cache. */
export const keepNothing: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store');
  next();
};
