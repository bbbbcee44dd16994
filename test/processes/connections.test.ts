// Shows that a worker that is told to end answers what came while it could not look, and leaves to another what has not come.

import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, createServer as createListener } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { followConnections } from '../../src/processes/connections.ts';

/** A connection that was accepted and not read from. */
async function accept() {
  const listener = createListener({ pauseOnConnect: true }).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const client = connect((listener.address() as AddressInfo).port, '127.0.0.1');
  const [socket] = (await once(listener, 'connection')) as [Socket];
  listener.close();
  return { client, socket };
}

it('answers a request that came while the process stood still, then has finished', async () => {
  const events: string[] = [];
  const http = createServer((_request, response) => void (events.push('request'), response.end('here')));
  const connections = followConnections(http, () => undefined);
  const { client, socket } = await accept();
  const answer = text(client);
  client.write('GET / HTTP/1.1\r\n');
  await new Promise<void>((resolve) => connections.take({ socket, waitedMs: 0, taken: resolve, left: () => events.push('left') }));
  client.write('Host: studio\r\n\r\n');
  // Longer than a begun request is waited for; no other way leaves the process so unable to read.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 700);
  await connections.finish().then(() => events.push('finished'));
  expect(events).toEqual(['request', 'finished']);
  expect(await answer).toMatch(/^HTTP\/1\.1 200 [\s\S]*here/);
});

it('leaves a connection from which nothing came, and says so at once', async () => {
  const events: string[] = [];
  const connections = followConnections(createServer(), () => undefined);
  const { client, socket } = await accept();
  client.on('error', () => undefined);
  connections.take({ socket, waitedMs: 0, taken: () => events.push('taken'), left: () => events.push('left') });
  const finished = connections.finish();
  expect(events).toEqual(['left']);
  await finished;
  client.destroy();
  expect(events).toEqual(['left']);
});

it('ends a connection that is silent for 15 seconds, wherever it was meanwhile, or whose client goes', async () => {
  const connections = followConnections(createServer(), () => undefined);
  const [patient, gone] = await Promise.all([accept(), accept()]);
  const over = (socket: Socket, waitedMs: number) => new Promise<void>((taken) => connections.take({ socket, waitedMs, taken, left: () => undefined }));
  const ends = [over(patient.socket, 14_900), over(gone.socket, 0)];
  gone.client.end();
  await Promise.all([...ends, once(patient.client, 'close'), once(gone.client, 'close')]);
  expect([patient.socket.destroyed, gone.socket.destroyed]).toEqual([true, true]);
});
