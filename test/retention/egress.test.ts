// Shows that a guarded thread reaches the hosts it was told by every way that Node has, and no other by any.

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GuardedQuestion } from './guarded-thread.ts';

let server: Server;
let connections = 0;

beforeAll(async () => {
  server = createServer((_request, response) => response.end('here'));
  server.on('connection', () => connections++);
  server.listen(0, 'localhost');
  await once(server, 'listening');
});

afterAll(() => {
  server.close();
  server.closeAllConnections();
});

async function tryAll(allowed: readonly string[], host: string, byDoor = false): Promise<Record<string, string>> {
  connections = 0;
  const question: GuardedQuestion = { allowed, host, port: (server.address() as AddressInfo).port, byDoor };
  const thread = new Worker(new URL('./guarded-thread.ts', import.meta.url), { workerData: question });
  const [said] = (await once(thread, 'message')) as [Record<string, string>];
  await thread.terminate();
  return said;
}

const refused = 'EGRESS_REFUSED';
const always = { 'a pipe': refused, 'a name server': refused, 'a name server of its own': refused, UDP: refused };

describe('a guarded thread', () => {
  it('reaches the host it was told, however it is written', async () => {
    const said = await tryAll(['LocalHost.'], 'localhost');
    const { 'node:tls': overTls, ...others } = said;
    expect(overTls).toMatch(/^ERR_SSL/);
    const reached = Object.keys(others).map((way) => [way, 'reached']);
    expect(others).toEqual({ ...Object.fromEntries(reached), ...always });
    expect(connections).toBe(6);
  });

  it('reaches no other, not even the same server by another name', async () => {
    const said = await tryAll(['api.example'], 'localhost');
    expect(said).toEqual({ ...Object.fromEntries(Object.keys(said).map((way) => [way, refused])), 'a look-up': 'reached', 'a look-up with a callback': 'reached' });
    expect(Object.keys(said)).toHaveLength(12);
    expect(connections).toBe(0);
  });

  it('reaches a checked address by a door that was made before, and no name by it', async () => {
    const said = await tryAll(['api.example'], (server.address() as AddressInfo).address, true);
    expect(said).toEqual({ 'the door, to an address': 'reached', 'the door, looking up': 'reached', 'the door, to a name': refused, 'a door made too late': refused });
    expect(connections).toBe(1);
  });

  it('looks up no other name', async () => {
    const said = await tryAll(['localhost'], 'canary.example');
    expect(Object.values(said)).toEqual(Object.values(said).map(() => refused));
    expect(connections).toBe(0);
  });
});
