// Owns the controls: a program that keeps a photo, and one that lets libvips write its pixels to a file. Both must be caught.

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { makeCanaryPhoto, makeWidePhoto } from './canary.ts';
import { searchMemory } from './memory.ts';
import { Needles } from './needles.ts';
import type { OwnPlace } from './places.ts';
import { listFamily } from './processes.ts';
import { projectRoot } from './studio.ts';
import type { Row } from './table.ts';
import { readTrace, straceCommand, watchProc } from './watch.ts';
import type { WatchKind } from './watch.ts';

/** Reads all of standard input and keeps it. */
const keeper = `const kept = []; process.stdin.on('data', (chunk) => kept.push(chunk)).on('end', () => { console.log('kept'); setInterval(() => kept.length, 1000); });`;

/** Start a naive program that keeps these bytes; it has them all when this resolves. The caller kills it. */
export async function startKeeper(bytes: Buffer): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['-e', keeper], { stdio: ['pipe', 'pipe', 'inherit'], env: {} });
  child.stdin.end(bytes);
  await once(child.stdout, 'data');
  return child;
}

/** The search has to find nearly all: pieces where one read ends and the next begins lie in two places. */
const leastShare = 0.98;

/** Let a naive program keep a photo, and search it. */
export async function proveSearch(): Promise<Row> {
  const { bytes } = await makeCanaryPhoto('png');
  const needles = new Needles();
  const secret = { request: 'control', kind: 'upload' };
  needles.add(secret, bytes);
  const child = await startKeeper(bytes);
  const found = new Set((await searchMemory([child.pid!], needles, new Set())).found.map(({ at }) => at)).size;
  child.kill('SIGKILL');
  return {
    name: 'control: a program that keeps a photo is caught',
    verdict: found >= needles.countPieces(secret) * leastShare ? 'holds' : 'fails',
    says: `${found} of ${needles.countPieces(secret)} pieces of its photo found`,
  };
}

/** Turns the photo on standard input as anybody would, without the setting that keeps libvips from writing. */
const spiller = `import sharp from 'sharp'; import { buffer } from 'node:stream/consumers'; await sharp(await buffer(process.stdin)).autoOrient().raw().toBuffer();`;

/** Let a naive program turn a photo of more than 100 MB as pixels, and see that it writes. */
export async function proveSpill(watch: WatchKind, place: OwnPlace): Promise<Row> {
  const program = [process.execPath, '--input-type=module', '-e', spiller];
  const [command = '', ...rest] = watch === 'strace' ? [...straceCommand, ...program] : program;
  const child = spawn(command, rest, { cwd: projectRoot, env: { PATH: process.env['PATH'], TMPDIR: place.path }, stdio: ['pipe', 'inherit', 'inherit', 'pipe'] });
  const writes = watchWrites(child, watch);
  child.stdin!.on('error', () => {}).end((await makeWidePhoto()).bytes);
  const spills = [...(await writes())].filter((path) => path.startsWith(place.path));
  return {
    name: 'control: a program that lets libvips write is caught',
    verdict: spills.length > 0 ? 'holds' : 'fails',
    says: `${spills.length} temporary files for 109 MB of pixels`,
  };
}

function watchWrites(child: ChildProcess, watch: WatchKind): () => Promise<ReadonlySet<string>> {
  const exited = once(child, 'exit');
  const trace = watch === 'strace' ? readTrace(child.stdio[3] as Readable) : undefined;
  const looking = trace ? undefined : watchProc(() => listFamily(child.pid!), () => 0);
  return async () => {
    await exited;
    await trace?.ended;
    looking?.[Symbol.dispose]();
    return (trace ?? looking)!.writes;
  };
}
