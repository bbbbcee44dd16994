// Owns the examination of one studio over one protocol: start, journey, looks at its memory, drain. Believes nothing that the studio says but its mode.

import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { listBookFiles, makeAccount } from './account.ts';
import type { Books } from './account.ts';
import { makeCanaryPhoto, makeEmptyPicture, photoFormats } from './canary.ts';
import { prepareAll, travelAll, travelAlone } from './journey.ts';
import type { JourneyParts, Passage, Plan } from './journey.ts';
import { followLives } from './lives.ts';
import { burden } from './load.ts';
import { dismissBytes, learnPages, searchBytes, searchMemory } from './memory.ts';
import type { CleanPages, Search } from './memory.ts';
import { judgeDeath, judgeMemory, judgeResidence, judgeRuns } from './memory-rows.ts';
import type { MemoryLook } from './memory-rows.ts';
import { Needles } from './needles.ts';
import { findLeftovers } from './places.ts';
import type { OwnPlace } from './places.ts';
import { isAlive, listListening, readSeal, readWork } from './processes.ts';
import { startReceiptCheck } from './receipts.ts';
import { judgeCharges, judgeDatabase, judgeDisk, judgeDrain, judgeFolders, judgeHosts, judgeLog, judgePassages, judgeReceipts, judgeSeals } from './rows.ts';
import { projectRoot, startProven } from './studio.ts';
import type { StudioChoice } from './studio.ts';
import type { Row } from './table.ts';
import type { Upstream } from './upstream.ts';
import type { WatchKind } from './watch.ts';
import { crash, failures, fewWays, successes, wide } from './ways.ts';
import type { Way } from './ways.ts';

/** What is examined, and how thoroughly. */
export interface Examination {
  readonly choice: StudioChoice & { readonly watch: WatchKind };
  readonly upstream: Upstream;
  readonly place: OwnPlace;
  readonly books: Books;
  /** `much`: every way, under load too; `rest`: every way to a result, and the ends of a client's connection; `few`: a few ways. A second look at memory with the first alone. */
  readonly depth: 'much' | 'rest' | 'few';
  /** How often photos are sent and memory is searched. */
  readonly runs: number;
  /** Done while the second look is waited for. */
  readonly meanwhile?: (() => Promise<readonly Row[]>) | undefined;
  /** Photos are sent from then on; the studio starts before. */
  readonly turn?: Promise<void>;
}

/** What an examination has measured. */
export interface Findings {
  readonly mode: string;
  readonly rows: readonly Row[];
  /** Of what was done meanwhile. */
  readonly others: readonly Row[];
}

interface Examined extends JourneyParts {
  readonly examination: Examination;
  readonly mode: string;
  readonly clean: CleanPages;
}

/** Examine one studio. */
export async function examine(examination: Examination): Promise<Findings> {
  const { choice, upstream, place, books, depth, runs } = examination;
  const begun = Date.now();
  const account = await makeAccount(books);
  const studio = await startProven(choice);
  const mode = await studio.readMode();
  const clean: CleanPages = new Set();
  await learnPages(studio.listProcesses(), clean);
  await examination.turn;
  using lives = followLives(mode === 'die' ? studio.pid : undefined);
  const needles = new Needles();
  const checkReceipt = await startReceiptCheck(studio.origin);
  const parts: Examined = { examination, studio, upstream, account, needles, lives, checkReceipt, mode, clean };
  const route = prepareAll(planWays(depth, mode));
  const passages = [...(depth === 'much' ? await burden(parts) : []), ...(await travelAll(parts, route, () => waitUntilAtRest(parts)))];
  const early = await look(parts, passages, 1000);
  const others = (await examination.meanwhile?.()) ?? [];
  const late = depth === 'much' ? await look(parts, passages, 10_000) : undefined;
  const looks = [early];
  for (let run = 1; run < runs; run++) {
    const more = await travelAll(parts, prepareAll(planRun(run)), () => waitUntilAtRest(parts));
    passages.push(...more);
    looks.push(await look(parts, more, 1000));
  }
  const seals = await readSeals(parts);
  const { drain, passage: lastPassage } = await drainStudio(parts);
  // Only now: a process may know who pays.
  for (const text of account.words) needles.add({ request: 'the account', kind: 'text' }, Buffer.from(text));
  const leftovers = findLeftovers(place, listBookFiles(books), begun, needles);
  const log = studio.log();
  const rows = [
    judgePassages(passages),
    judgeDisk(studio.sighting, leftovers, listBookFiles(books), choice.watch),
    judgeDatabase(leftovers),
    judgeLog(log, searchBytes(log, needles)),
    judgeFolders(leftovers),
    judgeDeath(early, lives.list().length, mode),
    judgeResidence(lives.longestMs(), Math.max(...passages.map(({ tookMs }) => tookMs)), mode),
    judgeMemory('1 s', early, needles, mode),
    ...(late ? [judgeMemory('10 s', late, needles, mode)] : []),
    ...(runs > 1 ? [judgeRuns(looks, mode)] : []),
    judgeHosts(studio.sighting, upstream.ports),
    seals,
    judgeReceipts(passages),
    judgeCharges([...passages, lastPassage], await account.readBalance()),
    drain,
  ];
  return { mode, rows, others };
}

