// Owns a Redis or Valkey of the tests' own, found on the machine, in memory on loopback. Refuses any other server.

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** A server that can hang, die and come back. */
export interface RedisServer extends AsyncDisposable {
  readonly url: string;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** `SIGSTOP` makes a server that hangs. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
}

/** The program; undefined if there is none, after saying how to have one. */
export function findRedis(): string | undefined {
  const places = (process.env['PATH'] ?? '').split(delimiter);
  const found = ['redis-server', 'valkey-server'].flatMap((name) => places.map((place) => join(place, name))).find((path) => existsSync(path));
  if (!found) process.stderr.write('Tests of REDIS_URL are skipped: install redis-server or valkey-server.\n');
  return found;
}

/** Start it, empty, on a free port. */
export async function startRedis(program: string): Promise<RedisServer> {
  const port = await findPort();
  let child: ChildProcess | undefined;
  const stop = async (): Promise<void> => {
    const gone = child && once(child, 'exit');
    child?.kill('SIGKILL');
    child = undefined;
    await gone;
  };
  const start = async (): Promise<void> => {
    child = spawn(program, ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', tmpdir()], { stdio: 'ignore' });
    await untilOpen(port);
  };
  await start();
  return { url: `redis://127.0.0.1:${port}`, start, stop, signal: (signal) => void child?.kill(signal), [Symbol.asyncDispose]: stop };
}

async function findPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

async function untilOpen(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  const isOpen = await once(socket, 'connect').then(() => true, () => false);
  socket.destroy();
  if (isOpen) return;
  await new Promise((resolve) => setTimeout(resolve, 20));
  await untilOpen(port);
}
