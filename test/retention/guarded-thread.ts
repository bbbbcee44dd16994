// Runs as a thread that guards itself, tries every way out that Node has, and says what became of each.

import dgram from 'node:dgram';
import dns, { resolve4 } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import http from 'node:http';
import net, { createConnection } from 'node:net';
import tls from 'node:tls';
import { parentPort, workerData } from 'node:worker_threads';
import { createCheckedDoor, guardEgress } from '../../src/retention/egress.ts';

/** Where the thread tries to go, and what it may reach. */
export interface GuardedQuestion {
  readonly allowed: readonly string[];
  readonly host: string;
  readonly port: number;
  /** Try the door that was made before, and no other way. */
  readonly byDoor: boolean;
}

const { allowed, host, port, byDoor } = workerData as GuardedQuestion;
const door = createCheckedDoor();
guardEgress(allowed);

const codeOf = (error: unknown): string => {
  const { code, cause } = error as { code?: string; cause?: unknown };
  return code ?? (cause ? codeOf(cause) : String(error));
};

async function tell(attempt: () => Promise<unknown>): Promise<string> {
  try {
    await attempt();
    return 'reached';
  } catch (error) {
    return codeOf(error);
  }
}

async function open(socket: net.Socket): Promise<void> {
  await once(socket, 'connect');
  socket.destroy();
}

const ways: Record<string, () => Promise<unknown>> = {
  fetch: async () => (await fetch(`http://${host}:${port}/`)).text(),
  'node:http': async () => {
    const [answer] = (await once(http.get({ host, port, agent: false }), 'response')) as [http.IncomingMessage];
    answer.resume();
  },
  'node:net': () => open(net.connect(port, host)),
  'node:net by name': () => open(createConnection({ port, host })),
  'a socket of its own': () => open(new net.Socket().connect(port, host)),
  // The server speaks no TLS: a guard that let it pass would end in a fault of TLS.
  'node:tls': () => once(tls.connect({ host, port }), 'secureConnect'),
  'a pipe': () => open(net.connect('/tmp/no-such.sock')),
  'a look-up': () => lookup(host),
  'a look-up with a callback': () => new Promise<void>((resolve, reject) => dns.lookup(host, (error) => (error ? reject(error) : resolve()))),
  'a name server': async () => resolve4(host, () => undefined),
  'a name server of its own': async () => new dns.promises.Resolver().resolveTxt(host),
  UDP: async () => dgram.createSocket('udp4').send('x', port, host),
};

/** What who was given the door before can do, and nobody else. */
const doorWays: Record<string, () => Promise<unknown>> = {
  'the door, to an address': () => open(door.connect(host, port)),
  'the door, looking up': () => door.lookup('localhost'),
  'the door, to a name': async () => door.connect('localhost', port),
  'a door made too late': async () => createCheckedDoor(),
};

const said: Record<string, string> = {};
for (const [name, attempt] of Object.entries(byDoor ? doorWays : ways)) said[name] = await tell(attempt);
parentPort?.postMessage(said);
