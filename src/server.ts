// Owns one studio that answers and does not listen: config → parts → requests. Keeps nothing in the module; everything dies with the handle it returns.

import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { listAccountHosts } from './account-settings.ts';
import type { Reception } from './accounts/auth/reception.ts';
import { createApp } from './app.ts';
import type { AppParts } from './app.ts';
import type { Config } from './config.ts';
import { listPaymentHosts } from './credit-settings.ts';
import type { ImageModel } from './engines/engine.ts';
import { guardModel } from './engines/engine-pass.ts';
import { createLocalEngine } from './engines/local/local.ts';
import type { Vision } from './face/portrait.ts';
import { createVision } from './face/vision.ts';
import { createLog } from './log.ts';
import type { Log } from './log.ts';
import type { Erasing } from './payments/erasure.ts';
import type { Payments } from './payments/payment.ts';
import { createPixelGate } from './photo/pixel-gate.ts';
import { Problem } from './problem.ts';
import { createBudget } from './retention/budget.ts';
import type { Build } from './retention/build.ts';
import { createIdleCollection } from './retention/idle-collection.ts';
import { createReceiptSigner } from './retention/receipt.ts';
import { dying } from './retention/statement.ts';
import type { Forgetting } from './retention/statement.ts';
import { createTill } from './routes/charge.ts';
import { createPublicFetch } from './routes/removebg/public-fetch.ts';
import { createCheckedDoor } from './retention/egress.ts';
import type { CheckedDoor } from './retention/egress.ts';
import { createHttpServer } from './routes/http-server.ts';
import type { RequestHandler } from './routes/http-server.ts';
import { rehearse } from './routes/rehearsal.ts';
import { projectRoot } from './root.ts';
import { readPageFiles } from './routes/page.ts';
import type { PageFiles } from './routes/page.ts';
import type { Shared } from './studio/shared.ts';
import { createStudio } from './studio/studio.ts';
import type { Studio } from './studio/studio.ts';
import type { TlsIdentity } from './tls.ts';

/** What one process is told about itself. */
export interface ServingParts {
  readonly config: Config;
  readonly log: Log;
  readonly shared: Shared;
  readonly forgetting: Forgetting;
  readonly build: Build;
  readonly tls?: TlsIdentity | undefined;
  /** The files of the page; the project's own unless told. */
  readonly page?: PageFiles;
  /** The local engine's eyes; closed with the studio. */
  readonly vision?: Vision;
  /** Overwrites, after the last photo, what this process reads connections into. */
  readonly wipe?: (() => void) | undefined;
  /** The way out to addresses that requests name; this machine's own unless told. */
  readonly door?: CheckedDoor;
}

/** A studio that answers requests and does not listen itself. */
export interface ServingStudio extends AsyncDisposable {
  readonly http: Server;
  /** Where it connects to, for whoever owns the process to allow no other. */
  readonly hosts: readonly string[];
  /** Use a renewed certificate. */
  renew(identity: TlsIdentity): void;
  /** Resolves when the local engine is warm. */
  ready(): Promise<void>;
  /** Do a portrait's work on nobody's portrait, for the next to find the process up to speed. @throws When aborted; when it could not be done. */
  rehearse(atOnce: number, signal: AbortSignal): Promise<void>;
  /** Refuse new requests, and wait for those in flight: `drainMs`, then they are stopped. New ones are refused after that too. */
  settle(): Promise<void>;
  /** Resolves when what was answered is charged, or cannot be. */
  charged(): Promise<void>;
}

/** After the last call, time in which stopped requests can still send their problem document. */
const cutAfterMs = 2_000;

/** Build a studio; connections are handed to its `http`. */
export async function createServingStudio({ config, log, shared, forgetting, build, tls, page: files, vision = startVision(config, log, forgetting), wipe, door }: ServingParts): Promise<ServingStudio> {
  const stop = new AbortController();
  const drain = { draining: false, stopping: stop.signal };
  vision.ready().catch((error: unknown) => log.alarm('local engine does not run', { reason: reasonOf(error) }));
  const local = createLocalEngine({ vision });
  const models = (await loadModels(config)).map((model) => guardModel(model, shared.engineGate));
  const { budget, rate, pixelGate, receiptKeys: ring } = shared;
  const parts = { vision, local, models, order: config.engineOrder, maxRetentionDays: config.maxRetentionDays, maxPixels: config.maxPixels };
  const studio = createStudio({ ...parts, pixelGate });
  const { erasing, ...people } = await openReception(config, shared, log);
  const { reception } = people;
  const page = files ?? (await readPageFiles(projectRoot));
  const receipts = createReceiptSigner({ ring, build });
  const collection = createIdleCollection(wipe);
  const fetchPicture = config.imageUrl ? createPublicFetch(door ?? createCheckedDoor(), config) : undefined;
  const till = createTill({ config, reception, log });
  const appParts = { config, log, budget, rate, drain, vision, studio, page, receipts, forgetting, collection, till, fetchPicture, ...people };
  const inFlight = countInFlight(createApp(appParts));
  const { server, renew } = createHttpServer(inFlight.handle, config.uploadTimeoutMs, tls);
  return {
    http: server,
    hosts: [...models.flatMap(({ hosts, signInHosts }) => [...hosts, ...signInHosts]), ...(config.accounts ? listAccountHosts(config.accounts) : []), ...listPaymentHosts(config.credits)],
    renew,
    ready: () => vision.ready(),
    rehearse: (atOnce, signal) => rehearse(createApp(withoutPeople(appParts, createStudio({ ...parts, pixelGate: createPixelGate(Infinity) }))), atOnce, config.uploadTimeoutMs, signal),
    async settle() {
      drain.draining = true;
      await waitUntilIdle(server, inFlight, config.drainMs, stop);
    },
    charged: () => till.settled(),
    async [Symbol.asyncDispose]() {
      await till.settled();
      await erasing?.[Symbol.asyncDispose]();
      await reception?.[Symbol.asyncDispose]();
      await local[Symbol.asyncDispose]();
      await vision[Symbol.asyncDispose]();
    },
  };
}

