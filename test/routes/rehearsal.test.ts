// Shows that a process rehearses with its real engine as if nobody were there: no account, credit, count, log or memory is touched, and a photo stops it.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import type { Vision } from '../../src/face/portrait.ts';
import { createVision } from '../../src/face/vision.ts';
import { createLog } from '../../src/log.ts';
import type { BudgetDoor } from '../../src/retention/budget.ts';
import { scrubbing } from '../../src/retention/statement.ts';
import { createServingStudio } from '../../src/server.ts';
import type { ServingStudio } from '../../src/server.ts';
import { createKept } from '../../src/studio/shared.ts';
import type { Kept } from '../../src/studio/shared.ts';
import { describeCredits } from '../accounts-parts/counter.ts';
import { blind } from '../start-studio.ts';

const folder = mkdtempSync(join(tmpdir(), 'ephemera-rehearsal-'));
const config = readConfig({ ...describeCredits(folder), RATE_LIMIT_PER_MINUTE: '1' }, 4e9);
const lines: string[] = [];
const log = createLog('debug', { write: (line) => void lines.push(line) });

/** Nobody asks it for anything. */
const untouched: BudgetDoor = {
  reserve: () => Promise.reject(new Error('a rehearsal reserved memory of the photos')),
  readUsage: () => ({ limitBytes: 0, reservedBytes: 0 }),
};

let kept: Kept;
let reads = 0;

/** The real engine; its pictures are counted. */
function countReads(vision: Vision, before: () => void = () => undefined): Vision {
  return {
    status: vision.status,
    ready: () => vision.ready(),
    read(...words) {
      reads += 1;
      before();
      return vision.read(...words);
    },
    cut: (...words) => vision.cut(...words),
    [Symbol.asyncDispose]: () => vision[Symbol.asyncDispose](),
  };
}

function open(vision: Vision): Promise<ServingStudio> {
  const pixelGate = { acquire: () => Promise.reject(new Error('a rehearsal stood in the line of the photos')) };
  const rate = { ...kept.rate, count: () => Promise.reject(new Error('a rehearsal was counted')) };
  return createServingStudio({ config, log, shared: { ...kept, budget: untouched, pixelGate, rate }, forgetting: scrubbing, build: { version: '0', sourceSha256: '' }, page: new Map(), vision });
}

beforeAll(async () => {
  kept = await createKept(config, log);
});

afterAll(() => {
  kept.rate[Symbol.dispose]();
  rmSync(folder, { recursive: true, force: true });
});

describe('a rehearsal', { timeout: 60_000 }, () => {
  it('makes pictures of nobody, and touches nothing that people have a share in', async () => {
    await using studio = await open(countReads(createVision({ workers: 1 })));
    await studio.ready();
    lines.length = reads = 0;
    await studio.rehearse(1, new AbortController().signal);
    expect(reads).toBeGreaterThan(1);
    expect(lines).toEqual([]);
  });

  it('ends when a photo comes', async () => {
    const photo = new AbortController();
    await using studio = await open(countReads(createVision({ workers: 1 }), () => photo.abort()));
    await studio.ready();
    reads = 0;
    await expect(studio.rehearse(1, photo.signal)).rejects.toMatchObject({ name: 'AbortError' });
    expect(reads).toBe(1);
  });

  it('says when it is no picture that comes back', async () => {
    await using studio = await open(blind);
    await expect(studio.rehearse(1, new AbortController().signal)).rejects.toThrow('not answered with a picture');
  });
});
