// Owns the ways in which a call can go wrong on the wire. Refuses what the server or a library wrote about it.

import type { RefusalReason } from '../refusals.ts';

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
  /** The provider's name of the status, such as `RESOURCE_EXHAUSTED`. */
  readonly statusName?: string | undefined;
  readonly retryDelayMs?: number | undefined;
  /** The same call would fail again, whatever its status says. */
  readonly isLasting?: boolean;
  /** The provider would not make the picture, and says so by a status. */
  readonly refusal?: RefusalReason | undefined;
}

/** Reads the JSON of an error; undefined where the body was none. */
export type ReadError = (json: unknown) => Omit<WireFaultFacts, 'status'>;

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
    return this.kind === 'status' && !this.facts.isLasting && (status === 408 || status === 429 || status >= 500);
  }
}

/**
 * Read an answer that is not 200.
 *
 * @param body - Whatever came with it, JSON or not.
 * @param retryAfter - The header's value: seconds or a date.
 */
export function readStatusFault(status: number, body: Uint8Array, retryAfter: string | undefined, readError: ReadError): WireFault {
  const { retryDelayMs = readRetryAfter(retryAfter), ...facts } = readError(parseJson(body));
  return new WireFault('status', { ...facts, status, retryDelayMs });
}

function readRetryAfter(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const until = Date.parse(value) - Date.now();
  return readDelayMs(value) ?? (Number.isFinite(until) ? Math.max(0, until) : undefined);
}

/** @param text - Seconds as a decimal. @returns Milliseconds; undefined for anything else. */
export function readDelayMs(text: string | undefined): number | undefined {
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
