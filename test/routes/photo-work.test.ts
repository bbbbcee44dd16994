// Shows that nobody keeps a photo in the server's memory past its deadline, not even a client that does not read its answer.

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import express from 'express';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { createBudget } from '../../src/retention/budget.ts';
import { createIdleCollection } from '../../src/retention/idle-collection.ts';
import { createReceiptSigner } from '../../src/retention/receipt.ts';
import { createTill } from '../../src/routes/charge.ts';
import { takePhoto } from '../../src/routes/photo-work.ts';
import type { PhotoWork } from '../../src/routes/photo-work.ts';
import { answerProblem, followRequests } from '../../src/routes/requests.ts';
import { madeHere } from '../../src/studio/engine-choice.ts';

/** More than the buffers of a loopback connection take. */
const answerBytes = 64e6;

const form = '--b\r\nContent-Disposition: form-data; name="photo"; filename="p.jpg"\r\n\r\nphoto\r\n--b--\r\n';
const head = `POST / HTTP/1.1\r\nHost: studio\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: ${form.length}\r\n\r\n`;

describe('a client that does not read its answer', () => {
  it('is cut off at the deadline, and its picture is overwritten', async () => {
    const answer = new Uint8Array(answerBytes);
    const { promise: made, resolve } = Promise.withResolvers<void>();
    const work: PhotoWork = {
      kind: 'cutout',
      files: { photo: 1 },
      async make(_upload, { vault }) {
        // A view of a larger buffer is overwritten where it is, so that it can be looked at afterwards.
        const bytes = vault.own(answer.subarray(1).fill(7));
        resolve();
        return { mimeType: 'image/png', bytes, headers: {}, made: madeHere };
      },
    };
    const budget = createBudget(1e6);
    const config = readConfig({ UPLOAD_TIMEOUT_SECONDS: '1', JOB_TIMEOUT_SECONDS: '1' }, 4e9);
    const drain = { draining: false, stopping: new AbortController().signal };
    const receipts = createReceiptSigner({ build: { version: '0', sourceSha256: '' } });
    const log = createLog('silent');
    const till = createTill({ config, reception: undefined, log });
    const app = express().use(followRequests(log)).post('/', takePhoto({ config, budget, drain, receipts, collection: createIdleCollection(() => undefined), till }, work)).use(answerProblem);
    const server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').pause();
    socket.on('error', () => undefined);
    socket.write(head + form);
    await made;
    expect(answer.at(-1)).toBe(7);
    await expect.poll(() => budget.reservedBytes, { timeout: 30_000 }).toBe(0);
    expect(Buffer.from(answer.buffer).equals(Buffer.alloc(answerBytes))).toBe(true);
    socket.destroy();
    server.close();
  });
});
