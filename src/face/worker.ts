// Owns the loop of one vision thread: warm up, prove itself, do one task at a time, clear up when idle. Refuses to keep anything of a task.

import type { MessagePort } from 'node:worker_threads';
import { parentPort, workerData } from 'node:worker_threads';
import type { Answer, Order, Start } from './message.ts';
import { arraysOf } from './message.ts';
import type { Portrait } from './portrait.ts';
import type { Reader } from './reader.ts';
import { createReader } from './reader.ts';
import { Scratch, Stopped } from './scratch.ts';
import { judgeSelfTest, paintSelfTest } from './self-test.ts';
import { guardEgress } from '../retention/egress.ts';

guardEgress([]);
if (parentPort) void serve(parentPort, workerData as Start);

async function serve(port: MessagePort, start: Start): Promise<void> {
  const answer = (message: Answer, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);
  let fault: string | undefined;
  const reader = await createReader((line) => (fault ??= line), start.program).catch(() => undefined);
  const reason = reader ? (await proveReader(reader, start)) ?? (fault && 'the vision runtime met an operation it does not know') : 'a vision model or the runtime could not be loaded';
  if (!reader || reason) return answer({ kind: 'failed', reason: reason ?? '' });
  const idle = blankWhenIdle(reader, start.blankAfterMs, () => answer({ kind: 'blanked' }));
  port.on('message', (order: Order) => {
    idle.cancel();
    void perform(reader, order, answer).finally(idle.begin);
  });
  answer({ kind: 'ready', program: reader.program });
}

/** Once in each process: the same program on models of the same digests computes the same. */
async function proveReader(reader: Reader, { program }: Start): Promise<string | undefined> {
  if (program) return undefined;
  using scratch = new Scratch();
  try {
    return judgeSelfTest(await reader.read(paintSelfTest(), true, scratch));
  } catch {
    return 'the self-test ended with an error';
  }
}

async function perform(reader: Reader, { task, stop }: Order, answer: (message: Answer, transfer?: ArrayBuffer[]) => void): Promise<void> {
  using scratch = new Scratch(stop);
  for (const array of arraysOf(task)) scratch.keep(array);
  try {
    scratch.step();
    if (task.kind === 'read') {
      const portrait = await reader.read(task.picture, task.withMatte, scratch);
      return answer({ kind: 'portrait', portrait }, buffersOf(portrait));
    }
    const cut = reader.cut(task.picture, task.matte, task.map, scratch);
    scratch.release(cut.foreground.data);
    scratch.release(cut.alpha.data);
    answer({ kind: 'cut', cut }, [cut.foreground.data.buffer, cut.alpha.data.buffer]);
  } catch (error) {
    if (error instanceof Stopped) answer({ kind: 'stopped' });
    else answer({ kind: 'broken', errorClass: error instanceof Error ? error.name : 'unknown' });
  }
}

function buffersOf({ faces, matte }: Portrait): ArrayBuffer[] {
  return [...faces.map((face) => face.mesh.buffer as ArrayBuffer), ...(matte?.buffers ?? []).map((array) => array.buffer)];
}

/**
 * Run each model on zeros when the thread has been idle: what the last picture left in their memory is
 * overwritten without delaying anyone's answer. One model at a time, and none after a task has come in.
 */
function blankWhenIdle(reader: Reader, afterMs: number, done: () => void) {
  let round = 0;
  const blank = async (begun: number) => {
    for (const model of reader.models) {
      if (round !== begun) return;
      await model.blank();
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (round === begun) done();
  };
  const cancel = () => void round++;
  const begin = () => {
    const begun = ++round;
    setTimeout(() => round === begun && void blank(begun), afterMs).unref();
  };
  return { begin, cancel };
}
