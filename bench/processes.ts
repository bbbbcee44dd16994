// Measures what it costs that processes die: latency, throughput and memory against one process that stays.

import { setTimeout as sleep } from 'node:timers/promises';
import { readPssBytes } from '../prove/processes.ts';
import { drawCameraJpeg } from '../test/camera-pictures.ts';
import { startFakeGeminiProcess } from '../test/fake-gemini/process.ts';
import { fileOf } from '../test/start-studio.ts';
import { startMain } from '../test/started-studio.ts';
import type { StartedStudio } from '../test/started-studio.ts';
import { mb, median, ms, report } from './measurement.ts';

const photo = await drawCameraJpeg(894, 1118, 12, 92);
type Mode = 'scrub' | 'die';

/** Until every process is warm again, and those that stand by have rehearsed. */
const settleMs = 5000;

/** One kind of load on a studio. */
interface Load {
  readonly path: string;
  readonly engine: 'local' | 'gemini';
  readonly atOnce: number;
  /** Of one turn. */
  readonly seconds: number;
  readonly pauseMs?: number;
}

// Several lives of a process, five to ten seconds each: some pictures are made beside the start of the next process.
const oneByOne: Load = { path: '/v1/cutouts', engine: 'local', atOnce: 1, seconds: 30 };
const apart: Load = { ...oneByOne, seconds: 10, pauseMs: 1500 };
const saturated: Load = { path: '/v1/cutouts', engine: 'local', atOnce: 16, seconds: 20 };
// They come and go together at first, in waves of six seconds, and the more evenly the longer it lasts.
const waiting: Load = { path: '/v1/headshots', engine: 'gemini', atOnce: 8, seconds: 40 };

/** Durations in milliseconds of what was answered, and how many were answered per second. */
interface Served {
  readonly durations: readonly number[];
  readonly perSecond: number;
  /** Most processes of the studio at once. */
  readonly processes: number;
}

async function put(studio: StartedStudio, load: Load): Promise<Served> {
  const { atOnce, seconds, pauseMs = 0 } = load;
  const durations: number[] = [];
  const begun = performance.now();
  let processes = 0;
  const client = async () => {
    while (performance.now() - begun < seconds * 1000) {
      const sent = performance.now();
      await send(studio, load);
      durations.push(performance.now() - sent);
      processes = Math.max(processes, 1 + studio.listWorkers().length);
      await sleep(pauseMs);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, client));
  // What was under way at the end counts with the time that it took.
  return { durations, perSecond: (durations.length * 1000) / (performance.now() - begun), processes };
}

async function send({ url }: StartedStudio, { path, engine }: Load): Promise<void> {
  const form = new FormData();
  form.set('photo', fileOf(photo));
  form.set('engine', engine);
  if (path === '/v1/headshots') form.set('consent', 'subject');
  const answer = await fetch(url + path, { method: 'POST', body: form });
  if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
  await answer.arrayBuffer();
}

await using fake = await startFakeGeminiProcess();
const delayed = Array.from({ length: 1000 }, () => ({ kind: 'paint', sidePixels: 1024, thought: 'none', format: 'jpeg', delayMs: 4000 }) as const);
await fake.script(...delayed);

/** With as many face workers as by default, unlike a test. */
async function start(mode: Mode): Promise<StartedStudio> {
  const studio = await startMain({ RETENTION: mode, FACE_WORKERS: '', GEMINI_API_KEY: 'test-key', GEMINI_BASE_URL: fake.url });
  while ((await fetch(`${studio.url}/v1/health`)).status !== 200) await sleep(50);
  await send(studio, oneByOne);
  await sleep(settleMs);
  return studio;
}

const loads = { oneByOne, apart, saturated, waiting };
type Runs = Record<keyof typeof loads, Served>;

/** One after the other: a machine is slower in one minute than in the next, and both are to have as much of either. */
const turns = ['scrub', 'die', 'die', 'scrub', 'scrub', 'die'] as const;

/** Every load on both. */
async function compareAll(): Promise<Record<Mode, Runs>> {
  await using scrub = await start('scrub');
  await using die = await start('die');
  const studios = { scrub, die };
  const runs = { scrub: {} as Runs, die: {} as Runs };
  for (const name of Object.keys(loads) as (keyof typeof loads)[]) {
    for (const mode of turns) {
      const served = await put(studios[mode], loads[name]);
      runs[mode][name] = join(runs[mode][name], served);
      await sleep(settleMs);
    }
  }
  return runs;
}

function join(first: Served | undefined, second: Served): Served {
  if (!first) return second;
  const durations = [...first.durations, ...second.durations];
  const seconds = first.durations.length / first.perSecond + second.durations.length / second.perSecond;
  return { durations, perSecond: durations.length / seconds, processes: Math.max(first.processes, second.processes) };
}

const p50 = ({ durations }: Served) => median(durations);

const { scrub, die } = await compareAll();
await using idle = await start('die');
const [supervisor, ...workers] = [idle.child.pid!, ...idle.listWorkers()].map(readPssBytes);

report({
  title: 'Processes that die',
  about: `A studio as \`npm start\` starts it, whose processes die after their work, against the same in one process that stays (\`RETENTION=scrub\`). Cutouts of a photo of 1 megapixel (${mb(photo.length)} MB); headshots by a provider that answers after 4 s. Standing by, the supervisor holds ${mb(supervisor!)} MB and ${workers.length} workers ${workers.map(mb).join(' and ')} MB.`,
  columns: ['load', 'one process', 'processes that die', 'most processes at once'],
  rows: [
    ['cutouts one by one, median ms', ms(p50(scrub.oneByOne)), ms(p50(die.oneByOne)), String(die.oneByOne.processes)],
    ['cutouts 1.5 s apart, each by a process that has seen none, median ms', ms(p50(scrub.apart)), ms(p50(die.apart)), String(die.apart.processes)],
    [`cutouts, ${saturated.atOnce} at once, per second`, scrub.saturated.perSecond.toFixed(2), die.saturated.perSecond.toFixed(2), String(die.saturated.processes)],
    [`headshots, ${waiting.atOnce} at once, per second`, scrub.waiting.perSecond.toFixed(2), die.waiting.perSecond.toFixed(2), String(die.waiting.processes)],
  ],
  limits: [
    { name: 'Median one by one ÷ that of one process', value: p50(die.oneByOne) / p50(scrub.oneByOne), most: 1.15 },
    { name: 'Throughput of one process ÷ that with a provider of 4 s', value: scrub.waiting.perSecond / die.waiting.perSecond, most: 1.05 },
    { name: 'Throughput of one process ÷ that at saturation', value: scrub.saturated.perSecond / die.saturated.perSecond, most: 1.42 },
  ],
});