/** The last one ends well: what is measured is the time after an answer. */
function planWays(depth: Examination['depth'], mode: string): Plan {
  if (depth === 'few') return fewWays.map((way) => ({ way, format: 'png' }));
  // Each way over both protocols, in another format over each.
  const turn = depth === 'much' ? 0 : 1;
  const bad = [...(mode === 'die' ? [crash] : []), ...(depth === 'much' ? [wide, ...failures] : failures.filter(({ hangUp }) => hangUp))];
  const good = inTurn(successes, turn);
  // Begun with work that takes a while, in which the next photos are made.
  return [...good.slice(0, 4), ...inTurn(bad, turn), ...good.slice(4)];
}

function planRun(run: number): Plan {
  return inTurn([failures[run % failures.length]!, ...successes.slice(0, 4)], run);
}

/** The formats one after the other; another turn has another format on each way. */
function inTurn(ways: readonly Way[], turn: number): Plan {
  return ways.map((way, index) => ({ way, format: photoFormats[(index + turn) % photoFormats.length]! }));
}

/** A studio that does less than this, in hundredths of a second of processor time, is at rest. */
const restWork = 3;
const restMs = 500;
const longestRestMs = 15_000;

/** The last photo comes to a studio whose replacements have started, however slow the machine; the row about load is about the others. */
async function waitUntilAtRest({ studio }: Examined): Promise<void> {
  const end = performance.now() + longestRestMs;
  let isAtRest = false;
  while (!isAtRest && performance.now() < end) {
    const before = studio.listProcesses();
    const workBefore = readWork(before);
    await sleep(restMs);
    const now = studio.listProcesses();
    // What one that ended had done would be missing from the sum.
    isAtRest = now.join() === before.join() && readWork(now) - workBefore <= restWork;
  }
}

/** Look into memory some time after the last of these ended. */
async function look(parts: Examined, passages: readonly Passage[], afterMs: number): Promise<MemoryLook> {
  await sleep(Math.max(0, passages.at(-1)!.endedAt + afterMs - performance.now()));
  const alive = parts.studio.listProcesses();
  const holders = parts.lives.list().filter((pid) => alive.includes(pid));
  const searched = parts.mode === 'die' ? alive.filter((pid) => !holders.includes(pid)) : alive;
  return { alive, holders, search: await searchForSecrets(parts, searched) };
}

/** What the program's text says, another photo or picture has, or a studio that was never sent anything, is no secret; one is started only where something is found. */
async function searchForSecrets({ needles, examination, mode, clean }: Examined, pids: readonly number[]): Promise<Search> {
  for (const text of await readProgram()) dismissBytes(text, needles);
  for (const format of photoFormats) {
    dismissBytes((await makeCanaryPhoto(format)).bytes, needles);
    dismissBytes(await makeEmptyPicture(format), needles);
  }
  const search = await searchMemory(pids, needles, clean);
  if (search.found.length === 0 || mode !== 'die') return search;
  const twin = await startProven({ ...examination.choice, watch: undefined, preloads: [] });
  for (const piece of (await searchMemory(twin.listProcesses(), needles, new Set())).found) needles.dismiss(piece);
  await twin.stop();
  return { ...search, found: search.found.filter((piece) => needles.isSecret(piece)) };
}

async function readProgram(): Promise<readonly Buffer[]> {
  const files: Buffer[] = [];
  for await (const name of glob('src/**/*.ts', { cwd: projectRoot })) files.push(readFileSync(join(projectRoot, name)));
  return files;
}

/** Time for a debugger to begin to listen. */
const debuggerMs = 300;

async function readSeals({ studio }: Examined): Promise<Row> {
  const family = studio.listProcesses();
  const seals = family.flatMap((pid) => readSeal(pid) ?? []);
  for (const pid of family) if (isAlive(pid)) process.kill(pid, 'SIGUSR1');
  await sleep(debuggerMs);
  return judgeSeals(seals, listListening(studio.listProcesses()).filter((port) => port !== studio.origin.port));
}

/** Time in which an upload is under way for certain. */
const underWayMs = 500;

/** Begin to stop in the middle of an upload: that one is answered. */
async function drainStudio(parts: Examined): Promise<{ readonly drain: Row; readonly passage: Passage }> {
  const family = parts.studio.listProcesses();
  let stopped: Promise<number | null> = Promise.resolve(null);
  const passage = await travelAlone(parts, successes[0]!, 'jpeg', async () => {
    await sleep(underWayMs);
    stopped = parts.studio.stop();
    await sleep(200);
  });
  return { drain: judgeDrain(await stopped, family.filter(isAlive), passage), passage };
}
