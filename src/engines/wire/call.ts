// Owns one call for one picture: an attempt, its time, one more attempt when the fault passes by itself. Refuses a third.

import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../../problem.ts';
import type { EncodedPicture, Painting } from '../engine.ts';
import { WireFault } from './fault.ts';
import { readWireProblem } from './problem.ts';
import { Transfer } from './transfer.ts';
import type { Wire } from './transfer.ts';

/** Who is called, and for how long one attempt may take, upload and answer included. */
export interface Line extends Wire {
  /** The provider's name as people know it. */
  readonly provider: string;
  readonly timeoutMs: number;
}

/** The SDK's call in one attempt, and the reading of its answer. */
export type Attempt = (transfer: Transfer) => Promise<Painting>;

/** Before the retry when the provider names no delay: long enough for a balancer to choose another machine. */
const retryDelayMs = 500;

/**
 * Call a provider. Takes at most twice `timeoutMs`: an attempt, a wait that fits into the first attempt's time, and another.
 *
 * @throws {Problem} As `ImageModel.paint`; the signal's own reason when it is aborted.
 */
export async function callProvider(line: Line, references: readonly EncodedPicture[], attempt: Attempt, signal: AbortSignal): Promise<Painting> {
  const startedMs = performance.now();
  const tryOnce = () => tryInTime(line, references, attempt, signal);
  try {
    return await tryOnce().catch(async (error: unknown) => {
      await sleep(readRetryDelay(error, line.timeoutMs - (performance.now() - startedMs)), undefined, { signal });
      return await tryOnce();
    });
  } catch (error) {
    // The caller's own reason comes first, whatever the abort broke.
    signal.throwIfAborted();
    throw error instanceof WireFault ? readWireProblem(error, line.provider) : error;
  }
}

/**
 * How long to wait before the retry, in ms.
 *
 * @throws The error itself, when there is to be no retry.
 */
function readRetryDelay(error: unknown, remainingMs: number): number {
  if (!(error instanceof WireFault) || !error.isPassing) throw error;
  const delayMs = error.facts.retryDelayMs ?? retryDelayMs;
  if (delayMs > remainingMs) throw error;
  return delayMs;
}

async function tryInTime(line: Line, references: readonly EncodedPicture[], attempt: Attempt, caller: AbortSignal): Promise<Painting> {
  const timeout = AbortSignal.timeout(line.timeoutMs);
  const transfer = new Transfer(line, references, AbortSignal.any([caller, timeout]));
  try {
    return await untilAborted(attempt(transfer), transfer.signal);
  } catch (error) {
    transfer.erase();
    if (timeout.aborted && !caller.aborted) throw new WireFault('timeout');
    const known = [error, transfer.fault].find((each) => each instanceof Problem || each instanceof WireFault);
    if (known) throw known;
    // The SDK's own errors quote requests and answers: only whether the call got as far as sending is told.
    throw new WireFault(transfer.hasBegun ? 'unreadable' : 'settings');
  }
}

/** Reject as soon as the signal is aborted, even where the SDK waits for a sign-in that cannot be aborted. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const stop = () => reject(new WireFault('network'));
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  return promise;
}
