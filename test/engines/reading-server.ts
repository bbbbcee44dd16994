// Owns a server that reads bodies, overwrites them, and its buffer for reading when it is told to: a program for a test.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { scrubIncoming } from '../../src/retention/incoming.ts';
import { openReadBuffer } from '../../src/engines/wire/read-buffer.ts';

const readBuffer = await openReadBuffer();
const server = createServer((request, response) => {
  request.on('data', (chunk: Buffer) => chunk.fill(0)).on('end', () => response.end());
});
scrubIncoming(server);
server.listen(0, '127.0.0.1', () => process.send!((server.address() as AddressInfo).port));
process.on('message', () => {
  readBuffer?.erase();
  void sleep(200).then(() => process.send!('wiped'));
});
