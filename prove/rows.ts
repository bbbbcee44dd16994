// Owns the verdicts on what went in and out: answers, receipts, files, log, connections, debugger. Memory has rows of its own.

import type { Passage } from './journey.ts';
import type { Secret } from './needles.ts';
import type { Leftovers } from './places.ts';
import type { Seal } from './processes.ts';
import type { Row } from './table.ts';
import type { Sighting, WatchKind } from './watch.ts';
import { crash } from './ways.ts';

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

/** Every answer carries a receipt that is true of it. */
export function judgeReceipts(passages: readonly Passage[]): Row {
  const answered = passages.filter(({ receipt }) => receipt !== 'none due');
  const wrong = answered.filter(({ receipt }) => receipt !== undefined);
  return {
    name: 'every answer has a receipt that verifies',
    verdict: wrong.length === 0 && answered.length > 0 ? 'holds' : 'fails',
    says: `${answered.length - wrong.length} of ${answered.length}, by the published keys and the answer’s own bytes`,
    details: wrong.map(({ format, way, receipt }) => `${way}, ${format}: ${receipt}`),
  };
}

/** A hold lasts for an upload and its work at their longest, and a while: it cannot have ended by itself before, in milliseconds. */
const shortestHoldMs = 180_000;

/**
 * What the ledger charged is what the answers said, and what was put aside is given back; for work whose process was killed
 * it stays aside until its time ends, which many runs outlast.
 */
export function judgeCharges(passages: readonly Passage[], { charged: booked, held }: { readonly charged: number; readonly held: number }): Row {
  const killed = passages.filter(({ way }) => way === crash.name);
  const lasting = killed.filter(({ endedAt }) => performance.now() - endedAt < shortestHoldMs);
  const said = passages.reduce((sum, { charged }) => sum + charged, 0);
  return {
    name: 'only what left was charged',
    verdict: said === booked && said > 0 && held >= lasting.length && held <= killed.length ? 'holds' : 'fails',
    says: `${booked} credits charged, ${said} said by the answers to ${passages.length} requests; ${held} still put aside, for ${killed.length} whose process was killed`,
  };
}

const seenBy: Readonly<Record<WatchKind, string>> = { strace: 'by strace', proc: 'by descriptors, 20 looks a second' };

/** Nothing but the rows of accounts was opened for writing, and nothing lies in the studio's own folder. */
export function judgeDisk(sighting: Sighting, { own }: Leftovers, books: readonly string[], watch: WatchKind): Row {
  const writes = [...sighting.writes].filter((path) => !books.includes(path));
  return {
    name: 'nothing is written to disk',
    verdict: writes.length + own.length === 0 ? 'holds' : 'fails',
    says: `${writes.length} files opened for writing beside the rows of accounts (${seenBy[watch]}), ${own.length} left in its own folder`,
    details: [...writes, ...own],
  };
}

/** No slice of a secret is in a temporary folder. */
export function judgeFolders({ canaries }: Leftovers): Row {
  return {
    name: 'no canary is in a temporary folder',
    verdict: canaries.length === 0 ? 'holds' : 'fails',
    says: `${canaries.length} files with a canary`,
    details: canaries,
  };
}

/** No slice of a secret is where rows of accounts are kept. */
export function judgeDatabase({ rows, rowsBytes }: Leftovers): Row {
  return {
    name: 'no canary is in the account database',
    verdict: rows.length === 0 && rowsBytes > 0 ? 'holds' : 'fails',
    says: `${rows.length} files with a canary, in ${(rowsBytes / 1000).toFixed(0)} kB of rows and the program’s folder`,
    details: rows,
  };
}

/** Nobody but the providers was called. */
export function judgeHosts({ hosts }: Sighting, providerPorts: readonly number[]): Row {
  const providers = providerPorts.map((port) => `127.0.0.1:${port}`);
  const others = [...hosts].filter((host) => !providers.includes(host));
  return {
    name: 'no host but the provider is contacted',
    verdict: others.length === 0 ? 'holds' : 'fails',
    says: `${others.length} others; the provider ${hosts.size > others.length ? 'was' : 'was not'} seen`,
    details: others,
  };
}

/** No slice of a secret is in the log. */
export function judgeLog(log: Buffer, secrets: readonly Secret[]): Row {
  return {
    name: 'no canary is in the log',
    verdict: secrets.length === 0 ? 'holds' : 'fails',
    says: `${secrets.length} slices in ${log.length} bytes of standard output and error`,
    details: tally(secrets.map(({ request, kind }) => `${kind} of ${request}`)),
  };
}

/** No memory goes to a core dump or the swap, and SIGUSR1 opens no debugger. */
export function judgeSeals(seals: readonly Seal[], openPorts: readonly number[]): Row {
  const dumps = seals.filter(({ coreLimit }) => coreLimit !== '0').length;
  const swapped = seals.reduce((sum, { swappedBytes }) => sum + swappedBytes, 0);
  return {
    name: 'no core dump, no swap, no debugger',
    verdict: dumps + swapped + openPorts.length === 0 && seals.length > 0 ? 'holds' : 'fails',
    says: `${dumps} of ${seals.length} processes may dump, ${swapped} bytes on the swap, ${openPorts.length} ports beside its own after SIGUSR1`,
    details: openPorts.map((port) => `listens on ${port}`),
  };
}

/** After the drain, with a request in flight, nothing runs. */
export function judgeDrain(status: number | null, left: readonly number[], passage: Passage): Row {
  return {
    name: 'a drain answers who is there, then everything ends',
    verdict: status === 0 && left.length === 0 && passage.asExpected ? 'holds' : 'fails',
    says: `answered ${passage.ended}, exit status ${status}, ${left.length} processes left`,
  };
}

/** Names with their numbers, the most frequent first. */
export function tally(names: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one).map(([name, count]) => `${count} × 32 bytes: ${name}`);
}
