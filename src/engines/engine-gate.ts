// Owns who may call a provider now: so many at once, and nobody while it keeps failing. Refuses at once what another engine can do sooner.

import { bulkhead, circuitBreaker, CircuitState, ConsecutiveBreaker, handleType } from 'cockatiel';
import type { BulkheadPolicy, CircuitBreakerPolicy } from 'cockatiel';
import type { EngineName } from './engine.ts';
import { refuseCall } from './engine-pass.ts';
import type { CallOutcome, EngineGate, EnginePass } from './engine-pass.ts';

/** A gate of this process. */
export interface LocalEngineGate extends EngineGate {
  /** Calls to all engines that were let through and have not ended. */
  readonly calls: number;
}

/**
 * Failures in a row after which a provider is left alone. Each was tried twice, so these are up to ten calls without one
 * answer: chance at a provider that fails every second call would need 1024 tries.
 */
const failuresInRow = 5;

/** Then one call is let through to see, and this long again if it fails: two a minute cost a provider that is down nothing. */
const leftAloneMs = 30_000;

/** A failure that counts. */
class CallFailed extends Error {
  override readonly name = 'CallFailed';
}

/** A call that says nothing about its provider. */
class CallUnknown extends Error {
  override readonly name = 'CallUnknown';
}

interface Door {
  readonly places: BulkheadPolicy;
  readonly breaker: CircuitBreakerPolicy;
  openedAtMs: number;
  calls: number;
}

/** @param maxAtOnce - Calls at once for each engine; an engine without a number is not limited. */
export function createEngineGate(maxAtOnce: Readonly<Partial<Record<EngineName, number | undefined>>>): LocalEngineGate {
  const doors = new Map<EngineName, Door>();
  const findDoor = (engine: EngineName): Door => {
    const door = doors.get(engine) ?? createDoor(maxAtOnce[engine] ?? Infinity);
    doors.set(engine, door);
    return door;
  };
  return {
    get calls() {
      return [...doors.values()].reduce((sum, { calls }) => sum + calls, 0);
    },
    async enter(engine, signal) {
      signal.throwIfAborted();
      const door = findDoor(engine);
      refuseWhileClosed(door, engine);
      return await takePlace(door, engine, signal);
    },
  };
}

function createDoor(maxAtOnce: number): Door {
  const breaker = circuitBreaker(handleType(CallFailed), { breaker: new ConsecutiveBreaker(failuresInRow), halfOpenAfter: leftAloneMs });
  const door = { places: bulkhead(maxAtOnce, Infinity), breaker, openedAtMs: 0, calls: 0 };
  breaker.onBreak(() => (door.openedAtMs = Date.now()));
  return door;
}

/** Seconds for which the provider is left alone from now, rounded up; 0 when it may be called. */
function readClosedSeconds({ breaker, openedAtMs }: Door): number {
  // While one call looks whether the provider is back, the others need not wait for what it finds.
  if (breaker.state === CircuitState.HalfOpen) return 1;
  if (breaker.state === CircuitState.Closed) return 0;
  return Math.max(0, Math.ceil((openedAtMs + leftAloneMs - Date.now()) / 1000));
}

function refuseWhileClosed(door: Door, engine: EngineName): void {
  const seconds = readClosedSeconds(door);
  if (seconds > 0) throw refuseCall(engine, seconds);
}

/** The library runs a function; here its run is the time between entering and leaving. */
function takePlace(door: Door, engine: EngineName, signal: AbortSignal): Promise<EnginePass> {
  const { promise, resolve, reject } = Promise.withResolvers<EnginePass>();
  const giveUp = () => reject(signal.reason);
  signal.addEventListener('abort', giveUp, { once: true });
  const stay = () => {
    const stayed = Promise.withResolvers<void>();
    // The library takes any other end of the one call for a success.
    const isProbe = door.breaker.state === CircuitState.HalfOpen;
    const leave = (outcome: CallOutcome) => endStay(stayed, isProbe && outcome === 'unknown' ? 'failed' : outcome);
    if (signal.aborted) leave('unknown');
    else resolve({ leave });
    return stayed.promise;
  };
  const passed = door.places.execute(async () => {
    refuseWhileClosed(door, engine);
    door.calls += 1;
    await door.breaker.execute(stay).finally(() => (door.calls -= 1));
  }, signal);
  // Once let in, how the call ended is the caller's to know.
  passed.catch(reject).finally(() => signal.removeEventListener('abort', giveUp));
  return promise;
}

function endStay({ resolve, reject }: PromiseWithResolvers<void>, outcome: CallOutcome): void {
  if (outcome === 'worked') resolve();
  else reject(outcome === 'failed' ? new CallFailed() : new CallUnknown());
}
