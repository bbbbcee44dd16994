// Shows that the proof's search misses no slice of a secret, wherever it begins in the secret and in memory, and accuses nobody of what all have.

import { randomBytes, randomInt } from 'node:crypto';
import { expect, it } from 'vitest';
import { startKeeper } from '../prove/control.ts';
import { dismissBytes, learnPages, searchBytes, searchMemory } from '../prove/memory.ts';
import { sliceBytes } from '../prove/marks.ts';
import { Needles } from '../prove/needles.ts';

const digits = Buffer.from(randomBytes(4000).toString('hex'));
const kinds = {
  noise: randomBytes(70_001),
  text: digits,
  'text of two bytes a letter': Buffer.from(digits.toString(), 'utf16le'),
  base64: Buffer.from(randomBytes(9000).toString('base64')),
  'pixels with alpha': Buffer.from(Array.from({ length: 40_000 }, (_, at) => (at % 4 === 3 ? 255 : 90 + randomInt(32)))),
};

const memoryBytes = 8192;

/** Random memory with a piece of a secret somewhere in it, and beside it other bytes than in the secret. */
function bury(secret: Buffer, bytes: number): Buffer {
  const memory = randomBytes(memoryBytes);
  const [from, to] = [1 + randomInt(secret.length - bytes - 1), 1 + randomInt(memoryBytes - bytes - 1)];
  secret.copy(memory, to, from, from + bytes);
  memory[to - 1] = secret[from - 1]! ^ 1;
  memory[to + bytes] = secret[from + bytes]! ^ 1;
  return memory;
}

it.each(Object.entries(kinds))('finds each slice of 32 bytes of %s, and none that is shorter', (kind, bytes) => {
  const needles = new Needles();
  const secret = { request: 'one', kind };
  needles.add(secret, bytes);
  for (let turn = 0; turn < 2000; turn++) {
    expect(new Set(searchBytes(bury(bytes, sliceBytes), needles))).toEqual(new Set([secret]));
    expect(searchBytes(bury(bytes, sliceBytes - 1), needles)).toEqual([]);
  }
  const found = searchBytes(bytes, needles).length;
  expect(found).toBeGreaterThanOrEqual(needles.countPieces(secret));
});

it('counts nothing that two requests have, or that was seen where nothing was sent', () => {
  const [own, shared, program] = [randomBytes(500), randomBytes(500), randomBytes(500)];
  const needles = new Needles();
  needles.add({ request: 'one', kind: 'upload' }, Buffer.concat([own, shared, program]));
  needles.add({ request: 'other', kind: 'upload' }, Buffer.concat([randomBytes(77), shared, randomBytes(77)]));
  dismissBytes(Buffer.concat([randomBytes(33), program]), needles);
  expect(searchBytes(own, needles).length).toBeGreaterThan(30);
  expect(searchBytes(shared, needles)).toEqual([]);
  expect(searchBytes(program, needles)).toEqual([]);
});

it('accuses nobody of plain bytes: one value, a margin, a small table', () => {
  const needles = new Needles();
  const plain = [Buffer.alloc(4096, 7), Buffer.alloc(4096, 'abcd'), Buffer.from(new Uint32Array(1000).fill(1).buffer)];
  needles.add({ request: 'one', kind: 'pixels' }, Buffer.concat(plain));
  for (const bytes of plain) expect(searchBytes(bytes, needles)).toEqual([]);
});

it.skipIf(process.platform !== 'linux')('searches a page again until nothing is in it, and one that was known before only for what goes on into the next', async () => {
  const bytes = randomBytes(50 * 4096);
  const keeper = await startKeeper(bytes);
  const needles = new Needles();
  const secret = { request: 'one', kind: 'upload' };
  needles.add(secret, bytes);
  const all = needles.countPieces(secret);
  const find = async (clean: Set<string>) => (await searchMemory([keeper.pid!], needles, clean)).found.length;
  const clean = new Set<string>();
  expect(await find(clean)).toBeGreaterThan(0.98 * all);
  expect(await find(clean)).toBeGreaterThan(0.98 * all);
  await learnPages([keeper.pid!], clean);
  expect(await find(clean)).toBeLessThan(0.05 * all);
  keeper.kill('SIGKILL');
});
