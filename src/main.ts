// Owns the process: environment → config → server → drain. The only file that reads the environment.

import { totalmem } from 'node:os';
import { ConfigError, readConfig } from './config.ts';
import type { Config } from './config.ts';
import { createLog, describeCauses } from './log.ts';
import { closedFlags, planClosedStart, shell } from './retention/closed-start.ts';
import { nativeMemory } from './retention/native-memory.ts';
import type { StudioServer } from './server.ts';

const begun = performance.now();

startOver();
const config = readConfigOrExit();
const log = createLog(config.logLevel);
// Imported only now: libvips reads its settings when it is loaded.
const { startServer } = await import('./server.ts');
const server = await startOrExit();
log.event('listening', { url: server.url, ms: Math.round(performance.now() - begun) });
process.on('uncaughtException', crash);
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(server));

/**
 * Start over in this same process, closed, with the settings of native code in its environment: they are read when a program
 * begins. An operator's own GLIBC_TUNABLES stay.
 */
function startOver(): void {
  const isSettled = process.env['VIPS_DISC_THRESHOLD'] === nativeMemory.VIPS_DISC_THRESHOLD && process.env['GLIBC_TUNABLES'] !== undefined;
  const isClosed = closedFlags.every((flag) => process.execArgv.includes(flag));
  if (isSettled && isClosed) return;
  Object.assign(process.env, { ...nativeMemory, GLIBC_TUNABLES: process.env['GLIBC_TUNABLES'] ?? nativeMemory.GLIBC_TUNABLES });
  // Windows has neither execve nor glibc; libvips finds its setting all the same.
  if (process.platform !== 'win32') process.execve?.(shell, planClosedStart(process.execPath, process.execArgv, process.argv.slice(1)));
}

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

/** Node itself would print the error's message, which can quote a prompt, an address or a file name. */
function crash(error: unknown): void {
  log.alarm('crashed', { causes: describeCauses(error) });
  process.exit(70);
}

async function stop(running: StudioServer): Promise<void> {
  log.event('draining');
  await running.drain();
  log.event('stopped');
  process.exit(0);
}
