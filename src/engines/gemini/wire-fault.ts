// Owns the ways in which a call can go wrong on the wire. Refuses what the server or a library wrote about it.

import { z } from 'zod';

/** What went wrong with one attempt, in values of our own. */
export type WireFaultKind =
  /** The provider answered with another status than 200. */
  | 'status'
  /** No connection, or it broke. */
  | 'network'
  /** Our own time for the attempt ran out. */
  | 'timeout'
  /** The answer is not what the interface says: not JSON, cut off, no base64. */
  | 'unreadable'
  | 'too-large'
  /** The call could not be made with these settings or credentials. */
  | 'settings';

/** What is known of a fault besides its kind. */
export interface WireFaultFacts {
  readonly status?: number;
  /** Google's name of the status, such as `RESOURCE_EXHAUSTED`. */
  readonly statusName?: string | undefined;
  readonly retryDelayMs?: number | undefined;
}

/** One attempt failed. Its message is its kind, so that it can be logged. */
export class WireFault extends Error {
  override readonly name = 'WireFault';
  readonly kind: WireFaultKind;
  readonly facts: WireFaultFacts;

  constructor(kind: WireFaultKind, facts: WireFaultFacts = {}) {
    super(kind);
    this.kind = kind;
    this.facts = facts;
  }

  /** Whether the same call may succeed a moment later. A call that timed out has used its time. */
  get isPassing(): boolean {
    if (this.kind === 'network') return true;
    const status = this.facts.status ?? 0;
    return this.kind === 'status' && (status === 408 || status === 429 || status >= 500);
  }
}

/** @see https://google.aip.dev/193 */
const errorSchema = z.object({
  error: z.object({
    status: z.string().regex(/^[A-Z_]{1,40}$/).optional().catch(undefined),
    details: z.array(z.object({ retryDelay: z.string().optional().catch(undefined) })).optional().catch(undefined),
  }),
});

/**
 * Read an answer that is not 200.
 *
 * @param body - Whatever came with it, JSON or not.
 * @param retryAfter - The header's value: seconds or a date.
 */
export function readStatusFault(status: number, body: Uint8Array, retryAfter: string | undefined): WireFault {
  const parsed = errorSchema.safeParse(parseJson(body));
  const error = parsed.success ? parsed.data.error : undefined;
  const stated = error?.details?.find((detail) => detail.retryDelay)?.retryDelay;
  return new WireFault('status', {
    status,
    statusName: error?.status,
    retryDelayMs: readSeconds(stated?.match(/^([\d.]+)s$/)?.[1]) ?? readRetryAfter(retryAfter),
  });
}

function readRetryAfter(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const until = Date.parse(value) - Date.now();
  return readSeconds(value) ?? (Number.isFinite(until) ? Math.max(0, until) : undefined);
}

function readSeconds(text: string | undefined): number | undefined {
  const seconds = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}
