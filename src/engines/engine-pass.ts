// Owns how a call to a provider asks to be let through, and says how it ended. Counts nothing: a gate does, here or in another process.

import { Problem } from '../problem.ts';
import type { EngineName, ImageModel } from './engine.ts';

/** How a call ended. `unknown`: nobody waited for its end. */
export type CallOutcome = 'worked' | 'failed' | 'unknown';

/** The right to make one call. */
export interface EnginePass {
  /** Give it back, once; a second time is harmless. */
  leave(outcome: CallOutcome): void;
}

/** Lets calls to providers through; it may be kept in another process. */
export interface EngineGate {
  /**
   * Wait in line for a place.
   *
   * @throws {Problem} `provider-busy` while the provider is left alone; the signal's reason when aborted while waiting.
   */
  enter(engine: EngineName, signal: AbortSignal): Promise<EnginePass>;
}

/** The refusal of a call to a provider that is left alone. */
export function refuseCall(engine: EngineName, closedSeconds: number): Problem {
  const detail = `\`${engine}\` failed several times in a row and is left alone for a moment; nothing was sent. Try again later, or choose the engine local.`;
  return new Problem('provider-busy', detail, { retryAfterSeconds: closedSeconds });
}

/**
 * A model that is asked only when the gate lets the call through.
 *
 * @returns A model whose `paint` throws the gate's refusal besides its own.
 */
export function guardModel(model: ImageModel, gate: EngineGate): ImageModel {
  return {
    ...model,
    async paint(request, signal) {
      const pass = await gate.enter(model.name, signal);
      let outcome: CallOutcome = 'unknown';
      try {
        request.onSending?.();
        const painting = await model.paint(request, signal);
        outcome = 'worked';
        return painting;
      } catch (error) {
        if (!signal.aborted) outcome = readOutcome(error);
        throw error;
      } finally {
        pass.leave(outcome);
      }
    },
  };
}

/** What another engine can cure speaks against the provider; a refusal and a complaint about settings are answers. */
function readOutcome(error: unknown): CallOutcome {
  if (!(error instanceof Problem)) return 'unknown';
  return error.code === 'provider-busy' || error.code === 'provider-failed' ? 'failed' : 'worked';
}
