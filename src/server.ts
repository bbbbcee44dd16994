// Owns one worker: config → parts → listen → drain. Keeps nothing in the module; everything dies with the handle it returns.

import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { availableParallelism } from 'node:os';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { createApp } from './app.ts';
import type { Config } from './config.ts';
import type { ImageModel } from './engines/engine.ts';
import { createLocalEngine } from './engines/local/local.ts';
import type { Vision } from './face/portrait.ts';
import { createVision } from './face/vision.ts';
import type { Log } from './log.ts';
import { createPixelGate } from './photo/pixel-gate.ts';
import { Problem, writeProblem } from './problem.ts';
import { createBudget } from './retention/budget.ts';
import { readBuild } from './retention/build.ts';
import type { MemoryBudget } from './retention/budget.ts';
import { createReceiptSigner } from './retention/receipt.ts';
import { readPageFiles } from './routes/page.ts';
import { createStudio } from './studio/studio.ts';

/** A running worker. */
export interface StudioServer {
  /** Where it listens, such as `http://localhost:3000`. */
  readonly url: string;
  readonly budget: MemoryBudget;
  /** Resolves when the local engine is warm. */
  ready(): Promise<void>;
  /** Refuse new requests, let those in flight finish for at most `drainMs`, then close everything. */
  drain(): Promise<void>;
}

/** After the last call, time in which stopped requests can still send their problem document. */
const cutAfterMs = 2_000;

/** The folder that holds `public`, `build` and `node_modules`. */
const projectRoot = fileURLToPath(new URL('..', import.meta.url));

/** Share of the budget for uploads and encoded copies; the rest is for pixels. */
const uploadShare = 0.4;

/**
 * Start one worker. Rejects when the address is taken.
 *
 * @param vision - The local engine's eyes; closed when the server has drained.
 */
export async function startServer(config: Config, log: Log, vision: Vision = startVision(config, log)): Promise<StudioServer> {
  const stop = new AbortController();
  const drain = { draining: false, stopping: stop.signal };
  const budget = createBudget(Math.floor(config.budgetBytes * uploadShare));
  const pixelGate = createPixelGate(config.budgetBytes - budget.limitBytes, Math.max(2, availableParallelism()));
  vision.ready().catch((error: unknown) => log.alarm('local engine does not run', { reason: reasonOf(error) }));
  const local = createLocalEngine({ vision });
  const models = await loadModels(config);
  const studio = createStudio({ vision, local, models, pixelGate, order: config.engineOrder, maxRetentionDays: config.maxRetentionDays, maxPixels: config.maxPixels });
  const [page, build] = await Promise.all([readPageFiles(projectRoot), readBuild(projectRoot)]);
  const receipts = createReceiptSigner({ keys: config.receiptKeys, build });
  const app = createApp({ config, log, budget, drain, vision, studio, page, receipts });
  const inFlight = countInFlight(app);
  const server = createHttpServer(inFlight.app, config);
  await listen(server, config);
  return {
    url: addressOf(server, config),
    budget,
    ready: () => vision.ready(),
    async drain() {
      drain.draining = true;
      await closeWhenIdle(server, inFlight, config.drainMs, stop);
      await local[Symbol.asyncDispose]();
      await vision[Symbol.asyncDispose]();
    },
  };
}

/** The SDK of a provider is loaded only where it is configured: it is most of what a start would load. */
async function loadModels({ gemini }: Config): Promise<readonly ImageModel[]> {
  if (!gemini) return [];
  const { createGemini } = await import('./engines/gemini/gemini.ts');
  return [createGemini(gemini)];
}

function startVision(config: Config, log: Log): Vision {
  return createVision({ workers: config.faceWorkers, log: (event) => log.event('local engine', event) });
}

function createHttpServer(app: (request: IncomingMessage, response: ServerResponse) => void, config: Config): Server {
  const server = createServer(
    {
      // Headers come at once or not at all; the body has its own limit, which answers before this one cuts.
      headersTimeout: 15_000,
      requestTimeout: config.uploadTimeoutMs + 15_000,
      keepAliveTimeout: 5_000,
      maxHeaderSize: 16 * 1024,
    },
    app,
  );
  // A body is asked for only after its request was admitted.
  server.on('checkContinue', app);
  server.on('clientError', answerBrokenRequest);
  return server;
}

/** Answer what could not be parsed as a request, or ended before its announced length. */
function answerBrokenRequest(error: Error & { code?: string }, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const problem =
    error.code === 'HPE_INVALID_EOF_STATE'
      ? new Problem('body-incomplete', 'The body was shorter than its Content-Length. Send the photo again.')
      : new Problem('body-malformed', 'This is not an HTTP request that can be read.');
  const body = writeProblem(problem);
  socket.end(
    `HTTP/1.1 400 Bad Request\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

function listen(server: Server, config: Config): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(config.port, config.host, () => {
    server.off('error', reject);
    resolve();
  });
  return promise;
}

/** Requests that have come and are not yet answered. */
interface InFlight {
  readonly app: (request: IncomingMessage, response: ServerResponse) => void;
  /** Resolves when none is left. */
  idle(): Promise<void>;
}

function countInFlight(app: (request: IncomingMessage, response: ServerResponse) => void): InFlight {
  const open = new Set<Promise<void>>();
  return {
    app(request, response) {
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

/** Keep listening, so that new requests get a 503 and not a refused connection, until the last one in flight is done. */
async function closeWhenIdle(server: Server, inFlight: InFlight, drainMs: number, stop: AbortController): Promise<void> {
  const lastCall = setTimeout(() => {
    stop.abort(new Problem('draining', 'This server had to shut down before the picture was done. Send the photo again.'));
  }, drainMs);
  const cut = setTimeout(() => server.closeAllConnections(), drainMs + cutAfterMs);
  await inFlight.idle();
  clearTimeout(lastCall);
  clearTimeout(cut);
  const closed = Promise.withResolvers<void>();
  server.close(() => closed.resolve());
  server.closeAllConnections();
  await closed.promise;
}

function addressOf(server: Server, config: Config): string {
  const { port } = server.address() as AddressInfo;
  const local = ['127.0.0.1', '::1', '0.0.0.0', '::', 'localhost'].includes(config.host);
  return `http://${local ? 'localhost' : config.host}:${port}`;
}

function reasonOf(error: unknown): string {
  return error instanceof Problem ? error.detail : 'unknown';
}
