// Shows that the image's command does every kind of work where nothing can be written, and that it does not try to write.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { environmentSchema } from '../src/config.ts';
import { drawPortrait, renderFile } from './drawn-portrait.ts';
import { environment, hasSandbox, runInSandbox, stage, startContained, startWatched } from './image.ts';
import type { ContainedStudio } from './image.ts';

const heic = readFileSync(new URL('./photo/fixtures/quadrants-p3.heic', import.meta.url));

interface Answer {
  /** Status and media type. */
  readonly is: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

async function post(studio: ContainedStudio, path: string, fields: Readonly<Record<string, string>>, photo: Uint8Array<ArrayBuffer>): Promise<Answer> {
  const form = new FormData();
  form.append('photo', new File([photo], 'photo'));
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  const answer = await fetch(studio.url + path, { method: 'POST', body: form });
  return { is: `${answer.status} ${answer.headers.get('content-type')?.split(';')[0]}`, bytes: new Uint8Array(await answer.arrayBuffer()) };
}

async function get(studio: ContainedStudio, path: string): Promise<number> {
  const answer = await fetch(studio.url + path);
  await answer.arrayBuffer();
  return answer.status;
}

/** Every kind of work once, and every page. */
async function expectEveryWork(studio: ContainedStudio): Promise<void> {
  await expect.poll(() => get(studio, '/v1/health'), { timeout: 60_000 }).toBe(200);
  for (const page of ['/', '/api', '/problems', '/how-it-forgets', '/v1/catalogue', '/v1/documents', '/v1/retention', '/v1/backdrops/slate-blue.webp']) {
    expect(await get(studio, page), page).toBe(200);
  }
  const portrait = new Uint8Array(await renderFile(drawPortrait()));
  const works = [
    ['/v1/cutouts', { format: 'webp' }, '200 image/webp'],
    ['/v1/cutouts', { background: 'blur', format: 'avif' }, '200 image/avif'],
    ['/v1/headshots', { engine: 'local', consent: 'subject' }, '200 image/jpeg'],
    ['/v1/checks', { document: 'us-passport' }, '200 application/json'],
    ['/v1/documents', { document: 'icao-generic', mode: 'studio' }, '200 image/jpeg'],
    ['/v1/documents', { document: 'icao-generic', sheet: '10x15' }, '200 application/pdf'],
    ['/v1/documents', { document: 'icao-generic' }, '200 image/jpeg'],
  ] as const;
  // Together, so that few processes have to start: each that had a photo dies.
  const made = await Promise.all(works.map(([path, fields]) => post(studio, path, fields, portrait)));
  expect(made.map(({ is }) => is)).toEqual(works.map(([, , expected]) => expected));
  const finished = made.at(-1)!.bytes;
  const [sheet, nobody] = await Promise.all([
    post(studio, '/v1/sheets', { widthMm: '35', heightMm: '45', sheetFormat: 'png' }, finished),
    // Opened in a thread of its own before it turns out to be of nobody.
    post(studio, '/v1/cutouts', {}, new Uint8Array(heic)),
  ]);
  expect([sheet.is, nobody.is]).toEqual(['200 image/png', '422 application/problem+json']);
}

describe('the image', () => {
  it('runs as nobody’s root, listens on every network and has no place for data', () => {
    expect(stage).toMatch(/^USER node$/m);
    expect(stage).not.toMatch(/^VOLUME|^RUN/m);
    expect(environment).toMatchObject({ NODE_ENV: 'production', HOST: '0.0.0.0' });
  });

  it('is built on the major version of Node that the tests run on', () => {
    expect(stage).toMatch(new RegExp(`^FROM node:${process.versions.node.split('.')[0]}-slim$`, 'm'));
  });
});

describe('compose.yaml', () => {
  const compose = readFileSync(new URL('../compose.yaml', import.meta.url), 'utf8');
  const read = (key: string) => new RegExp(`^ +${key}: (.+)$`, 'm').exec(compose)?.[1];

  it('gives the studio no place to write, no swap, no core dump and no privilege', () => {
    const said = ['read_only', 'ipc', 'cap_drop', 'security_opt', 'core'].map(read);
    expect(said).toEqual(['true', 'none', '[ALL]', '["no-new-privileges:true"]', '0']);
    expect(read('mem_limit')).toBe(read('memswap_limit'));
    expect(compose).not.toMatch(/^ +(volumes|tmpfs|privileged|cap_add):/m);
  });

  it('gives it none for accounts either, whose rows are beside it, and names only settings there are', () => {
    const accounts = readFileSync(new URL('../compose.accounts.yaml', import.meta.url), 'utf8');
    const [studio = '', rows = ''] = accounts.split(/^ {2}rows:$/m);
    expect(studio).not.toMatch(/^ +(volumes|tmpfs|privileged|cap_add|read_only):/m);
    expect(rows).toMatch(/^ {6}- rows:\/var\/lib\/postgresql$/m);
    const settings = [...studio.matchAll(/^ {6}([A-Z_]+):/gm)].map(([, name]) => name);
    expect(Object.keys(environmentSchema.shape)).toEqual(expect.arrayContaining(settings));
  });
});

describe.skipIf(!hasSandbox())('where nothing can be written', { timeout: 120_000 }, () => {
  it.each(['/x', '/tmp/x', '/dev/x', '/dev/shm/x', '/studio/x', '/studio/build/x'])('a file %s cannot be made', (path) => {
    const { status, stderr } = runInSandbox('/bin/sh', '-c', `: > ${path}`);
    expect(status).not.toBe(0);
    expect(stderr).toMatch(/Read-only file system/);
  });

  it('does every kind of work', async () => {
    await using studio = await startContained();
    await expectEveryWork(studio);
    expect(studio.errors).toEqual([]);
  });
});

function hasTracer(): boolean {
  const usable = spawnSync('strace', ['-D', '-f', '--seccomp-bpf', '-o', '/dev/null', 'true']).status === 0;
  if (!usable) process.stdout.write('skipped: no strace here, or it is not permitted. Install it (Debian: apt-get install strace).\n');
  return usable;
}

/** Calls that open for writing, make or move files; what they open of devices and of the process itself is no place for data. */
const changing = 'trace=open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,mknod,mknodat,truncate,memfd_create';

const strace = ['strace', '-D', '-f', '-qq', '--seccomp-bpf', '-e', changing, '-o'] as const;

function listWrites(trace: string): string[] {
  const calls = trace.split('\n').filter((line) => /O_WRONLY|O_RDWR|O_CREAT|O_TMPFILE|^\d+ +(creat|mk|rename|link|symlink|truncate|memfd)/.test(line));
  return calls.filter((line) => !/"\/(dev\/(null|tty)|proc\/self\/)/.test(line));
}

describe.skipIf(!hasTracer())('where everything could be written', { timeout: 240_000 }, () => {
  it('a file that is written is seen', () => {
    const folder = mkdtempSync(join(tmpdir(), 'trace-'));
    // Without -D, so that the trace is whole when strace ends.
    spawnSync('strace', [...strace.slice(2), join(folder, 'trace'), '/bin/sh', '-c', `: > ${folder}/seen`]);
    expect(listWrites(readFileSync(join(folder, 'trace'), 'utf8'))).toEqual([expect.stringContaining('/seen')]);
    rmSync(folder, { recursive: true });
  });

  it('no file is opened for writing, a cache of fonts included', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'trace-'));
    const file = join(folder, 'trace');
    {
      await using studio = await startWatched([...strace, file]);
      await expectEveryWork(studio);
    }
    const trace = readFileSync(file, 'utf8');
    rmSync(folder, { recursive: true });
    expect(trace).toContain('src/main.ts');
    expect(listWrites(trace)).toEqual([]);
  });
});
