// Owns a studio in this process alone: listens, serves, drains. Refuses to share anything with another process.

import type { Server } from 'node:http';
import { listCounterHosts } from '../account-settings.ts';
import { listen } from '../address.ts';
import type { Config } from '../config.ts';
import { openReadBuffer } from '../engines/wire/read-buffer.ts';
import type { Log } from '../log.ts';
import type { MemoryBudget } from '../retention/budget.ts';
import { readBuild } from '../retention/build.ts';
import { scrubbing } from '../retention/statement.ts';
import { projectRoot } from '../root.ts';
import { createServingStudio } from '../server.ts';
import type { ServingParts } from '../server.ts';
import { createKept } from '../studio/shared.ts';
import type { TlsIdentity } from '../tls.ts';

/** A studio that listens. */
export interface StudioServer {
  /** Where it listens, such as `http://localhost:3000`. */
  readonly url: string;
  /** Where it connects to, for whoever owns the process to allow no other. */
  readonly hosts: readonly string[];
  readonly budget: MemoryBudget;
  /** Use a renewed certificate. */
  renew(identity: TlsIdentity): void;
  /** Resolves when the local engine is warm. */
  ready(): Promise<void>;
  /** Refuse new requests, let those in flight finish for at most `drainMs`, then close everything. */
  drain(): Promise<void>;
}

/**
 * Start a studio in this process alone. Rejects when the address is taken.
 *
 * @param vision - The local engine's eyes; closed when the server has drained.
 */
export async function startServer(config: Config, log: Log, options: Pick<ServingParts, 'vision' | 'tls' | 'door'> = {}): Promise<StudioServer> {
  const shared = await createKept(config, log);
  const readBuffer = await openReadBuffer();
  const studio = await createServingStudio({ config, log, shared, forgetting: scrubbing, build: await readBuild(projectRoot), wipe: readBuffer?.erase, ...options });
  const url = await listen(studio.http, config);
  return {
    url,
    hosts: [...studio.hosts, ...listCounterHosts(config.accounts)],
    budget: shared.budget,
    renew: (identity) => studio.renew(identity),
    ready: () => studio.ready(),
    async drain() {
      await studio.settle();
      await close(studio.http);
      await studio[Symbol.asyncDispose]();
      readBuffer?.[Symbol.dispose]();
      shared.rate[Symbol.dispose]();
    },
  };
}

async function close(server: Server): Promise<void> {
  const closed = Promise.withResolvers<void>();
  server.close(() => closed.resolve());
  server.closeAllConnections();
  await closed.promise;
}
