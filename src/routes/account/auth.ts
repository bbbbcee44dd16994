// Owns `/auth`: Auth.js behind our own door. Refuses every host but the studio's own, what has no route here, and its error pages.

import type { AuthConfig } from '@auth/core';
import { ExpressAuth } from '@auth/express';
import { Router } from 'express';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { createAuthConfig, signInPage } from '../../accounts/auth/auth-config.ts';
import type { Cookies } from '../../accounts/auth/cookies.ts';
import type { Reception } from '../../accounts/auth/reception.ts';
import { Problem } from '../../problem.ts';
import { refuseMethod } from '../method.ts';
import { answerProblem, notesOf } from '../requests.ts';
import { explainFailure } from './auth-failure.ts';
import { readJson } from './json-body.ts';
import type { AttemptLimits } from './limits.ts';
import { refuseOtherOrigins } from './origin.ts';

/**
 * The routes of Auth.js that this studio has. To be mounted at `/auth`, in these very words: Auth.js reads its base path of it.
 *
 * `GET session` continues a session; `POST signin/<issuer>` with `callbackUrl` answers with the `url` to go to (header
 * `X-Auth-Return-Redirect: 1`); `POST callback/<proof>` signs in; `POST signout`.
 */
export function createAuthRoutes(reception: Reception, limits: AttemptLimits): Router {
  const { settings, cookies } = reception;
  const config = createAuthConfig(reception.accounts, settings, cookies);
  const router = Router({ caseSensitive: true, strict: true });
  const act = [limits.byAddress, refuseOtherOrigins(settings.publicUrl), readJson()];
  const runPlain = runAuth(config, reception, 'answer');
  router.use(prepare(settings.publicUrl));
  router.route('/session').get(withoutReturn(cookies), runPlain).all(refuseMethod('GET'));
  router.route('/signout').post(...act.slice(1), withoutReturn(cookies), runPlain).all(refuseMethod('POST'));
  for (const { id } of settings.issuers) {
    router.route(`/signin/${id}`).post(...act, runPlain).all(refuseMethod('POST'));
    router.route(`/callback/${id}`).get(limits.byAddress, endReturn(cookies), runAuth(config, reception, 'redirect')).all(refuseMethod('GET'));
  }
  for (const proof of listProofs(reception)) {
    router.route(`/callback/${proof}`).post(...act, limits.byAccount, withoutReturn(cookies), runPlain).all(refuseMethod('POST'));
  }
  return router;
}

function listProofs({ settings: { mail, hasPassword, nextCookie } }: Reception): readonly string[] {
  return [...(mail ? ['link', 'prove', 'reset'] : []), ...(hasPassword ? ['password'] : []), ...(nextCookie ? ['next-auth'] : [])];
}

/** Auth.js believes the headers about where it is: only the configuration says that. */
function prepare(publicUrl: string): RequestHandler {
  const { host, protocol } = new URL(publicUrl);
  return (request, response, next) => {
    // RFC 9112 §3.2.2 allows a whole address here; Auth.js would put the studio's own in front of it.
    if (!request.originalUrl.startsWith('/')) throw new Problem('not-found', 'There is nothing at this address.');
    request.headers.host = host;
    for (const name of ['x-forwarded-host', 'x-forwarded-proto', 'forwarded']) delete request.headers[name];
    Object.defineProperty(request, 'protocol', { value: protocol.slice(0, -1) });
    // Fields of a query would reach the provider as if the studio had asked for them.
    if (request.method === 'POST') request.originalUrl = request.originalUrl.replace(/\?.*$/s, '');
    response.set('Cache-Control', 'no-store');
    next();
  };
}

/** @param failing - What a failure ends in: a problem document, or the page, for a browser that comes back from a provider. */
function runAuth(config: AuthConfig, { settings }: Reception, failing: 'answer' | 'redirect') {
  return (request: Request, response: Response, next: NextFunction): void => {
    // Auth.js writes into the configuration that it is given.
    const own: AuthConfig = { ...config, providers: [...config.providers], logger: { error: throwFailure, warn: ignore, debug: ignore } };
    const end = (error?: unknown): void => {
      if (error === undefined || failing === 'answer') return next(error);
      failOnPage(error, request, response, settings.publicUrl);
    };
    void ExpressAuth(own)(request, response, end);
  };
}

/** Auth.js tells its log of a failure before it makes an answer of it; thrown from there, the failure is ours to answer. */
function throwFailure(error: Error): void {
  const failure = explainFailure(error);
  if (failure) throw failure;
}

function ignore(): void {}

function failOnPage(error: unknown, request: Request, response: Response, publicUrl: string): void {
  if (!(error instanceof Problem)) return answerProblem(error, request, response, ignore);
  notesOf(response).failure = error;
  response.redirect(303, `${publicUrl}${signInPage}?error=${error.code}`);
}

/** Auth.js remembers with every answer where to return to; only a way over a provider needs it. */
function withoutReturn({ passing }: Cookies): RequestHandler {
  return (_request, response, next) => {
    const append = response.append.bind(response);
    const isReturn = (field: string, value: unknown): boolean => field.toLowerCase() === 'set-cookie' && String(value).startsWith(`${passing.callbackUrl}=`);
    response.append = (field: string, value?: string | string[]) => (isReturn(field, value) ? response : append(field, value));
    next();
  };
}

/** What was needed on the way is gone when it ends, however it ends. */
function endReturn({ passing, options }: Cookies): RequestHandler {
  return (_request, response, next) => {
    for (const name of Object.values(passing)) response.clearCookie(name, options);
    next();
  };
}
