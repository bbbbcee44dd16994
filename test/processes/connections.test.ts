// Shows that a worker that is told to end answers what came while it could not look.

import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, createServer as createListener } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { followConnections } from '../../src/processes/connections.ts';

it('answers a request that came while the process stood still, then has finished', async () => {
  const events: string[] = [];
  const http = createServer((_request, response) => void (events.push('request'), response.end('here')));
  const connections = followConnections(http, () => undefined);
  const listener = createListener({ pauseOnConnect: true }).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const client = connect((listener.address() as AddressInfo).port, '127.0.0.1');
  const answer = text(client);
  const [socket] = (await once(listener, 'connection')) as [Socket];
  client.write('GET / HTTP/1.1\r\nHost: studio\r\n\r\n');
  connections.take(socket);
  socket.resume();
  // Longer than a first request is waited for; no other way leaves the process so unable to read.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 700);
  await connections.finished().then(() => events.push('finished'));
  expect(events).toEqual(['request', 'finished']);
  expect(await answer).toMatch(/^HTTP\/1\.1 200 [\s\S]*here/);
  listener.close();
});
