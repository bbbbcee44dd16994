// Owns the studio as it is measured: the real server against a fake upstream; with `replay`, vision is asked once and its answer repeated.

import { readConfig } from '../src/config.ts';
import type { Portrait, Vision } from '../src/face/portrait.ts';
import { createVision } from '../src/face/vision.ts';
import { createLog } from '../src/log.ts';
import { startServer } from '../src/processes/single.ts';
import { serveHere } from './served.ts';

const [upstream, eyes] = process.argv.slice(2);
const settings = { PORT: '0', RATE_LIMIT_PER_MINUTE: '0', GEMINI_API_KEY: 'test-key', GEMINI_BASE_URL: String(upstream), LOG_LEVEL: 'error', FACE_WORKERS: '1' };
const vision = createVision({ workers: 1 });
const server = await startServer(readConfig(settings, 8e9), createLog('error'), { vision: eyes === 'replay' ? replay(vision) : vision });
await server.ready();
serveHere(server.url.replace('localhost', '127.0.0.1'));

/** Everything but vision's own arithmetic stays: its pictures are still made and handed over. */
function replay(real: Vision): Vision {
  let known: Portrait | undefined;
  return {
    get status() {
      return real.status;
    },
    ready: () => real.ready(),
    async read(working, options, signal) {
      known ??= await real.read(working, options, signal);
      return known;
    },
    cut: (picture, matte, map, signal) => real.cut(picture, matte, map, signal),
    [Symbol.asyncDispose]: () => real[Symbol.asyncDispose](),
  };
}