/** An app for work that is nobody's: without accounts, limits, lines and log. */
function withoutPeople(parts: AppParts, studio: Studio): AppParts {
  const log = createLog('silent', { write: () => undefined });
  const config = { ...parts.config, accounts: undefined, credits: undefined, rateLimitPerMinute: 0 };
  const nobody = { reception: undefined, accountRoutes: undefined, creditRoutes: undefined, payments: undefined };
  return { ...parts, ...nobody, config, log, studio, budget: createBudget(Infinity), till: createTill({ config, log, reception: undefined }) };
}

/** What people have: accounts, credits, payments. */
interface PeopleParts extends Pick<AppParts, 'reception' | 'accountRoutes' | 'creditRoutes' | 'payments'> {
  readonly erasing: Erasing | undefined;
}

/** The parts of accounts, loaded only where they are on; each process opens the rows itself. */
async function openReception({ accounts, credits }: Config, { rate, offers }: Shared, log: Log): Promise<PeopleParts> {
  if (!accounts) return { reception: undefined, accountRoutes: undefined, creditRoutes: undefined, payments: undefined, erasing: undefined };
  const [{ openReception: open }, { createAccountRoutes }] = await Promise.all([import('./accounts/auth/reception.ts'), import('./routes/account/routes.ts')]);
  const reception = await open(accounts, credits?.freePerDay);
  const checkout = await openCheckout(credits, reception, offers, log);
  const creditRoutes = credits && (await import('./routes/credits/routes.ts')).createCreditRoutes(reception, checkout, rate);
  return { reception, accountRoutes: createAccountRoutes(reception, rate), creditRoutes, payments: checkout?.payments, erasing: checkout?.erasing };
}

async function openCheckout(credits: Config['credits'], { accounts, settings }: Reception, offers: Shared['offers'], log: Log): Promise<{ readonly payments: Payments; readonly erasing: Erasing } | undefined> {
  if (!credits?.payments) return undefined;
  const [{ createPayments }, { keepErasing }] = await Promise.all([import('./payments/payments.ts'), import('./payments/erasure.ts')]);
  const payments = createPayments(credits.payments, { ledger: accounts.ledger, customers: accounts.customers, offers, publicUrl: settings.publicUrl, now: Date.now, log });
  return { payments, erasing: keepErasing(payments, log) };
}

/** The SDK of a provider is loaded only where it is configured: it is most of what a start would load. */
async function loadModels({ gemini, openai }: Config): Promise<readonly ImageModel[]> {
  const models: ImageModel[] = [];
  if (gemini) models.push((await import('./engines/gemini/gemini.ts')).createGemini(gemini));
  if (openai) models.push((await import('./engines/openai/openai.ts')).createOpenai(openai));
  return models;
}

/**
 * A process that ends with its work leaves no memory to anyone, and is gone sooner than this; one whose photos are with a
 * provider for longer overwrites the models' memory meanwhile. At every pause between two pictures it was a fifth of vision's time.
 */
const blankBeforeEndMs = 1000;

function startVision(config: Config, log: Log, forgetting: Forgetting): Vision {
  const whenToBlank = forgetting === dying ? { blankAfterMs: blankBeforeEndMs } : {};
  return createVision({ workers: config.faceWorkers, ...whenToBlank, log: (event) => log.event('local engine', event) });
}

/** Requests that have come and are not yet answered. */
interface InFlight {
  readonly handle: RequestHandler;
  /** Resolves when none is left. */
  idle(): Promise<void>;
}

function countInFlight(app: RequestHandler): InFlight {
  const open = new Set<Promise<void>>();
  return {
    handle(request: IncomingMessage, response: ServerResponse) {
      const { promise, resolve } = Promise.withResolvers<void>();
      open.add(promise);
      response.on('close', () => {
        open.delete(promise);
        resolve();
      });
      app(request, response);
    },
    async idle() {
      while (open.size > 0) await Promise.all(open);
    },
  };
}

/** Keep serving, so that new requests get a 503 and not a refused connection, until the last one in flight is done. */
async function waitUntilIdle(server: Server, inFlight: InFlight, drainMs: number, stop: AbortController): Promise<void> {
  const lastCall = setTimeout(() => {
    stop.abort(new Problem('draining', 'This server had to shut down before the picture was done. Send the photo again.'));
  }, drainMs);
  const cut = setTimeout(() => server.closeAllConnections(), drainMs + cutAfterMs);
  await inFlight.idle();
  clearTimeout(lastCall);
  clearTimeout(cut);
}

function reasonOf(error: unknown): string {
  return error instanceof Problem ? error.detail : 'unknown';
}
