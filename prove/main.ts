// Owns `npm run prove`: starts a studio, sends canaries on every way, measures what is left, prints one table. Believes nothing that the studio says of itself but its mode.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { proveSearch } from './control.ts';
import { travel } from './journey.ts';
import type { JourneyParts, Passage } from './journey.ts';
import { photoFormats } from './canary.ts';
import { searchBytes, searchMemory } from './memory.ts';
import { Needles } from './needles.ts';
import { findLeftovers, makeOwnPlace, sharedPlaces } from './places.ts';
import { listFamily } from './processes.ts';
import { judgeDeath, judgeDisk, judgeDrain, judgeHosts, judgeLog, judgeMemory, judgePassages } from './rows.ts';
import { startProven } from './studio.ts';
import type { StudioChoice } from './studio.ts';
import { writeTable } from './table.ts';
import type { Proof } from './table.ts';
import { startUpstream } from './upstream.ts';
import { canTrace } from './watch.ts';
import type { WatchKind } from './watch.ts';
import { failures, fewWays, successes } from './ways.ts';

const { values: options } = parseArgs({
  options: { json: { type: 'boolean' }, quick: { type: 'boolean' }, leak: { type: 'string' }, 'no-strace': { type: 'boolean' } },
});

if (!existsSync('/proc/self/mem')) {
  process.stderr.write('The proof reads the memory of the studio from /proc: run it on Linux.\n');
  process.exit(78);
}
compilePage();
const proof = await prove();
process.stdout.write(options.json ? `${JSON.stringify(proof, null, 2)}\n` : writeTable(proof));
process.exit(proof.rows.some(({ verdict }) => verdict === 'fails') ? 1 : 0);

async function prove(): Promise<Proof> {
  const begun = Date.now();
  const control = await proveSearch();
  await using upstream = await startUpstream();
  using place = makeOwnPlace();
  const choice = chooseStudio(upstream.url, place.path);
  const studio = await startProven(choice);
  const mode = await studio.readMode();
  const parts: JourneyParts = { studio, upstream, needles: new Needles(), holders: new Set() };
  const passages = await travelAll(parts);
  await sleep(1000);
  const alive = studio.listProcesses();
  const early = searchMemory(alive, parts.needles);
  const lastAnswer = Date.now() - 1000;
  // Where workers die nothing at all may be found, so what is no secret must be known.
  if (!options.quick || mode === 'die') await dismissPlain(choice, parts.needles);
  if (!options.quick) await sleep(Math.max(0, lastAnswer + 10_000 - Date.now()));
  const late = options.quick ? undefined : searchMemory(studio.listProcesses(), parts.needles);
  const leftovers = findLeftovers(place, begun, parts.needles, choice.watch === 'strace' ? [] : sharedPlaces);
  const drain = await drainStudio(parts);
  const rows = [
    control,
    judgePassages(passages),
    judgeDisk(studio.sighting, leftovers),
    judgeLog(studio.log(), searchBytes(studio.log(), parts.needles), parts.needles),
    judgeHosts(studio.sighting, upstream.port),
    judgeDeath([...parts.holders], alive, mode),
    judgeMemory('1 s', early, parts.needles, mode),
    ...(late ? [judgeMemory('10 s', late, parts.needles, mode)] : []),
    drain,
  ];
  return { mode, watch: choice.watch, seconds: (Date.now() - begun) / 1000, rows };
}

function compilePage(): void {
  const root = fileURLToPath(new URL('..', import.meta.url));
  if (!existsSync(`${root}/build`)) spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'public'], { cwd: root, stdio: 'inherit' });
}

/** Small enough a budget that one photo can go over it. */
function chooseStudio(upstreamUrl: string, place: string): StudioChoice & { readonly watch: WatchKind } {
  const environment = {
    GEMINI_API_KEY: 'test-key', GEMINI_BASE_URL: upstreamUrl, MEMORY_BUDGET_MB: '100', RATE_LIMIT_PER_MINUTE: '0', LOG_LEVEL: 'debug',
    TMPDIR: place, HOME: place,
  };
  const preload = options.leak && new URL(`leaks/${options.leak}.ts`, import.meta.url).href;
  return { environment, watch: !options['no-strace'] && canTrace() ? 'strace' : 'proc', preload };
}

/** Every format on every way to a picture; the ways to none take the formats in turn. */
async function travelAll(parts: JourneyParts): Promise<Passage[]> {
  const passages: Passage[] = [];
  const plan = options.quick
    ? fewWays.map((way) => ({ way, format: 'png' as const }))
    : [...photoFormats.flatMap((format) => successes.map((way) => ({ way, format }))), ...failures.map((way, index) => ({ way, format: photoFormats[index % 3]! }))];
  for (const { way, format } of plan) passages.push(await travel(parts, way, format));
  return passages;
}

/** A studio that was never sent anything is searched too: what it holds is no secret. */
async function dismissPlain(choice: StudioChoice, needles: Needles): Promise<void> {
  const twin = await startProven({ ...choice, watch: undefined });
  for (const { slice } of searchMemory(twin.listProcesses(), needles).found) needles.dismiss(slice);
  await twin.stop();
}

/** Begin to stop in the middle of an upload: that one is answered, the next is refused. */
async function drainStudio(parts: JourneyParts) {
  const family = parts.studio.listProcesses();
  let stopped: Promise<number | null> = Promise.resolve(null);
  const inFlight = await travel(parts, successes[0]!, 'jpeg', async () => {
    stopped = parts.studio.stop();
    await sleep(200);
  });
  const status = await stopped;
  return judgeDrain(status, family.filter((pid) => listFamily(pid).length > 0), [inFlight]);
}
