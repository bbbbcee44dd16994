// Owns a studio inside this process, for whoever has no server: the same parts and routes, reached by a pair of streams in memory. Opens no port; has no accounts, page or log.

import { ConfigError } from '../config-error.ts';
import { readConfig } from '../config.ts';
import type { Config } from '../config.ts';
import { engineEnvironment } from '../engine-settings.ts';
import { createLog } from '../log.ts';
import { Problem } from '../problem.ts';
import { readBuild } from '../retention/build.ts';
import { scrubbing } from '../retention/statement.ts';
import { projectRoot } from '../root.ts';
import { connectTo } from '../routes/memory-socket.ts';
import { createServingStudio } from '../server.ts';
import { createKept } from '../studio/shared.ts';
import type { Way } from './exchange.ts';
import { CommandFault, exitCodes } from './fault.ts';

/** What a studio in this process is built from. */
export interface OwnParts {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Memory that this process may use. */
  readonly memoryBytes: number;
  /** Told where the studio connects to, before it does; no other host is to be reached. */
  guard(hosts: readonly string[]): void;
}

/** A way to a studio that ends with it. */
export interface OwnStudio extends AsyncDisposable {
  readonly way: Way;
}

/** Settings of a server that one person's photos need too; the others are about listening, accounts and strangers. */
const ownSettings = [...Object.keys(engineEnvironment), 'MAX_UPLOAD_MB', 'MAX_MEGAPIXELS', 'UPLOAD_TIMEOUT_SECONDS', 'JOB_TIMEOUT_SECONDS', 'FACE_WORKERS', 'MEMORY_BUDGET_MB'];

/** @throws {CommandFault} For settings that cannot be, or when the local engine does not run. */
export async function openOwnStudio({ environment, memoryBytes, guard }: OwnParts): Promise<OwnStudio> {
  const config = readOwnConfig(environment, memoryBytes);
  const log = createLog('silent', { write: () => undefined });
  const shared = await createKept(config, log);
  const studio = await createServingStudio({ config, log, shared, forgetting: scrubbing, build: await readBuild(projectRoot), page: new Map() });
  guard(studio.hosts);
  const close = async () => {
    await studio[Symbol.asyncDispose]();
    shared.rate[Symbol.dispose]();
  };
  try {
    await studio.ready();
  } catch (error) {
    await close();
    if (!(error instanceof Problem)) throw error;
    throw new CommandFault(exitCodes.failed, `${error.title}: ${error.detail}`, { cause: error });
  }
  return { way: { address: new URL('http://studio.localhost'), connect: () => connectTo(studio.http) }, [Symbol.asyncDispose]: close };
}

function readOwnConfig(environment: OwnParts['environment'], memoryBytes: number): Config {
  const given = Object.fromEntries(ownSettings.map((name) => [name, environment[name]]));
  try {
    return readConfig({ ...given, RETENTION: 'scrub', RATE_LIMIT_PER_MINUTE: '0' }, memoryBytes);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new CommandFault(exitCodes.settings, `These settings cannot be used:\n${error.message}`, { cause: error });
  }
}
