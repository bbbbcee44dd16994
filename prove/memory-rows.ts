// Owns the verdicts on memory: which processes live, and what they hold, against what is promised in the mode that runs.

import { lookEveryMs } from './lives.ts';
import type { Search } from './memory.ts';
import type { Needles, Secret } from './needles.ts';
import { tally } from './rows.ts';
import type { Row } from './table.ts';

/** What one look at a studio's processes saw. */
export interface MemoryLook {
  readonly alive: readonly number[];
  /** Those of them that had a photo. */
  readonly holders: readonly number[];
  /** Of the others where processes die; of all where they scrub. */
  readonly search: Search;
}

/** Where workers die: no process that held a client's connection lives on. */
export function judgeDeath({ alive, holders }: MemoryLook, everHeld: number, mode: string): Row {
  return {
    name: 'processes that had a photo are gone 1 s after',
    verdict: mode !== 'die' ? 'reported' : holders.length === 0 && everHeld > 0 ? 'holds' : 'fails',
    says: `${everHeld} had one, ${holders.length} of them ${holders.length === 1 ? 'lives' : 'live'}; ${alive.length} run`,
  };
}

/** Default of `MAX_RESIDENCE_SECONDS`, in milliseconds. */
const residenceMs = 5000;

/** Where workers die: none outlives its first photo by more than its time and its longest job. */
export function judgeResidence(longestMs: number, longestJobMs: number, mode: string): Row {
  return {
    name: 'under load no process outlives its time',
    verdict: mode !== 'die' ? 'reported' : longestMs <= residenceMs + longestJobMs + 2 * lookEveryMs ? 'holds' : 'fails',
    says: `${seconds(longestMs)} s at most after a first photo; its time is ${seconds(residenceMs)} s and a job, the longest of which took ${seconds(longestJobMs)} s`,
  };
}

/** From this share of its pieces on, a secret counts as kept whole, not as fragments of freed memory; of a few pieces none does. */
const wholeShare = 0.9;
const fewPieces = 64;

const memoryRows = { '1 s': 'memory 1 s after the last answer', '10 s': 'memory 10 s after the last answer' } as const;

/** What the processes that are left hold: nothing where workers die; where they scrub, what there is and where. */
export function judgeMemory(after: keyof typeof memoryRows, { search: { found, searchedBytes }, alive }: MemoryLook, needles: Needles, mode: string): Row {
  const whole = listWhole(found, needles);
  return {
    name: memoryRows[after],
    verdict: mode !== 'die' ? 'reported' : found.length === 0 && searchedBytes > 0 ? 'holds' : 'fails',
    says: `${found.length} slices of ${new Set(found.map(({ secret }) => secret)).size} secrets in ${(searchedBytes / 1e6).toFixed(0)} MB of ${alive.length} processes, ${whole.length} secrets whole`,
    details: [...whole.map((name) => `whole: ${name}`), ...tally(found.map(({ secret, map }) => `${secret.kind} in ${map}`)), ...tally(found.map(({ secret }) => secret.request))],
  };
}

/** Run after run: in how many nothing was left. */
export function judgeRuns(looks: readonly MemoryLook[], mode: string): Row {
  const clean = looks.filter(({ holders, search }) => holders.length === 0 && search.found.length === 0).length;
  return {
    name: 'run after run, memory 1 s after is clean',
    verdict: mode !== 'die' ? 'reported' : clean === looks.length ? 'holds' : 'fails',
    says: `${clean} of ${looks.length}`,
  };
}

function listWhole(found: Search['found'], needles: Needles): string[] {
  const pieces = new Map<Secret, Set<number>>();
  for (const { secret, at } of found) pieces.set(secret, (pieces.get(secret) ?? new Set()).add(at));
  return [...pieces].filter(([secret, seen]) => seen.size >= Math.max(fewPieces, needles.countPieces(secret) * wholeShare)).map(([{ kind, request }]) => `${kind} of ${request}`);
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}
