// Owns the examination of one studio over one protocol: start, journey, looks at its memory, drain. Believes nothing that the studio says but its mode.

import { setTimeout as sleep } from 'node:timers/promises';
import { photoFormats } from './canary.ts';
import { travel } from './journey.ts';
import type { JourneyParts, Passage } from './journey.ts';
import { followLives } from './lives.ts';
import { burden } from './load.ts';
import { searchBytes, searchMemory } from './memory.ts';
import type { Search } from './memory.ts';
import { judgeDeath, judgeMemory, judgeResidence, judgeRuns } from './memory-rows.ts';
import type { MemoryLook } from './memory-rows.ts';
import { Needles } from './needles.ts';
import { findLeftovers } from './places.ts';
import type { OwnPlace } from './places.ts';
import { isAlive, listListening, readSeal } from './processes.ts';
import { startReceiptCheck } from './receipts.ts';
import { judgeDatabase, judgeDisk, judgeDrain, judgeFolders, judgeHosts, judgeLog, judgePassages, judgeReceipts, judgeSeals } from './rows.ts';
import { startProven } from './studio.ts';
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
  /** `every`: each format on each way, under load too; `turn`: the formats in turn; `few`: a few ways, and no second look. */
  readonly depth: 'every' | 'turn' | 'few';
  /** How often photos are sent and memory is searched. */
  readonly runs: number;
}

/** What an examination has measured. */
export interface Findings {
  readonly mode: string;
  readonly rows: readonly Row[];
}

interface Examined extends JourneyParts {
  readonly examination: Examination;
  readonly mode: string;
}

/** Examine one studio. */
export async function examine(examination: Examination): Promise<Findings> {
  const { choice, upstream, place, depth, runs } = examination;
  const begun = Date.now();
  const studio = await startProven(choice);
  const mode = await studio.readMode();
  using lives = followLives(mode === 'die' ? studio.pid : undefined);
  const needles = new Needles();
  const checkReceipt = await startReceiptCheck(studio.origin);
  const parts: Examined = { examination, studio, upstream, needles, lives, checkReceipt, mode };
  const passages = await travelAll(parts, planWays(depth, mode));
  const early = await look(parts, passages, 1000);
  const late = depth === 'few' ? undefined : await look(parts, passages, 10_000);
  const looks = [early];
  for (let run = 1; run < runs; run++) looks.push(await look(parts, await travelAll(parts, planRun(run)), 1000));
  const seals = await readSeals(parts);
  const drain = await drainStudio(parts);
  const leftovers = findLeftovers(place, begun, needles);
  const log = studio.log();
  const rows = [
    judgePassages(passages),
    judgeDisk(studio.sighting, leftovers, choice.watch),
    judgeDatabase(leftovers),
    judgeLog(log, searchBytes(log, needles)),
    judgeFolders(leftovers),
    judgeDeath(early, lives.list().length, mode),
    judgeResidence(lives.longestMs(), Math.max(...passages.map(({ tookMs }) => tookMs)), mode),
    judgeMemory('1 s', early, needles, mode),
    ...(late ? [judgeMemory('10 s', late, needles, mode)] : []),
    ...(runs > 1 ? [judgeRuns(looks, mode)] : []),
    judgeHosts(studio.sighting, upstream.port),
    seals,
    judgeReceipts(passages),
    drain,
  ];
  return { mode, rows };
}

type Plan = readonly { readonly way: Way; readonly format: Passage['format'] }[];

/** The last one ends well: what is measured is the time after an answer. */
function planWays(depth: Examination['depth'], mode: string): Plan {
  if (depth === 'few') return fewWays.map((way) => ({ way, format: 'png' }));
  const formats = depth === 'every' ? photoFormats : photoFormats.slice(0, 1);
  const bad = [...(depth === 'every' ? [wide] : []), ...(mode === 'die' ? [crash] : []), ...failures];
  return [...inTurn(bad, 0), ...formats.flatMap((_, turn) => inTurn(successes, turn))];
}

function planRun(run: number): Plan {
  return inTurn([failures[run % failures.length]!, ...successes.slice(0, 4)], run);
}

/** Every format comes, and with enough turns every format on every way. */
function inTurn(ways: readonly Way[], turn: number): Plan {
  return ways.map((way, index) => ({ way, format: photoFormats[(index + turn) % photoFormats.length]! }));
}

async function travelAll(parts: Examined, plan: Plan): Promise<Passage[]> {
  const passages: Passage[] = [];
  if (parts.examination.depth === 'every') passages.push(...(await burden(parts)));
  for (const { way, format } of plan) passages.push(await travel(parts, way, format));
  return passages;
}

/** Look into memory some time after the last of these ended. */
async function look(parts: Examined, passages: readonly Passage[], afterMs: number): Promise<MemoryLook> {
  await sleep(Math.max(0, passages.at(-1)!.endedAt + afterMs - performance.now()));
  const alive = parts.studio.listProcesses();
  const holders = parts.lives.list().filter((pid) => alive.includes(pid));
  const searched = parts.mode === 'die' ? alive.filter((pid) => !holders.includes(pid)) : alive;
  return { alive, holders, search: await searchForSecrets(parts, searched) };
}

/** What a studio that was never sent anything holds too is no secret; one is started only where something is found. */
async function searchForSecrets({ needles, examination, mode }: Examined, pids: readonly number[]): Promise<Search> {
  const search = searchMemory(pids, needles);
  if (search.found.length === 0 || mode !== 'die') return search;
  const twin = await startProven({ ...examination.choice, watch: undefined, preloads: [] });
  const plain = new Set(searchMemory(twin.listProcesses(), needles).found.map(({ slice }) => `${slice.low} ${slice.high}`));
  await twin.stop();
  return { ...search, found: search.found.filter(({ slice }) => !plain.has(`${slice.low} ${slice.high}`)) };
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

/** Begin to stop in the middle of an upload: that one is answered. */
async function drainStudio(parts: Examined): Promise<Row> {
  const family = parts.studio.listProcesses();
  let stopped: Promise<number | null> = Promise.resolve(null);
  const inFlight = await travel(parts, successes[0]!, 'jpeg', async () => {
    stopped = parts.studio.stop();
    await sleep(200);
  });
  return judgeDrain(await stopped, family.filter(isAlive), inFlight);
}
