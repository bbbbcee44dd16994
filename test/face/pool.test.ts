// Owns the tests of the worker pool: readiness, failure, crash, abort, and that nothing of a picture is left.

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import type { Answer, Order, Start } from '../../src/face/message.ts';
import { WorkerPool } from '../../src/face/pool.ts';
import type { VisionEvent } from '../../src/face/pool.ts';
import type { Vision } from '../../src/face/portrait.ts';
import { createVision } from '../../src/face/vision.ts';
import { createPixels } from '../../src/photo/pixels.ts';
import { Problem } from '../../src/problem.ts';
import { drawPortrait, renderPixels } from '../drawn-portrait.ts';
import { never } from './drawn-reading.ts';
import type { Fault } from './odd-worker.ts';

const open: Vision[] = [];
const events: VisionEvent[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((vision) => vision[Symbol.asyncDispose]()));
  events.length = 0;
});

const oddProgram = (fault: Fault) => new URL(`./odd-workers/${fault}.ts`, import.meta.url);

function start(fault?: Fault, workers = 1, blankAfterMs = 100): Vision {
  const vision = createVision({ workers, blankAfterMs, log: (event) => events.push(event), ...(fault ? { program: oddProgram(fault) } : {}) });
  open.push(vision);
  return vision;
}

const grey = (width: number, height = width) => {
  const picture = createPixels(width, height, 3);
  picture.data.fill(120);
  return picture;
};
const unavailable = expect.objectContaining({ code: 'vision-unavailable' });
const faces = { matte: false };

describe('starting', () => {
  it('is ready after a passed self-test, and does what was asked before', async () => {
    const vision = start();
    expect(vision.status).toMatchObject({ state: 'starting', reason: undefined, workers: 1 });
    const early = vision.read(await renderPixels(drawPortrait()), faces, never);
    await vision.ready();
    expect(vision.status).toMatchObject({ state: 'ready', reason: undefined });
    expect(vision.status.startMs).toBeGreaterThan(0);
    expect((await early).faces).toHaveLength(1);
    expect(events[0]).toMatchObject({ event: 'vision-ready' });
  });

  it('refuses to work when the self-test fails', async () => {
    const vision = start('fail');
    const early = vision.read(grey(8), faces, never);
    await expect(early).rejects.toEqual(unavailable);
    await expect(vision.ready()).rejects.toBeInstanceOf(Problem);
    expect(vision.status).toMatchObject({ state: 'failed', reason: expect.stringContaining('self-test') });
    await expect(vision.read(grey(8), faces, never)).rejects.toEqual(unavailable);
  });

  it('gives up on threads that die before they are ready', async () => {
    const vision = start('die');
    await expect(vision.ready()).rejects.toEqual(unavailable);
    expect(vision.status.state).toBe('failed');
    expect(events.filter(({ event }) => event === 'vision-worker-lost')).toHaveLength(3);
  });
});

