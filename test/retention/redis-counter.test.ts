// Shows limits that servers count together in a real Redis or Valkey, and what becomes of them while it hangs or is gone.

import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLog } from '../../src/log.ts';
import { createRateCounter } from '../../src/retention/rate-counter.ts';
import type { KeptRateCounter } from '../../src/retention/rate-counter.ts';
import { createRedisCounter } from '../../src/retention/redis-counter.ts';
import { findRedis, startRedis } from '../accounts-parts/redis-server.ts';
import type { RedisServer } from '../accounts-parts/redis-server.ts';
import { startMain } from '../started-studio.ts';

const program = findRedis();
const secret = 'a secret that two servers of the tests share';

function emptyForm(): FormData {
  const form = new FormData();
  form.append('photo', new File([], 'p.jpg'));
  return form;
}

/** As every server of this salt knows a client today. */
function hashToday(salt: string, client: string): string {
  const day = createHmac('sha256', salt).update(new Date().toISOString().slice(0, 10)).digest();
  return createHmac('sha256', day).update(client).digest('base64url');
}

describe.skipIf(!program)('limits in Redis', () => {
  let redis: RedisServer;
  let one: KeptRateCounter;
  let other: KeptRateCounter;
  const lines: string[] = [];

  const open = () => createRedisCounter(redis.url, createRateCounter(secret), createLog('info', { write: (line) => void lines.push(line) }));
  /** Counts somebody new until both servers know of each other's count. */
  const untilShared = () =>
    expect.poll(async () => {
      const client = Math.random().toString(36);
      await one.count(client);
      return (await other.count(client)).requests;
    }, { timeout: 20_000, interval: 100 }).toBe(2);

  beforeAll(async () => {
    redis = await startRedis(program ?? '');
    [one, other] = [open(), open()];
  });
  afterAll(async () => {
    one[Symbol.dispose]();
    other[Symbol.dispose]();
    await redis[Symbol.asyncDispose]();
  });

  it('are counted by all servers together, which know a client by the same hash', async () => {
    await untilShared();
    const counts = [await one.count('anna'), await other.count('anna'), await one.count('anna'), await other.count('bo')];
    expect(counts.map(({ requests }) => requests)).toEqual([1, 2, 3, 1]);
    expect(counts.every(({ resetMs }) => resetMs > Date.now() && resetMs <= Date.now() + 60_000)).toBe(true);
    expect([one.salt === other.salt, one.salt === createRateCounter().salt, one.salt.includes(secret)]).toEqual([true, false, false]);
  });

  it('are counted by each server alone while it hangs, and together again', async () => {
    redis.signal('SIGSTOP');
    const counts = [];
    for (let each = 0; each < 50; each += 1) counts.push(await one.count('cleo'));
    expect(counts.at(-1)?.requests).toBeGreaterThanOrEqual(49);
    redis.signal('SIGCONT');
    await untilShared();
  });

  it('are counted by each server alone while it is gone, and together by the one that takes its place', async () => {
    await redis.stop();
    await expect.poll(async () => (await one.count('dora')).requests, { interval: 10 }).toBeGreaterThan(3);
    await redis.start();
    await untilShared();
    expect(lines.filter((line) => line.includes('counted here alone')).length).toBeGreaterThan(0);
    expect(lines.filter((line) => line.includes('REDIS_URL again')).length).toBeGreaterThan(0);
    expect(lines.join('')).not.toMatch(/127\.0\.0\.1|ECONN/);
  });

  it('need no server at the start', async () => {
    await redis.stop();
    using early = open();
    expect((await early.count('eve')).requests).toBe(1);
    expect((await early.count('eve')).requests).toBe(2);
    await redis.start();
  });

  it.skipIf(process.platform !== 'linux')('are counted there for workers that die, by the process that starts them', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ephemera-counts-'));
    const ways = { AUTH_SECRET: secret, PUBLIC_URL: 'http://localhost', SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'studio@example.test', DATA_FOLDER: folder };
    await using studio = await startMain({ ...ways, REDIS_URL: redis.url, RATE_LIMIT_PER_MINUTE: '2', RETENTION: 'die' });
    await studio.warm(1);
    const codes = [];
    for (let each = 0; each < 3; each += 1) codes.push(((await (await fetch(`${studio.url}/v1/cutouts`, { method: 'POST', body: emptyForm() })).json()) as { code: string }).code);
    expect(codes).toEqual(['photo-empty', 'photo-empty', 'rate-limited']);
    const counted = await one.count(hashToday(one.salt, 'pictures\u0000127.0.0.1'));
    expect(counted.requests, 'by another server of the same secret').toBe(4);
    rmSync(folder, { recursive: true });
  });
});
