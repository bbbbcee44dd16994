// Owns one render thread: takes work, gives pictures back, leaves nothing behind. Refuses to keep a byte between two works.

import { parentPort } from 'node:worker_threads';
import { freeBytes } from '../../retention/vault.ts';
import { doRenderWork } from './render-tasks.ts';
import { picturesOf } from './render-work.ts';
import type { RenderAnswers, RenderWork } from './render-work.ts';
import { guardEgress } from '../../retention/egress.ts';

/** One message to a render thread; its buffers are transferred. */
export interface RenderQuestion {
  readonly work: RenderWork;
  /** Becomes 1 when the request is over. */
  readonly stop: Int32Array;
}

/** What a render thread says; it stays silent about why it failed, for a message could hold image data. */
export type RenderReply = { readonly answer: RenderAnswers[keyof RenderAnswers] } | { readonly failure: string };

guardEgress([]);
const port = parentPort;
if (!port) throw new Error('this file runs as a worker thread');

port.on('message', ({ work, stop }: RenderQuestion) => {
  const goOn = () => {
    if (Atomics.load(stop, 0) === 1) throw new Error('the request is over');
  };
  try {
    const answer = doRenderWork(work, goOn);
    const given = picturesOf(answer).map(({ data }) => data);
    for (const { data } of picturesOf(work)) if (!given.includes(data)) freeBytes(data);
    port.postMessage({ answer } satisfies RenderReply, given.map(({ buffer }) => buffer));
  } catch (error) {
    for (const { data } of picturesOf(work)) freeBytes(data);
    port.postMessage({ failure: error instanceof Error ? error.name : 'unknown' } satisfies RenderReply);
  } finally {
    if ('marks' in work) work.marks.mesh.fill(0);
  }
});
