// Owns a running studio for tests: the real server with the real engine on a free port, its log kept in memory.

import { readConfig } from '../src/config.ts';
import type { Vision } from '../src/face/portrait.ts';
import { createLog } from '../src/log.ts';
import type { ServingParts } from '../src/server.ts';
import { startServer } from '../src/processes/single.ts';
import type { StudioServer } from '../src/processes/single.ts';

/** A studio under test. */
export interface RunningStudio extends AsyncDisposable {
  /** Such as `http://127.0.0.1:49152`. */
  readonly url: string;
  readonly port: number;
  readonly server: StudioServer;
  /** Lines of the log so far, parsed. */
  readonly log: readonly Readonly<Record<string, unknown>>[];
}

/** Memory that a test's studio believes to have: room for a few 12-megapixel photos at once. */
const memoryBytes = 4e9;

/** Where nobody looks at a photo: ready at once, while the real one takes two seconds of a processor. */
export const blind: Vision = {
  status: { state: 'ready', reason: undefined, workers: 0, startMs: 0 },
  ready: async () => undefined,
  read: () => Promise.reject(new Error('blind')),
  cut: () => Promise.reject(new Error('blind')),
  [Symbol.asyncDispose]: async () => undefined,
};

/**
 * Start the server in this process, as `main` does, and wait until the local engine is warm.
 *
 * @param environment - Settings beside the defaults; no rate limit unless told, and one face worker.
 * @param parts - What no setting can replace.
 */
export async function startStudio(environment: Readonly<Record<string, string>> = {}, parts: Pick<ServingParts, 'door' | 'vision'> = {}): Promise<RunningStudio> {
  const lines: Record<string, unknown>[] = [];
  const log = createLog('debug', { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) });
  const settings = { PORT: '0', RATE_LIMIT_PER_MINUTE: '0', FACE_WORKERS: '1', DRAIN_SECONDS: '5', ...environment };
  const server = await startServer(readConfig(settings, memoryBytes), log, parts);
  await server.ready();
  const port = Number(new URL(server.url).port);
  return { url: `http://127.0.0.1:${port}`, port, server, log: lines, [Symbol.asyncDispose]: () => server.drain() };
}

/** A file for a form. */
export function fileOf(bytes: Uint8Array<ArrayBuffer>, name = 'photo.jpg', type = 'image/jpeg'): File {
  return new File([bytes], name, { type });
}

/** Post a form with a photo and text fields; a portrait is asked for with the declaration that it needs. */
export function postForm(
  studio: Pick<RunningStudio, 'url'>,
  path: string,
  fields: Readonly<Record<string, string | File>>,
  init: RequestInit = {},
): Promise<Response> {
  const form = new FormData();
  if (path === '/v1/headshots') form.append('consent', 'subject');
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return fetch(studio.url + path, { method: 'POST', body: form, ...init });
}
