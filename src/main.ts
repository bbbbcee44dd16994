// Owns the process: environment → config → server → drain. The only file that reads the environment.

import { totalmem } from 'node:os';
import { ConfigError, readConfig } from './config.ts';
import type { Config } from './config.ts';
import { createLog } from './log.ts';
import type { StudioServer } from './server.ts';

const begun = performance.now();

// libvips writes decoded pixels above this size to a temporary file; it must never do so. Read when libvips starts.
process.env['VIPS_DISC_THRESHOLD'] = '1000g';

const config = readConfigOrExit();
const log = createLog(config.logLevel);
// Imported only now: the line above has to come first.
const { startServer } = await import('./server.ts');
const server = await startOrExit();
log.event('listening', { url: server.url, ms: Math.round(performance.now() - begun) });
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(server));

function readConfigOrExit(): Config {
  try {
    // 0 or a huge number where no control group limits the process.
    const limit = process.constrainedMemory();
    return readConfig(process.env, limit > 0 && limit < totalmem() ? limit : totalmem());
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`The studio cannot start with these settings:\n${error.message}\n`);
    process.exit(78);
  }
}

async function startOrExit(): Promise<StudioServer> {
  try {
    return await startServer(config, log);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'EADDRINUSE' && code !== 'EACCES' && code !== 'EADDRNOTAVAIL') throw error;
    process.stderr.write(`HOST, PORT: cannot listen on ${config.host}:${config.port} (${code}).\n`);
    process.exit(78);
  }
}

async function stop(running: StudioServer): Promise<void> {
  log.event('draining');
  await running.drain();
  log.event('stopped');
  process.exit(0);
}
