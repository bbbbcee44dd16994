// Owns the order in which engines are tried. Refuses an engine that is not there or that keeps a photo longer than asked.

import type { EngineName, EngineRetention } from '../engines/engine.ts';
import { Problem } from '../problem.ts';
import type { ProblemCode } from '../problem.ts';
import type { MadeBy } from './orders.ts';

/** What is known of an engine before it is used. */
export interface EngineFacts {
  readonly name: EngineName;
  readonly retention: EngineRetention;
}

/** What a request says about engines. */
export interface EngineWish {
  readonly engine?: 'auto' | EngineName | undefined;
  readonly maxRetentionDays?: number | undefined;
}

/** What a studio uses: the order for `auto`, and how many days a provider may keep a photo, whatever a request says. */
export interface EnginePolicy {
  readonly order: readonly EngineName[];
  readonly maxRetentionDays: number;
}

/** What the local engine keeps: nothing. */
export const localFacts: EngineFacts = {
  name: 'local',
  retention: { days: 0, note: 'Nothing leaves this machine.', page: undefined },
};

/** Work of this machine: nobody else was sent anything. */
export const madeHere: MadeBy = { engine: localFacts.name, retentionDays: localFacts.retention.days, hosts: [] };

/** How work is chosen for that is made on this machine only. */
export const localPolicy: EnginePolicy = { order: [localFacts.name], maxRetentionDays: Infinity };

/** Failures that another engine can cure; a refusal, a wrong setting or a bad photo is not one of them. */
const curable: ReadonlySet<ProblemCode> = new Set(['provider-busy', 'provider-failed', 'result-unusable', 'vision-unavailable']);

/**
 * Choose the engines to try, before a byte leaves the machine.
 *
 * @param available - Engines that make this kind of work.
 * @param policy - Its order is what `auto` tries; an engine that is not in it is used only when it is named. Of its limit and
 * the request's own the smaller counts.
 * @throws {Problem} `engine-unavailable`, `retention-exceeds`.
 */
export function chooseEngines<E extends EngineFacts>(available: readonly E[], wish: EngineWish, policy: EnginePolicy): readonly E[] {
  const wanted = wish.engine && wish.engine !== 'auto' ? [wish.engine] : policy.order;
  const named = wanted.flatMap((name) => available.filter((engine) => engine.name === name));
  if (named.length === 0) {
    const names = available.map(({ name }) => name);
    throw new Problem('engine-unavailable', `This server does not make this work with \`${wanted.join(', ')}\`. Available: ${names.join(', ')}.`, {
      members: { available: names },
    });
  }
  const asked = wish.maxRetentionDays ?? Infinity;
  const limit = Math.min(asked, policy.maxRetentionDays);
  const discreet = named.filter(({ retention }) => retention.days <= limit);
  if (discreet.length > 0) return discreet;
  const least = Math.min(...named.map(({ retention }) => retention.days));
  throw new Problem('retention-exceeds', `The engine asked for keeps a photo for ${least} days; ${limit < asked ? 'this server allows' : 'you allowed'} ${limit}. Nothing was sent. ${limit < asked ? 'Choose \`local\`.' : 'Choose \`local\`, or allow more.'}`, {
    members: { leastRetentionDays: least },
  });
}

/**
 * Try engines in turn, moving on only for failures that another engine can cure.
 *
 * @returns The first success, with the engine that gave it.
 * @throws The last failure.
 */
export async function tryEngines<E, T>(engines: readonly E[], attempt: (engine: E) => Promise<T>): Promise<{ engine: E; made: T }> {
  let failure: unknown;
  for (const engine of engines) {
    try {
      return { engine, made: await attempt(engine) };
    } catch (error) {
      failure = error;
      if (!(error instanceof Problem) || !curable.has(error.code)) break;
    }
  }
  throw failure;
}
