// Owns that a process has done its work before a photo comes: a painted portrait from request to answer, in memory, a few times. Sees nobody's photo.

import type { Server } from 'node:http';
import { addAbortSignal } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { paintSelfTest } from '../face/self-test.ts';
import { encodePicture } from '../photo/encode.ts';
import { Vault } from '../retention/vault.ts';
import { createHttpServer } from './http-server.ts';
import type { RequestHandler } from './http-server.ts';
import { connectTo } from './memory-socket.ts';

/**
 * Times that it is made. A process that lives for seconds would do most of its work with code that V8 has not optimised yet;
 * after these a photo costs about what it costs for ever. `bench/processes.ts` measures it.
 */
const rounds = 2;

const success = 'HTTP/1.1 200';

/**
 * Ask an app of this process for cutouts of the self-test's portrait.
 *
 * @param app - Without a line, an account or a limit in front of it: whoever has a photo never waits for this.
 * @param atOnce - Pictures side by side, each in a thread of its own.
 * @throws When aborted, which ends it at the next step of the work; when an answer is no picture.
 */
export async function rehearse(app: RequestHandler, atOnce: number, uploadTimeoutMs: number, signal: AbortSignal): Promise<void> {
  const { server } = createHttpServer(app, uploadTimeoutMs);
  const request = await writeRequest(signal);
  for (let round = 0; round < rounds; round++) {
    signal.throwIfAborted();
    await Promise.all(Array.from({ length: atOnce }, () => askOnce(server, request, signal)));
  }
}

async function askOnce(server: Server, request: Buffer, signal: AbortSignal): Promise<void> {
  const socket = addAbortSignal(signal, connectTo(server));
  socket.write(request);
  const status = (await buffer(socket)).subarray(0, success.length);
  if (!status.equals(Buffer.from(success))) throw new Error('a rehearsal was not answered with a picture');
}

async function writeRequest(signal: AbortSignal): Promise<Buffer> {
  await using vault = new Vault();
  const painted = vault.ownPixels(paintSelfTest());
  const { bytes } = await encodePicture(painted, { format: 'jpeg', quality: 90, source: 'algorithmicMedia' }, vault, signal);
  const form = new FormData();
  form.set('photo', new File([bytes], 'photo'));
  const encoded = new Response(form);
  const body = await encoded.bytes();
  const head = `POST /v1/cutouts HTTP/1.1\r\nHost: studio.localhost\r\nConnection: close\r\nContent-Type: ${encoded.headers.get('content-type')}\r\nContent-Length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}
