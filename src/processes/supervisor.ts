// Owns the address and what outlives a request: accepts connections, hands them to workers, never reads a byte of them.

import { createServer } from 'node:net';
import { listen } from '../address.ts';
import type { Log } from '../log.ts';
import type { TlsIdentity } from '../tls.ts';
import { createCrew } from './crew.ts';
import type { Outfit } from './member.ts';

/** A studio whose processes die after their work. */
export interface Supervisor {
  /** Where it listens. */
  readonly url: string;
  /** Use a renewed certificate. */
  renew(identity: TlsIdentity): void;
  /** As a single process drains: what is in flight finishes, what is new gets 503. */
  drain(): Promise<void>;
}

/**
 * Listen, start workers, resolve when the first takes connections. Rejects when the address is taken, before a worker starts.
 *
 * @param onHopeless - Told when no worker can ever serve.
 */
export async function startSupervisor(outfit: Outfit, log: Log, onHopeless: () => void): Promise<Supervisor> {
  const server = createServer({ pauseOnConnect: true, noDelay: true });
  const url = await listen(server, outfit.config);
  const crew = createCrew(outfit, log, onHopeless);
  server.on('connection', (socket) => {
    // A client that goes before a worker has its socket: there is nobody to tell.
    socket.on('error', () => undefined);
    crew.take(socket);
  });
  await crew.opened();
  return {
    url,
    renew: (identity) => crew.renew(identity),
    async drain() {
      await crew.drain();
      server.close();
    },
  };
}
