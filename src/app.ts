// Owns the order in which a request meets its guards, and the table of routes. Holds no state: every part is passed in.

import express from 'express';
import type { Express, RequestHandler } from 'express';
import helmet from 'helmet';
import type { Vision } from './face/portrait.ts';
import type { Log } from './log.ts';
import type { Reception } from './accounts/auth/reception.ts';
import type { Payments } from './payments/payment.ts';
import { Problem } from './problem.ts';
import type { RateCounter } from './retention/rate-counter.ts';
import type { Forgetting } from './retention/statement.ts';
import { identify } from './routes/account/identify.ts';
import { answerSessionState } from './routes/account/session-state.ts';
import { answerWays } from './routes/account/ways.ts';
import { answerCatalogue, answerSwatch } from './routes/catalogue.ts';
import { checkWork } from './routes/checks.ts';
import { answerTariff } from './routes/credits/tariff.ts';
import { cutoutWork } from './routes/cutouts.ts';
import { documentWork } from './routes/documents.ts';
import { answerDocument, answerDocuments } from './routes/documents-list.ts';
import { headshotWork } from './routes/headshots.ts';
import { answerHealth } from './routes/health.ts';
import { createPageRoutes } from './routes/page.ts';
import type { PageFiles } from './routes/page.ts';
import { takePhoto } from './routes/photo-work.ts';
import type { PhotoParts } from './routes/photo-work.ts';
import { refuseMethod } from './routes/method.ts';
import { limitPictures } from './routes/rate-limit.ts';
import { answerReceiptKeys } from './routes/receipt-keys.ts';
import { removebgErrors } from './routes/removebg/errors.ts';
import type { FetchPicture } from './routes/removebg/public-fetch.ts';
import { removebgWork } from './routes/removebg/removebg.ts';
import { answerRetention } from './routes/retention.ts';
import { sheetWork } from './routes/sheets.ts';
import { answerThumbnails, thumbnailWork } from './routes/thumbnails.ts';
import { takeTeam } from './routes/teams/teams.ts';
import { answerErrorsAs, answerProblem, followRequests, refuseWhileDraining } from './routes/requests.ts';
import { answerLookSwatch, answerStyles } from './routes/styles.ts';
import type { Studio } from './studio/studio.ts';

/** Everything the app is made of. */
export interface AppParts extends PhotoParts {
  readonly log: Log;
  readonly rate: RateCounter;
  /** How the process that serves this forgets. */
  readonly forgetting: Forgetting;
  readonly vision: Vision;
  readonly studio: Studio;
  readonly page: PageFiles;
  /** Undefined where pictures are not fetched from addresses. */
  readonly fetchPicture: FetchPicture | undefined;
  /** Undefined where accounts are off. */
  readonly reception: Reception | undefined;
  /** Routes of accounts, where they are on. */
  readonly accountRoutes: RequestHandler | undefined;
  /** Routes of credits, where they are in force. */
  readonly creditRoutes: RequestHandler | undefined;
  /** Undefined where nothing can be bought. */
  readonly payments: Payments | undefined;
}

const nowhere = ["'none'"];
const here = ["'self'"];

/** What the page may do: load its own scripts, styles, fonts and pictures, show a photo from memory, talk to this server. */
const contentSecurityPolicy = {
  useDefaults: false,
  directives: {
    defaultSrc: nowhere,
    scriptSrc: here,
    styleSrc: here,
    imgSrc: [...here, 'blob:'],
    fontSrc: here,
    connectSrc: here,
    mediaSrc: [...here, 'blob:'],
    manifestSrc: here,
    formAction: nowhere,
    baseUri: nowhere,
    frameAncestors: nowhere,
  },
};

/** Build the Express app of one worker. */
export function createApp(parts: AppParts): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag').set('trust proxy', parts.config.trustProxyHops).set('query parser', 'simple');
  app.use(followRequests(parts.log));
  app.use(helmet({ contentSecurityPolicy, referrerPolicy: { policy: 'no-referrer' }, strictTransportSecurity: false }));
  app.use(refuseWhileDraining(parts.drain));

  const { rateLimitPerMinute: perAddress, accounts } = parts.config;
  const limits = { perAddress, perAccount: accounts?.requestsPerMinute ?? 0 };
  const entry = [identify(parts.reception), ...limitPictures(limits, parts.rate)];
  // The same counts, said as remove.bg says them.
  const olderEntry = [identify(parts.reception), ...limitPictures({ ...limits, olderHeaders: true }, parts.rate)];
  app.route('/v1/health').get(answerHealth(parts)).all(refuseMethod('GET'));
  app.route('/v1/retention').get(answerRetention(parts)).all(refuseMethod('GET'));
  app.route('/v1/catalogue').get(answerCatalogue(parts)).all(refuseMethod('GET'));
  app.route('/v1/backdrops/:swatch').get(answerSwatch(parts.studio)).all(refuseMethod('GET'));
  app.route('/v1/styles').get(answerStyles).all(refuseMethod('GET'));
  app.route('/v1/styles/:swatch').get(answerLookSwatch(parts.studio)).all(refuseMethod('GET'));
  app.route('/v1/cutouts').post(entry, takePhoto(parts, cutoutWork(parts.studio))).all(refuseMethod('POST'));
  app.route('/v1/headshots').post(entry, takePhoto(parts, headshotWork(parts.studio, parts.reception))).all(refuseMethod('POST'));
  app.route('/v1/team-headshots').post(entry, takeTeam(parts, parts.studio, parts.reception)).all(refuseMethod('POST'));
  app.route('/v1/checks').post(entry, takePhoto(parts, checkWork(parts.studio))).all(refuseMethod('POST'));
  app.route('/v1/documents').get(answerDocuments).post(entry, takePhoto(parts, documentWork(parts.studio))).all(refuseMethod('GET', 'POST'));
  app.route('/v1/documents/:document').get(answerDocument).all(refuseMethod('GET'));
  app.route('/v1/sheets').post(entry, takePhoto(parts, sheetWork(parts.studio))).all(refuseMethod('POST'));
  app.route('/v1.0/removebg').post(olderEntry, takePhoto(parts, removebgWork(parts.studio, parts))).all(refuseMethod('POST'));
  app.use('/v1.0/removebg', answerErrorsAs(removebgErrors));
  app.route('/v1/thumbnails').get(answerThumbnails).post(entry, takePhoto(parts, thumbnailWork(parts.studio))).all(refuseMethod('GET', 'POST'));
  app.route('/.well-known/jwks.json').get(answerReceiptKeys(parts.receipts)).all(refuseMethod('GET'));
  app.route('/v1/session').get(answerSessionState(parts.reception, parts.config.credits !== undefined)).all(refuseMethod('GET'));
  app.route('/v1/account/ways').get(answerWays(parts.config.accounts)).all(refuseMethod('GET'));
  app.route('/v1/credits').get(answerTariff(parts.config.credits, parts.payments)).all(refuseMethod('GET'));
  if (parts.creditRoutes) app.use(parts.creditRoutes);
  if (parts.accountRoutes) app.use(parts.accountRoutes);
  app.use(createPageRoutes(parts.page));

  app.use(() => {
    throw new Problem('not-found', 'There is nothing at this address. The API is described at /api.');
  });
  app.use(answerProblem);
  return app;
}
