// Shows the real process whose workers die: after their work, not before, and with nobody's connection cut.

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';
import { drawPortrait, renderFile } from './drawn-portrait.ts';

interface Studio {
  readonly child: ChildProcess;
  readonly url: string;
}

const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** Start as `npm start` does and wait until two workers are warm. */
async function start(environment: Readonly<Record<string, string>> = {}): Promise<Studio> {
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: new URL('..', import.meta.url),
    env: { PATH: process.env['PATH'], PORT: '0', FACE_WORKERS: '1', RETENTION: 'die', RATE_LIMIT_PER_MINUTE: '0', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  let url = '';
  let warm = 0;
  const lines = createInterface({ input: child.stdout! });
  await new Promise<void>((resolve) => {
    lines.on('line', (line) => {
      const entry = JSON.parse(line) as Record<string, unknown>;
      if (entry['msg'] === 'listening') url = String(entry['url']).replace('localhost', '127.0.0.1');
      if (entry['event'] === 'vision-ready' && ++warm === 2) resolve();
    });
  });
  return { child, url };
}

function listWorkers({ child }: Studio): number[] {
  const isWorker = (pid: string) => {
    try {
      return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1] === String(child.pid);
    } catch {
      return false;
    }
  };
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name) && isWorker(name)).map(Number);
}

function post({ url }: Studio, photo: Uint8Array<ArrayBuffer>): Promise<Response> {
  const form = new FormData();
  form.append('photo', new File([photo], 'p.jpg', { type: 'image/jpeg' }));
  return fetch(`${url}/v1/cutouts`, { method: 'POST', body: form });
}

/** Carries bytes as a photo does and is refused at once, so that many fit into a test. */
const unreadable = () => new Uint8Array(20_000).fill(7);

describe.skipIf(process.platform !== 'linux')('workers that die', { timeout: 180_000 }, () => {
  it('live through pages and health, and end after a photo', async () => {
    const studio = await start();
    const before = listWorkers(studio);
    expect(before).toHaveLength(2);
    for (const path of ['/', '/v1/catalogue', '/v1/health']) expect((await fetch(studio.url + path)).status).toBe(200);
    expect(listWorkers(studio)).toEqual(before);
    const answer = await post(studio, new Uint8Array(await renderFile(drawPortrait())));
    expect(answer.status).toBe(200);
    expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(1000);
    await expect.poll(() => before.filter((pid) => listWorkers(studio).includes(pid)).length, { timeout: 20_000 }).toBe(1);
  });

  it.each([1, 4, 16])('cut or refuse no connection at concurrency %i while they are replaced', async (concurrency) => {
    const studio = await start({ MAX_RESIDENCE_SECONDS: '1' });
    const before = listWorkers(studio);
    let left = 150;
    const statuses = new Set<number>();
    const send = async () => {
      while (left-- > 0) {
        const answer = left % 10 === 0 ? await fetch(studio.url) : await post(studio, unreadable());
        statuses.add(answer.status);
        await answer.arrayBuffer();
      }
    };
    await Promise.all(Array.from({ length: concurrency }, send));
    expect([...statuses].toSorted()).toEqual([200, 415]);
    await expect.poll(() => before.filter((pid) => listWorkers(studio).includes(pid)).length, { timeout: 20_000 }).toBeLessThan(2);
  });

  it('share the rate limit and the byte budget', async () => {
    const studio = await start({ RATE_LIMIT_PER_MINUTE: '2', MEMORY_BUDGET_MB: '64' });
    const [first] = listWorkers(studio);
    expect((await post(studio, unreadable())).status).toBe(415);
    await expect.poll(() => listWorkers(studio).includes(first!), { timeout: 20_000 }).toBe(false);
    expect((await post(studio, unreadable())).status).toBe(415);
    expect((await post(studio, unreadable())).status).toBe(429);
    const health = (await (await fetch(`${studio.url}/v1/health`)).json()) as { memory: unknown };
    expect(health.memory).toEqual({ limitBytes: 25_600_000, reservedBytes: 0 });
  });

  it('refuse what does not fit into the budget', async () => {
    const studio = await start({ MEMORY_BUDGET_MB: '64' });
    const answer = await post(studio, new Uint8Array(9_000_000));
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ code: 'budget-full' });
  });

  it('are replaced when they crash', async () => {
    const studio = await start();
    const [first, second] = listWorkers(studio);
    process.kill(first!, 'SIGKILL');
    await expect.poll(() => listWorkers(studio).includes(first!)).toBe(false);
    expect((await fetch(studio.url)).status).toBe(200);
    await expect.poll(() => listWorkers(studio).length, { timeout: 20_000 }).toBe(2);
    expect(listWorkers(studio)).toContain(second);
  });

  it('end with their supervisor', async () => {
    const studio = await start();
    const workers = listWorkers(studio);
    studio.child.kill('SIGTERM');
    expect(await once(studio.child, 'exit')).toEqual([0, null]);
    expect(readdirSync('/proc')).not.toContain(String(workers[0]));
  });
});
