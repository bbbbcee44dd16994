// Shows the end of a studio of several processes: who is there is answered, who waits too, who comes is told.

import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { isAlive } from '../../prove/processes.ts';
import { drawPortrait, renderFile } from '../drawn-portrait.ts';
import { startFakeGemini } from '../fake-gemini/fake-gemini.ts';
import { fakeKey } from '../fake-gemini/request-rules.ts';
import { fileOf, postForm } from '../start-studio.ts';
import { startMain } from '../started-studio.ts';

const photo = fileOf(new Uint8Array(await renderFile(drawPortrait())));

/** Until something is so: long enough for a start on a machine with much else to do. */
const longEnough = { timeout: 30_000 };

describe.skipIf(process.platform !== 'linux')('a studio that is told to stop', { timeout: 120_000 }, () => {
  it('answers who waits for a process when there is none', async () => {
    await using lost = await startMain();
    await lost.warm(2);
    const workers = lost.listWorkers();
    for (const pid of workers) process.kill(pid, 'SIGKILL');
    await expect.poll(() => workers.some(isAlive), longEnough).toBe(false);
    const answer = postForm(lost, '/v1/cutouts', { photo });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const exit = once(lost.child, 'exit');
    lost.child.kill('SIGTERM');
    expect((await answer).status).toBe(200);
    expect(await exit).toEqual([0, null]);
  });

  it('tells who comes while it finishes the work of others', async () => {
    await using fake = await startFakeGemini();
    fake.script({ kind: 'hang-before-headers' });
    await using stopping = await startMain({ DRAIN_SECONDS: '3', MAX_RESIDENCE_SECONDS: '1', STANDBY_WORKERS: '2', GEMINI_API_KEY: fakeKey, GEMINI_BASE_URL: fake.url });
    await stopping.warm(2);
    const cutOff = postForm(stopping, '/v1/headshots', { photo });
    await expect.poll(() => fake.requests.length, longEnough).toBe(1);
    // Its time over, it takes nobody: who comes now comes to the one that stands by.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    stopping.child.kill('SIGTERM');
    await expect.poll(async () => (await postForm(stopping, '/v1/cutouts', { photo })).status, longEnough).toBe(503);
    const late = await cutOff;
    expect([late.status, await late.json()]).toEqual([503, expect.objectContaining({ code: 'draining' })]);
  });
});
