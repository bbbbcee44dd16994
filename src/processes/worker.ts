// Owns one worker process: begin, serve the connections handed to it, end when its work is done. Refuses to read the environment or to listen.

import type { Socket } from 'node:net';
import { createLog, describeCauses, logCrashes } from '../log.ts';
import type { Log } from '../log.ts';
import { guardEgress } from '../retention/egress.ts';
import { dying } from '../retention/statement.ts';
import { createServingStudio } from '../server.ts';
import type { ServingStudio } from '../server.ts';
import { followConnections } from './connections.ts';
import type { Begin, ToWorker } from './message.ts';
import { linkSupervisor, tell } from './supervisor-link.ts';

process.once('message', (message: Begin) => void serve(message));
// Without its supervisor a worker would serve for ever.
process.on('disconnect', () => process.exit(0));
// A terminal sends these to the whole group; the supervisor says when to end.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);

async function serve(begin: Begin): Promise<void> {
  const { config, tls, build } = begin;
  const log = createLog(config.logLevel);
  logCrashes(log);
  const link = linkSupervisor(begin, tell);
  const studio = await createServingStudio({ config, log, shared: link, forgetting: dying, tls, build });
  guardEgress(studio.hosts);
  const rehearsal = new AbortController();
  const connections = followConnections(studio.http, (inFlight) => {
    rehearsal.abort();
    tell({ kind: 'photos', inFlight });
  });
  process.on('message', (message: ToWorker, socket?: Socket) => {
    if (message.kind === 'answer') link.hear(message);
    if (message.kind === 'keys') link.turnKeys(message.receiptKeys);
    if (message.kind === 'renew') studio.renew(message.tls);
    if (message.kind === 'connection' && socket) {
      const { connection, waitedMs } = message;
      connections.take({ socket, waitedMs, taken: () => tell({ kind: 'taken', connection }), left: () => tell({ kind: 'left', connection }) });
    }
    if (message.kind === 'rehearse') void rehearse(studio, message.atOnce, rehearsal.signal, log);
    if (message.kind === 'end') void connections.finish().then(() => studio.charged()).then(() => process.exit(0));
    if (message.kind === 'drain') void studio.settle().then(() => tell({ kind: 'drained' }));
  });
  tell({ kind: 'open' });
  // The log has said why it does not run; what needs no engine works.
  await studio.ready().catch(() => undefined);
  tell({ kind: 'warm' });
}

/** Ends with the first photo; without it the process serves as well, only slower at first. */
async function rehearse(studio: ServingStudio, atOnce: number, signal: AbortSignal, log: Log): Promise<void> {
  try {
    const begun = performance.now();
    await studio.rehearse(atOnce, signal);
    log.event('rehearsed', { ms: Math.round(performance.now() - begun) });
  } catch (error) {
    if (!signal.aborted) log.alarm('rehearsal failed', { causes: describeCauses(error) });
  }
}
