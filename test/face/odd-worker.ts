// Owns a vision worker that misbehaves in a chosen way. Refuses to look at pictures.

import { parentPort } from 'node:worker_threads';
import type { Answer, Order } from '../../src/face/message.ts';
import type { Portrait } from '../../src/face/portrait.ts';

export type Fault = 'die' | 'fail' | 'crash' | 'break' | 'hang';

const answer = (message: Answer) => parentPort?.postMessage(message);

/** Serve as a vision worker with one fault; a picture of one pixel is the sign for it. */
export function misbehave(fault: Fault): void {
  if (fault === 'die') throw new Error('A worker that dies at once');
  if (fault === 'fail') answer({ kind: 'failed', reason: 'the self-test found 0 faces instead of 1' });
  else answer({ kind: 'ready' });
  parentPort?.on('message', (order: Order) => serve(fault, order));
}

function serve(fault: Fault, { task, stop }: Order): void {
  const { width, height } = task.picture;
  if (fault === 'crash' && width === 1) throw new Error('A worker that crashes on a task');
  if (fault === 'break' && width === 1) return answer({ kind: 'broken', errorClass: 'TypeError' });
  if (fault === 'hang' && width === 1) {
    Atomics.wait(stop, 0, 0, 20_000);
    return answer({ kind: 'stopped' });
  }
  const portrait: Portrait = { width, height, faces: [], turn: 0, matte: undefined, confidence: 0 };
  return answer({ kind: 'portrait', portrait });
}
