// Owns what a failed call means to the caller: whether another engine may cure it, and what to do. Refuses provider text.

import { Problem } from '../../problem.ts';
import { refuse } from '../refusals.ts';
import type { WireFault } from './fault.ts';

/**
 * Turn a fault into the public error.
 *
 * 429 and the like pass by themselves; network, timeout and 5xx are the provider's; every other status
 * says that this server's key, project, model or address is wrong.
 *
 * @param provider - Its name as people know it.
 */
export function readWireProblem(fault: WireFault, provider: string): Problem {
  const { status, refusal } = fault.facts;
  if (refusal) return refuse(refusal);
  if (fault.kind === 'settings') return misconfigured(`${provider} could not be called`, fault);
  if (status === 429) return busy(fault, provider);
  if (fault.kind === 'status' && !fault.isPassing) return misconfigured(`${provider} answered with status ${nameStatus(fault)}`, fault);
  return new Problem('provider-failed', `${describeFailure(fault, provider)} Try again in a moment, or choose the engine local.`, {
    cause: fault,
  });
}

function busy(fault: WireFault, provider: string): Problem {
  const { retryDelayMs } = fault.facts;
  const wait = retryDelayMs === undefined ? {} : { retryAfterSeconds: Math.max(1, Math.ceil(retryDelayMs / 1000)) };
  return new Problem('provider-busy', `${provider} has no room for this request now. Try again later, or choose the engine local.`, {
    cause: fault,
    ...wait,
  });
}

function misconfigured(what: string, fault: WireFault): Problem {
  const detail = `${what}: its key, project, model or address needs the operator. Your photo is not the cause; the engine local works.`;
  const { status } = fault.facts;
  return new Problem('provider-misconfigured', detail, { cause: fault, members: status ? { providerStatus: status } : {} });
}

function nameStatus({ facts: { status, statusName } }: WireFault): string {
  return statusName ? `${status} ${statusName}` : String(status);
}

function describeFailure(fault: WireFault, provider: string): string {
  if (fault.kind === 'status') return `${provider} failed with status ${fault.facts.status}.`;
  if (fault.kind === 'timeout') return `${provider} did not answer in time.`;
  if (fault.kind === 'network') return `The connection to ${provider} broke.`;
  return `${provider}’s answer could not be read.`;
}
