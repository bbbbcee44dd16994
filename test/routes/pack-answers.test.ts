// Shows how a pack is written to a client over real HTTP: whole and erased behind it, at the client's pace, and with an end when the charging breaks.

import { createHash, randomFillSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, get } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Problem } from '../../src/problem.ts';
import type { ReceiptResult } from '../../src/retention/receipt.ts';
import { Vault } from '../../src/retention/vault.ts';
import { packTypes, streamPack } from '../../src/routes/pack-answers/pack-delivery.ts';
import type { PackType } from '../../src/routes/pack-answers/pack-delivery.ts';
import { madeHere } from '../../src/studio/engine-choice.ts';
import type { PackPicture } from '../../src/studio/orders.ts';
import type { Pack } from '../../src/studio/pack.ts';
import { arrangeSitting } from '../../src/styles/sitting.ts';
import { readZip } from '../zip-entries.ts';

/** More than a connection's buffers take: 48 MB in all. */
const [pictures, pictureBytes] = [12, 4_000_000];

/** One answer as the server sees it. */
interface Desk {
  readonly vault: Vault;
  readonly response: ServerResponse;
  /** Pictures that were taken from the pack. */
  taken: number;
  charged: number;
  mostHeldBytes: number;
  hasEnded: boolean;
}

let desk: Desk | undefined;
let breaksAt = Infinity;
const server = createServer(
  express().get('/{*type}', async ({ path }, response) => {
    const own: Desk = { vault: new Vault(), response, taken: 0, charged: 0, mostHeldBytes: 0, hasEnded: false };
    desk = own;
    const capture = async () => {
      if (++own.charged >= breaksAt) throw new Problem('accounts-unavailable', 'gone');
      return { 'X-Credits-Charged': '1' };
    };
    const sign = async ({ files }: { readonly files: readonly unknown[] }) => JSON.stringify(files);
    const sending = { response, vault: own.vault, charge: { capture }, sign, noteFailure: () => undefined };
    await streamPack(noise(own), pictures, path.slice(1) as PackType).send(sending).catch(() => undefined);
    own.hasEnded = true;
  }),
);

function noise(own: Desk): Pack {
  async function* makeNoise(): Pack['events'] {
    for (let number = 1; number <= pictures; number += 1) {
      const asked: PackPicture = { number, style: undefined, sitting: arrangeSitting({}), variant: 0, mayReframe: true };
      const bytes = own.vault.own(randomFillSync(new Uint8Array(pictureBytes)));
      own.taken = number;
      own.mostHeldBytes = Math.max(own.mostHeldBytes, own.vault.heldBytes);
      yield { kind: 'picture', asked, picture: { ...madeHere, bytes, mimeType: 'image/png', width: 1, height: 1, faces: 1, confidence: 1, notes: [], window: undefined } };
    }
  }
  return { events: makeNoise(), readContacts: () => ({ retentionDays: 0, hosts: [] }) };
}

beforeAll(() => once(server.listen(0, '127.0.0.1'), 'listening'));
afterAll(() => void [server.close(), server.closeAllConnections()]);

async function open(type: string): Promise<IncomingMessage> {
  desk = undefined;
  const [answer] = (await once(get({ port: (server.address() as AddressInfo).port, path: `/${type}` }), 'response')) as [IncomingMessage];
  return answer;
}

/** Files by name, and the receipt. */
async function readAnswer(type: PackType, answer: Buffer): Promise<{ readonly files: ReadonlyMap<string, Buffer>; readonly receipt: string }> {
  if (type === 'application/zip') {
    const entries = await readZip(new Uint8Array(answer).buffer);
    return { files: entries, receipt: entries.get('receipt.jwt')!.toString() };
  }
  const events = type === 'text/event-stream' ? answer.toString().split('\n\n').filter(Boolean).map((block) => block.split('\n').map((line) => line.slice(line.indexOf(' ') + 1))) : [];
  const document = type === 'application/json' ? (JSON.parse(answer.toString()) as { pictures: unknown[]; receipt: string }) : undefined;
  const images = (document?.pictures ?? events.filter(([name]) => name === 'image').map(([, data]) => JSON.parse(data!) as unknown)) as { name: string; base64: string }[];
  const told = events.find(([name]) => name === 'receipt')?.[1];
  return { files: new Map(images.map(({ name, base64 }) => [name, Buffer.from(base64, 'base64')])), receipt: document?.receipt ?? (JSON.parse(told ?? '{}') as { receipt: string }).receipt };
}

describe.each(packTypes)('a pack as %s', (type) => {
  it('waits for its reader with one picture in hand, is whole in the end, and leaves nothing', async () => {
    const answer = await open(type);
    answer.pause();
    await expect.poll(() => desk?.response.writableNeedDrain).toBe(true);
    expect(desk!.taken).toBeLessThan(pictures);
    const { files, receipt } = await readAnswer(type, await buffer(answer));
    const results = JSON.parse(receipt) as ReceiptResult[];
    expect(results).toHaveLength(pictures);
    for (const { name, salt, sha256 } of results) expect(createHash('sha256').update(Buffer.from(salt, 'base64url')).update(files.get(name)!).digest('base64url'), name).toBe(sha256);
    expect(desk!.mostHeldBytes).toBeLessThan(pictureBytes * 1.1);
    expect(desk!.vault.heldBytes).toBe(0);
  });

  it('takes no further picture when its reader leaves', async () => {
    const answer = await open(type);
    answer.pause();
    await expect.poll(() => desk?.response.writableNeedDrain).toBe(true);
    const { taken } = desk!;
    answer.destroy();
    await expect.poll(() => desk?.hasEnded).toBe(true);
    expect(desk!.taken).toBe(taken);
  });

  it('ends properly with the pictures that were charged when no more can be', async () => {
    breaksAt = 3;
    const { files, receipt } = await readAnswer(type, await buffer(await open(type)));
    breaksAt = Infinity;
    expect([...files.keys()].filter((name) => name.endsWith('.png'))).toEqual(['01-headshot.png', '02-headshot.png']);
    expect(JSON.parse(receipt)).toHaveLength(2);
  });
});
