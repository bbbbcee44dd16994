// Owns the verdicts: what was measured against what is promised in the mode that runs.

import type { Passage } from './journey.ts';
import type { Found, Search } from './memory.ts';
import type { Needles, Secret } from './needles.ts';
import type { Leftovers } from './places.ts';
import type { Row } from './table.ts';
import type { Sighting } from './watch.ts';

/** Every request came to the end it should. */
export function judgePassages(passages: readonly Passage[]): Row {
  const wrong = passages.filter(({ asExpected }) => !asExpected);
  return {
    name: 'every way in and out was gone',
    verdict: wrong.length === 0 ? 'holds' : 'fails',
    says: `${passages.length - wrong.length} of ${passages.length} requests ended as they should`,
    details: wrong.map(({ format, way, ended }) => `${way}, ${format}: ${ended}`),
  };
}

/** Nothing was opened for writing, and nothing lies anywhere. */
export function judgeDisk({ writes }: Sighting, { own, shared }: Leftovers): Row {
  return {
    name: 'nothing is written to disk',
    verdict: writes.size + own.length + shared.length === 0 ? 'holds' : 'fails',
    says: `${writes.size} files opened for writing, ${own.length} left in its own temporary folder, ${shared.length} with a canary in the machine’s`,
    details: [...writes, ...own, ...shared],
  };
}

/** Nobody but the provider was called. */
export function judgeHosts({ hosts }: Sighting, providerPort: number): Row {
  const others = [...hosts].filter((host) => host !== `127.0.0.1:${providerPort}`);
  return {
    name: 'no host but the provider is contacted',
    verdict: others.length === 0 ? 'holds' : 'fails',
    says: `${others.length} others; the provider ${hosts.size > others.length ? 'was' : 'was not'} seen`,
    details: others,
  };
}

/** No slice of a secret is in the log. */
export function judgeLog(log: Buffer, slices: readonly number[], needles: Needles): Row {
  const secrets = slices.flatMap((slice) => needles.secretOf(slice) ?? []);
  return {
    name: 'no canary is in the log',
    verdict: secrets.length === 0 ? 'holds' : 'fails',
    says: `${secrets.length} slices in ${log.length} bytes of standard output and error`,
    details: tally(secrets.map(({ request, kind }) => `${kind} of ${request}`)),
  };
}

/** From this share of its slices on, a secret counts as kept whole, not as fragments of freed memory; of a few slices none does. */
const wholeShare = 0.9;
const fewSlices = 64;

/** What the processes that are left hold: nothing where workers die; where they scrub, no photo or result as a whole. */
export function judgeMemory(after: string, { found, searchedBytes, swappedBytes }: Search, needles: Needles, mode: string): Row {
  const known = found.flatMap((each) => {
    const secret = needles.secretOf(each.slice);
    return secret ? [{ ...each, secret }] : [];
  });
  const whole = listWhole(known, needles);
  const fails = mode === 'die' ? known.length + swappedBytes > 0 : whole.length > 0;
  return {
    name: `memory ${after} after the last answer`,
    verdict: fails ? 'fails' : mode === 'die' ? 'holds' : 'reported',
    says: `${known.length} slices of secrets in ${mega(searchedBytes)} MB, ${whole.length} secrets whole, ${mega(swappedBytes)} MB on the swap`,
    details: [...whole.map((name) => `whole: ${name}`), ...tally(known.map(({ secret, map }) => `${secret.kind} in ${map}`)), ...tally(known.map(({ secret }) => secret.request))],
  };
}

function listWhole(known: readonly (Found & { readonly secret: Secret })[], needles: Needles): string[] {
  const slices = new Map<Secret, Set<number>>();
  for (const { slice, secret } of known) slices.set(secret, (slices.get(secret) ?? new Set()).add(slice));
  return [...slices].filter(([secret, seen]) => seen.size >= Math.max(fewSlices, needles.countPlaces(secret) * wholeShare)).map(([{ kind, request }]) => `${kind} of ${request}`);
}

/** Where workers die: no process that held a client's connection lives on. */
export function judgeDeath(holders: readonly number[], alive: readonly number[], mode: string): Row {
  const left = holders.filter((pid) => alive.includes(pid));
  return {
    name: 'processes that had a photo are gone 1 s after',
    verdict: mode !== 'die' ? 'reported' : left.length === 0 ? 'holds' : 'fails',
    says: `${holders.length} had one, ${left.length} of them ${left.length === 1 ? 'lives' : 'live'}; ${alive.length} run`,
  };
}

/** After the drain, with a request in flight, nothing runs. */
export function judgeDrain(status: number | null, left: readonly number[], passages: readonly Passage[]): Row {
  const ended = passages.every(({ asExpected }) => asExpected);
  return {
    name: 'a drain answers who is there, then everything ends',
    verdict: status === 0 && left.length === 0 && ended ? 'holds' : 'fails',
    says: `answers ${passages.map((passage) => passage.ended).join(' and ')}, exit status ${status}, ${left.length} processes left`,
  };
}

function tally(names: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one).map(([name, count]) => `${count} × 32 bytes: ${name}`);
}

function mega(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}
