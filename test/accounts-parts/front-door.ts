// Owns the account routes of a studio without its pictures, for tests: real HTTP, real rows, a real mail server and provider.

import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import type { Request, Response } from 'express';
import { openReception } from '../../src/accounts/auth/reception.ts';
import type { Reception } from '../../src/accounts/auth/reception.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { createRateCounter } from '../../src/retention/rate-counter.ts';
import { callerOf, identify } from '../../src/routes/account/identify.ts';
import { createAccountRoutes } from '../../src/routes/account/routes.ts';
import { answerSessionState } from '../../src/routes/account/session-state.ts';
import { limitPictures } from '../../src/routes/rate-limit.ts';
import { answerProblem, followRequests } from '../../src/routes/requests.ts';
import { clientSecret, startIdentityProvider } from './identity-provider.ts';
import type { IdentityProvider } from './identity-provider.ts';
import { startMailServer } from './mail-server.ts';
import type { MailServer } from './mail-server.ts';
import { visit } from './visitor.ts';
import type { Visitor } from './visitor.ts';

/** The account routes, listening. `POST /work` and `GET /work` say who asks, as photo routes would know it. */
export interface FrontDoor extends AsyncDisposable {
  readonly url: string;
  readonly reception: Reception;
  readonly mail: MailServer;
  readonly provider: IdentityProvider;
  readonly log: readonly string[];
  /** Every byte of the rows. */
  readBytes(): Buffer;
  visit(): Visitor;
  /** A visitor with a new account, declared, signed in by mail. */
  admit(email: string): Promise<Visitor>;
}

/** What the studio of the tests seals with. */
export const studioSecret = 'a secret that a company shares with the studio';
/** The cookie of a company's site. */
export const companyCookie = '__Secure-authjs.session-token';
/** What everybody declares. */
export const declared = { isAdult: true, termsVersion: '2026-11' } as const;

/** Start with every way to sign in and no limit, unless told otherwise; an undefined variable is left out. */
export async function openFrontDoor(environment: Readonly<Record<string, string>> = {}): Promise<FrontDoor> {
  const app = express().disable('x-powered-by').disable('etag').set('query parser', 'simple').set('trust proxy', 1);
  const server = createServer(app);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const folder = mkdtempSync(join(tmpdir(), 'ephemera-door-'));
  const mail = await startMailServer();
  const provider = await startIdentityProvider(url);
  const config = readConfig({ ...describeWays(url, mail, provider), DATA_FOLDER: folder, ...environment }, 4e9);
  const settings = config.accounts!;
  const reception = await openReception(settings);
  const counter = createRateCounter();
  const limits = limitPictures({ perAddress: config.rateLimitPerMinute, perAccount: settings.requestsPerMinute }, counter);
  const log: string[] = [];
  app.use(followRequests(createLog('debug', { write: (line) => void log.push(line) })));
  app.get('/v1/session', answerSessionState(reception));
  app.all('/work', identify(reception), ...limits, (_request: Request, response: Response) => void response.json({ caller: callerOf(response) ?? null }));
  app.use(createAccountRoutes(reception, counter));
  app.use(answerProblem);
  return {
    url,
    reception,
    mail,
    provider,
    log,
    readBytes: () => Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name)))),
    visit: () => visit(url),
    admit: async (email) => admit(visit(url), mail, email),
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await Promise.all([reception, mail, provider].map((part) => part[Symbol.asyncDispose]()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function describeWays(url: string, mail: MailServer, { issuer }: IdentityProvider): Record<string, string> {
  return {
    AUTH_SECRET: studioSecret,
    PUBLIC_URL: url,
    SIGN_IN_PER_MINUTE: '0',
    RATE_LIMIT_PER_MINUTE: '0',
    AUTH_GOOGLE_ID: 'google',
    AUTH_GOOGLE_SECRET: clientSecret,
    AUTH_GOOGLE_ISSUER: issuer,
    AUTH_OIDC_ISSUER: issuer,
    AUTH_OIDC_ID: 'oidc',
    AUTH_OIDC_SECRET: clientSecret,
    AUTH_PASSWORD: 'on',
    AUTH_NEXT_COOKIE: companyCookie,
    SMTP_URL: mail.url,
    MAIL_FROM: 'Studio <studio@example.test>',
  };
}

async function admit(visitor: Visitor, mail: MailServer, email: string): Promise<Visitor> {
  await visitor.post('/v1/account/sign-in-links', { email });
  await visitor.post('/auth/callback/link', { token: mail.last(email).token });
  await visitor.post('/v1/account/declaration', declared);
  return visitor;
}
