// Owns a worker's questions to the supervisor: budget, gates, rate counts and receipt keys as if they were here. Keeps none.

import { refuseCall } from '../engines/engine-pass.ts';
import type { CallOutcome } from '../engines/engine-pass.ts';
import type { PricedOffer } from '../payments/payment.ts';
import { refuseReservation } from '../retention/budget.ts';
import type { BudgetUsage } from '../retention/budget.ts';
import type { RateCount } from '../retention/rate-counter.ts';
import type { ReceiptKeys } from '../retention/receipt-keys.ts';
import type { Shared } from '../studio/shared.ts';
import type { Begin, CallAnswer, EngineClosed, FromWorker, Question } from './message.ts';

/** What the supervisor keeps, seen from a worker. */
export interface SupervisorLink extends Shared {
  hear(answer: CallAnswer): void;
  /** Receipts are signed with these from now on. */
  turnKeys(keys: ReceiptKeys): void;
}

/** Tell the supervisor something. */
export function tell(message: FromWorker): void {
  // The channel is gone only when the supervisor is; `disconnect` ends this process then.
  if (process.connected) process.send?.(message);
}

/**
 * @param begin - What the supervisor said first.
 * @param send - Brings a message to it.
 */
export function linkSupervisor({ rateSalt, receiptKeys }: Pick<Begin, 'rateSalt' | 'receiptKeys'>, send: (message: FromWorker) => void): SupervisorLink {
  const waiting = new Map<number, (value: CallAnswer['value']) => void>();
  let keys = receiptKeys;
  let calls = 0;
  const ask = (question: Question) => {
    const { promise, resolve } = Promise.withResolvers<CallAnswer['value']>();
    waiting.set(++calls, resolve);
    send({ kind: 'call', call: calls, question });
    return { call: calls, answer: promise };
  };
  return {
    budget: {
      async reserve(bytes) {
        const { call, answer } = ask({ about: 'reserve', bytes });
        const refused = (await answer) as BudgetUsage | undefined;
        if (refused) throw refuseReservation(bytes, refused.limitBytes);
        return { release: () => send({ kind: 'release', call }) };
      },
      readUsage: async () => (await ask({ about: 'usage' }).answer) as BudgetUsage,
    },
    pixelGate: {
      async acquire(bytes, signal) {
        signal.throwIfAborted();
        const { call, answer } = ask({ about: 'pixels', bytes });
        const leave = () => {
          waiting.delete(call);
          send({ kind: 'release', call });
        };
        await untilAborted(answer, signal, leave);
        return { [Symbol.dispose]: leave };
      },
    },
    engineGate: {
      async enter(engine, signal) {
        signal.throwIfAborted();
        const { call, answer } = ask({ about: 'engine', engine });
        const leave = (outcome: CallOutcome) => {
          waiting.delete(call);
          send({ kind: 'release', call, outcome });
        };
        const closed = (await untilAborted(answer, signal, () => leave('unknown'))) as EngineClosed | undefined;
        if (closed) throw refuseCall(engine, closed.closedSeconds);
        return { leave };
      },
    },
    rate: { salt: rateSalt, count: async (client) => (await ask({ about: 'count', client }).answer) as RateCount },
    receiptKeys: { keys: () => keys },
    offers: {
      recall: async () => (await ask({ about: 'offers' }).answer) as readonly PricedOffer[] | undefined,
      remember: (offers) => send({ kind: 'offers', offers }),
    },
    turnKeys: (turned) => void (keys = turned),
    hear({ call, value }) {
      waiting.get(call)?.(value);
      waiting.delete(call);
    },
  };
}

/** Wait for an answer, or for the signal, whose reason is thrown once `leave` has been called. */
async function untilAborted<T>(answer: Promise<T>, signal: AbortSignal, leave: () => void): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const giveUp = () => {
    leave();
    reject(signal.reason);
  };
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    return await Promise.race([answer, promise]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}
