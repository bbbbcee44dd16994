// Owns the supervisor's answers to one worker: reservations, places in line, counts. Gives back whatever a dead worker held.

import type { Kept } from '../studio/shared.ts';
import type { CallAnswer, FromWorker, Question } from './message.ts';

/** Answers one worker's calls. */
export interface CallDesk {
  hear(message: FromWorker): void;
  /** The worker is gone, and with it all that it reserved or waited for. */
  giveBack(): void;
}

/**
 * @param kept - Asked and changed on the worker's behalf.
 * @param answer - Sends to the worker.
 */
export function createCallDesk({ budget, rate, pixelGate }: Kept, answer: (message: CallAnswer) => void): CallDesk {
  const held = new Map<number, () => void>();

  function take(call: number, question: Question): CallAnswer['value'] | Promise<CallAnswer['value']> {
    if (question.about === 'usage') return budget.readUsage();
    if (question.about === 'count') return rate.count(question.client);
    if (question.about === 'pixels') return wait(call, question.bytes);
    if (!budget.hasRoom(question.bytes)) return budget.readUsage();
    const reservation = budget.reserve(question.bytes);
    held.set(call, () => reservation.release());
    return undefined;
  }

  async function wait(call: number, bytes: number): Promise<undefined> {
    const leaving = new AbortController();
    held.set(call, () => leaving.abort());
    const room = await pixelGate.acquire(bytes, leaving.signal);
    // Let in and given up in the same moment.
    if (leaving.signal.aborted) room[Symbol.dispose]();
    else held.set(call, () => room[Symbol.dispose]());
  }

  return {
    hear(message) {
      if (message.kind === 'release') {
        held.get(message.call)?.();
        held.delete(message.call);
      }
      if (message.kind !== 'call') return;
      const { call } = message;
      const value = take(call, message.question);
      if (!(value instanceof Promise)) return answer({ kind: 'answer', call, value });
      // Rejected only when the worker left the line: nobody waits for the answer.
      void value.then((later) => answer({ kind: 'answer', call, value: later }), () => undefined);
    },
    giveBack() {
      for (const give of held.values()) give();
      held.clear();
    },
  };
}