describe('growing', () => {
  it('starts another thread for a task that would wait', async () => {
    const vision = start('hang', 2);
    await vision.ready();
    const abort = new AbortController();
    const running = vision.read(grey(1), faces, abort.signal);
    expect(await vision.read(grey(2), faces, never)).toMatchObject({ width: 2 });
    abort.abort();
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('hands the compiled program on, and it computes the same', async () => {
    const program = new URL('../../src/face/worker.ts', import.meta.url);
    const ask = async (worker: Worker): Promise<Answer> => {
      const task = { kind: 'read', picture: await renderPixels(drawPortrait()), withMatte: true } as const;
      worker.postMessage({ task, stop: new Int32Array(new SharedArrayBuffer(4)) } satisfies Order, [task.picture.data.buffer]);
      return ((await once(worker, 'message')) as [Answer])[0];
    };
    const first = new Worker(program, { workerData: { blankAfterMs: 100 } satisfies Start });
    const [ready] = (await once(first, 'message')) as [Extract<Answer, { kind: 'ready' }>];
    expect(ready).toMatchObject({ kind: 'ready', program: expect.any(WebAssembly.Module) });
    const second = new Worker(program, { workerData: { blankAfterMs: 100, program: ready.program! } satisfies Start });
    expect(await once(second, 'message')).toMatchObject([{ kind: 'ready' }]);
    expect(await ask(second)).toEqual(await ask(first));
    await Promise.all([first.terminate(), second.terminate()]);
  });
});

describe('a worker that crashes', () => {
  it('fails its own task only and is replaced', async () => {
    const vision = start('crash');
    await vision.ready();
    const [lost, kept] = await Promise.allSettled([vision.read(grey(1), faces, never), vision.read(grey(2), faces, never)]);
    expect(lost).toMatchObject({ status: 'rejected', reason: unavailable });
    expect(kept).toMatchObject({ status: 'fulfilled', value: { width: 2 } });
    expect(vision.status.state).toBe('ready');
  });

  it('and one that fails in an orderly way goes on', async () => {
    const vision = start('break');
    await expect(vision.read(grey(1), faces, never)).rejects.toEqual(unavailable);
    expect(await vision.read(grey(2), faces, never)).toMatchObject({ width: 2 });
    expect(events).toContainEqual({ event: 'vision-task-broken', errorClass: 'TypeError' });
  });
});

describe('aborting', () => {
  it('rejects a running task with the signal’s reason and frees the worker', async () => {
    const vision = start('hang');
    await vision.ready();
    const abort = new AbortController();
    const running = vision.read(grey(1), faces, abort.signal);
    const reason = new Error('gone');
    abort.abort(reason);
    await expect(running).rejects.toBe(reason);
    expect(await vision.read(grey(2), faces, never)).toMatchObject({ width: 2 });
  });

  it('stops the real engine between two steps', async () => {
    const vision = start();
    const drawing = drawPortrait({ width: 1200, height: 1280, people: [], background: 'busy' });
    const [first, second] = [await renderPixels(drawing), await renderPixels(drawPortrait())];
    await vision.ready();
    const abort = new AbortController();
    const running = vision.read(first, { matte: true }, abort.signal);
    setTimeout(() => abort.abort(), 30);
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
    expect((await vision.read(second, faces, never)).faces).toHaveLength(1);
  });

  it('refuses before it takes anything when the signal is already aborted', async () => {
    const vision = start('hang');
    const picture = grey(4);
    await expect(vision.read(picture, faces, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
    expect(picture.data).toHaveLength(48);
  });

  it('zero-fills what waited in the queue', async () => {
    const pool = new WorkerPool(oddProgram('hang'), 1, 100, () => undefined);
    await pool.ready();
    const blocking = new AbortController();
    const running = pool.run({ kind: 'read', picture: grey(1), withMatte: false }, blocking.signal);
    const abort = new AbortController();
    const picture = grey(16);
    const waiting = pool.run({ kind: 'read', picture, withMatte: false }, abort.signal);
    abort.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    expect(picture.data.every((byte) => byte === 0)).toBe(true);
    const other = grey(16);
    const refused = pool.run({ kind: 'read', picture: other, withMatte: false }, never);
    await Promise.all([expect(refused).rejects.toEqual(unavailable), expect(running).rejects.toEqual(unavailable), pool.close()]);
    expect(other.data.every((byte) => byte === 0)).toBe(true);
  });
});

describe('buffers', () => {
  it('are taken from the caller and come back whole', async () => {
    const vision = start();
    const drawing = drawPortrait();
    const [working, full] = [await renderPixels(drawing), await renderPixels(drawing)];
    const portrait = await vision.read(working, { matte: true }, never);
    expect(working.data).toHaveLength(0);
    const { foreground, alpha } = await vision.cut(full, portrait.matte!, { a: 1, b: 0, tx: 0, c: 0, d: 1, ty: 0 }, never);
    expect(full.data).toHaveLength(0);
    expect(foreground.data.byteLength).toBe(foreground.data.buffer.byteLength);
    expect(alpha.data).toHaveLength(480 * 600);
    expect(portrait.matte!.buffers.every((buffer) => buffer.byteLength === buffer.buffer.byteLength && buffer.length > 0)).toBe(true);
  });

  it('are blanked inside the models once the worker is idle', async () => {
    const vision = start();
    await vision.read(await renderPixels(drawPortrait()), faces, never);
    await expect.poll(() => events, { timeout: 30_000 }).toContainEqual({ event: 'vision-blanked' });
  });

  it('are left inside the models for as long as was asked', async () => {
    const vision = start(undefined, 1, 3_600_000);
    await vision.read(await renderPixels(drawPortrait()), faces, never);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(events.map(({ event }) => event)).toEqual(['vision-ready']);
  });
});
