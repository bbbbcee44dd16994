// Owns the supervisor's answers to one worker: reservations, places in line, calls to engines, counts. Gives back whatever a dead worker held.

import type { EngineName } from '../engines/engine.ts';
import type { CallOutcome } from '../engines/engine-pass.ts';
import { Problem } from '../problem.ts';
import type { Kept } from '../studio/shared.ts';
import type { CallAnswer, EngineClosed, FromWorker, Question } from './message.ts';

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
export function createCallDesk({ budget, rate, pixelGate, engineGate, offers }: Kept, answer: (message: CallAnswer) => void): CallDesk {
  const held = new Map<number, (outcome: CallOutcome) => void>();

  function take(call: number, question: Question): CallAnswer['value'] | Promise<CallAnswer['value']> {
    if (question.about === 'usage') return budget.readUsage();
    if (question.about === 'count') return rate.count(question.client);
    if (question.about === 'offers') return offers.recall();
    if (question.about === 'pixels') return waitForPixels(call, question.bytes);
    if (question.about === 'engine') return waitForEngine(call, question.engine);
    if (!budget.hasRoom(question.bytes)) return budget.readUsage();
    const reservation = budget.reserve(question.bytes);
    held.set(call, () => reservation.release());
    return undefined;
  }

  async function waitForPixels(call: number, bytes: number): Promise<undefined> {
    const leaving = new AbortController();
    held.set(call, () => leaving.abort());
    const room = await pixelGate.acquire(bytes, leaving.signal);
    // Let in and given up in the same moment.
    if (leaving.signal.aborted) room[Symbol.dispose]();
    else held.set(call, () => room[Symbol.dispose]());
  }

  async function waitForEngine(call: number, engine: EngineName): Promise<EngineClosed | undefined> {
    const leaving = new AbortController();
    held.set(call, () => leaving.abort());
    try {
      const pass = await engineGate.enter(engine, leaving.signal);
      if (leaving.signal.aborted) pass.leave('unknown');
      else held.set(call, (outcome) => pass.leave(outcome));
      return undefined;
    } catch (error) {
      held.delete(call);
      if (!(error instanceof Problem)) throw error;
      return { closedSeconds: error.retryAfterSeconds ?? 1 };
    }
  }

  return {
    hear(message) {
      if (message.kind === 'offers') offers.remember(message.offers);
      if (message.kind === 'release') {
        held.get(message.call)?.(message.outcome ?? 'unknown');
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
      for (const give of held.values()) give('unknown');
      held.clear();
    },
  };
}
