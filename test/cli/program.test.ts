// Shows the command line: against a studio that listens, in a process of its own, and with what cannot be.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kinds } from '../../src/cli/kinds.ts';
import { runProgram } from '../../src/cli/program.ts';
import { createProgress } from '../../src/cli/progress.ts';
import { writeResults } from '../../src/routes/teams/results.ts';
import { Problem, writeProblem } from '../../src/problem.ts';
import { drawPortrait, renderFile } from '../drawn-portrait.ts';
import { startStudio } from '../start-studio.ts';
import type { RunningStudio } from '../start-studio.ts';

const folder = mkdtempSync(join(tmpdir(), 'ephemera-'));
const at = (...names: string[]) => join(folder, ...names);
let studio: RunningStudio;

const heard: Buffer[] = [];
const keys: unknown[] = [];

/** Full at first, then free. */
function answerBusy(request: IncomingMessage, response: ServerResponse): void {
  keys.push(request.headers['idempotency-key']);
  if (keys.length > 1) return void response.writeHead(200, { 'Content-Type': 'image/jpeg' }).end('picture');
  response.writeHead(503, { 'Content-Type': 'application/problem+json', 'Retry-After': '0' }).end(writeProblem(new Problem('budget-full', 'Come again.')));
}

/** Says it is a studio and is none: a page, or an answer that breaks off. */
const impostor = createServer((request, response) => {
  request.on('data', (chunk: Buffer) => heard.push(chunk));
  if (request.url === '/v1/headshots') return void request.on('end', () => answerBusy(request, response));
  if (request.url === '/v1/checks') return void response.writeHead(200, { 'Content-Type': 'text/html' }).end('<p>hello');
  request.on('end', () => {
    response.writeHead(200, { 'Content-Type': 'image/png', 'Content-Length': 1000 }).write('half');
    setImmediate(() => response.destroy());
  });
});

beforeAll(async () => {
  writeFileSync(at('me.jpg'), await renderFile(drawPortrait({})));
  studio = await startStudio();
  impostor.listen(0, '127.0.0.1');
  await once(impostor, 'listening');
});

afterAll(async () => {
  impostor.close();
  await studio[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

interface Run {
  readonly code: number;
  readonly out: string;
  readonly said: string;
}

async function run(words: readonly string[], environment: Readonly<Record<string, string>> = {}, signal = new AbortController().signal): Promise<Run> {
  const [stdout, said] = [new PassThrough(), [] as string[]];
  const read = buffer(stdout);
  const stderr = { write: (text: string) => void said.push(text) };
  const code = await runProgram(words, { environment, memoryBytes: 4e9, guard: () => undefined, stdin: new PassThrough(), stdout, stderr, signal });
  stdout.end();
  return { code, out: (await read).toString(), said: said.join('') };
}

const ask = (...words: string[]) => run([...words, '--server', studio.url]);
const impostorAddress = () => `http://127.0.0.1:${(impostor.address() as AddressInfo).port}`;
const parts = () => readdirSync(folder).filter((name) => name.endsWith('.part'));

describe('the command line', () => {
  it('has every field of the routes as an option of the same name', async () => {
    for (const { name, fields } of Object.values(kinds)) {
      const { code, out } = await run([name, '--help']);
      expect([code, fields.filter((field) => !out.includes(`--${field.name} <value>`))]).toEqual([0, []]);
    }
  });

  it('writes the format that the file’s ending says, and replaces no file unless told', async () => {
    const words = ['cutout', at('me.jpg'), at('me.webp'), '--width', '120'];
    const { code, said } = await ask(...words);
    expect([code, said]).toEqual([0, `1/2 made by local\n2/2 wrote ${at('me.webp')}\n`]);
    expect(await sharp(readFileSync(at('me.webp'))).metadata()).toMatchObject({ format: 'webp', width: 120, channels: 4 });
    const before = readFileSync(at('me.webp'));
    expect(await ask(...words, '--background', 'red')).toMatchObject({ code: 64, said: expect.stringContaining('--force') });
    expect(readFileSync(at('me.webp'))).toEqual(before);
    expect((await ask(...words, '--background', 'red', '--force')).code).toBe(0);
    expect(readFileSync(at('me.webp'))).not.toEqual(before);
  });

  it('takes a second file where the route does', async () => {
    const words = ['cutout', at('me.jpg'), at('before.jpg'), '--background', 'picture'];
    expect(await ask(...words)).toMatchObject({ code: 1, said: expect.stringContaining('No photo was sent: With `background=picture`') });
    expect((await ask(...words, '--backgroundPicture', at('me.jpg'))).code).toBe(0);
  });

  it('lays a finished photo out on a sheet, and sets a title on a thumbnail', async () => {
    expect(await ask('sheet', at('me.jpg'), at('sheet.pdf'), '--widthMm', '36', '--heightMm', '45', '--sheetDpi', '300')).toMatchObject({ code: 0, said: expect.stringContaining('wrote') });
    expect(readFileSync(at('sheet.pdf')).subarray(0, 5).toString()).toBe('%PDF-');
    const words = ['thumbnail', at('me.jpg'), at('cover.png'), '--platform', 'custom', '--width', '320', '--height', '240'];
    expect(await ask(...words)).toMatchObject({ code: 1, said: expect.stringContaining('`title` is missing') });
    expect((await ask(...words, '--title', 'Hello')).code).toBe(0);
    expect(await sharp(readFileSync(at('cover.png'))).metadata()).toMatchObject({ format: 'png', width: 320, height: 240 });
  });

  it('checks a photo for a person to read, or as JSON', async () => {
    const lines = await ask('check', at('me.jpg'), '--document', 'us-passport');
    expect(lines.out).toMatch(/^(pass|warn|fail): /);
    expect(lines.code).toBe(lines.out.startsWith('fail') ? 1 : 0);
    const json = await ask('check', at('me.jpg'), '-', '--document', 'us-passport');
    expect(JSON.parse(json.out)).toMatchObject({ document: { id: 'us-passport' } });
  });

  it('makes a headshot of each photo in a folder and tells what happened to the others', async () => {
    mkdirSync(at('team'));
    writeFileSync(at('team', 'anna.jpg'), readFileSync(at('me.jpg')));
    writeFileSync(at('team', 'anna.png'), await sharp({ create: { width: 400, height: 500, channels: 3, background: '#889' } }).png().toBuffer());
    writeFileSync(at('team', '=1+1.jpg'), 'no photo');
    writeFileSync(at('team', 'list.txt'), 'no picture');
    const { code, said } = await ask('team', at('team'), at('made'), '--consent', 'subject', '--width', '200');
    expect(code).toBe(1);
    expect(said.split('\n')).toHaveLength(4);
    expect(readdirSync(at('made')).toSorted()).toEqual(['anna.jpg', 'results.csv']);
    const [, formula, anna, other] = readFileSync(at('made', 'results.csv'), 'utf8').split('\r\n');
    expect(formula).toMatch(/^"'=1\+1\.jpg","failed","","photo-format-unsupported","/);
    expect(anna).toBe('"anna.jpg","made","anna.jpg","","","local"');
    expect(other).toMatch(/^"anna\.png","failed","","face-not-found","/);
    expect(await ask('team', at('team'), at('made'))).toMatchObject({ code: 64, said: expect.stringContaining('results.csv') });
  });

  it('ends a team at what every photo would be refused for, and says which were not begun', async () => {
    expect(await ask('team', at('team'), at('unasked'))).toMatchObject({ code: 1, said: expect.stringContaining('consent=subject') });
    expect(readFileSync(at('unasked', 'results.csv'), 'utf8')).toMatch(/"consent-missing".*\r\n"anna\.jpg","not-made".*\r\n"anna\.png","not-made"/);
    expect(await ask('team', at('team'), at('team'))).toMatchObject({ code: 64, said: expect.stringContaining('another folder') });
    const stopped = await run(['team', at('team'), at('stopped'), '--server', studio.url], {}, AbortSignal.abort());
    expect(stopped.code).toBe(130);
    expect(readFileSync(at('stopped', 'results.csv'), 'utf8').match(/not-made/g)).toHaveLength(3);
  });

  it.each([
    ['an option that is none', ['cutout', 'a.jpg', 'b.png', '--colour', 'red'], 64, 'unknown option'],
    ['a command that is none', ['portrait'], 64, 'unknown command'],
    ['no file to write', ['cutout', 'a.jpg'], 64, 'missing required argument'],
    ['an ending that says no format', ['cutout', 'a.jpg', 'b.bmp'], 64, '.webp'],
    ['a photo that is not there', ['cutout', 'missing.jpg', 'b.png'], 64, 'missing.jpg cannot be read (ENOENT)'],
    ['an address that is none', ['check', at('me.jpg'), '--server', 'studio'], 64, '--server takes'],
    ['a key without a server', ['check', at('me.jpg'), '--key', 'k'], 64, '--key goes with --server'],
    ['a server that is away', ['check', at('me.jpg'), '--server', 'http://127.0.0.1:9'], 69, 'cannot be reached (ECONNREFUSED)'],
    ['a folder without photos', ['team', tmpdir(), at('none')], 64, 'no photo'],
  ])('refuses %s', async (_what, words, code, sentence) => {
    const from = words[0] === 'team' ? [words[0], mkdtempSync(at('empty-')), ...words.slice(2)] : words;
    expect(await run(from)).toMatchObject({ code, said: expect.stringContaining(sentence) });
  });

  it('refuses settings that cannot be, a key that no header takes and a value that the studio does not', async () => {
    expect(await run(['check', at('me.jpg')], { MAX_UPLOAD_MB: 'many' })).toMatchObject({ code: 78, said: expect.stringContaining('MAX_UPLOAD_MB') });
    expect(await run(['check', at('me.jpg'), '--server', studio.url], { EPHEMERA_KEY: 'a b' })).toMatchObject({ code: 64, said: expect.stringContaining('key') });
    expect(await ask('cutout', at('me.jpg'), at('no.png'), '--shape', 'round')).toMatchObject({ code: 1, said: expect.stringMatching(/^A field has a value that is not allowed: `shape` takes/) });
  });

  it('comes again to a server that is full, with the same key', async () => {
    mkdirSync(at('one'));
    writeFileSync(at('one', 'me.jpg'), readFileSync(at('me.jpg')));
    const { code } = await run(['team', at('one'), at('patient'), '--server', impostorAddress()]);
    expect([code, readFileSync(at('patient', 'me.jpg'), 'utf8'), keys.length, new Set(keys).size]).toEqual([0, 'picture', 2, 1]);
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('sends no file name, leaves nothing of an answer that breaks off, and knows what is no studio', async () => {
    const address = impostorAddress();
    expect(await run(['cutout', at('me.jpg'), at('half.png'), '--server', address])).toMatchObject({ code: 1, said: expect.stringContaining('cut off') });
    expect(await run(['check', at('me.jpg'), '--server', address])).toMatchObject({ code: 69, said: expect.stringContaining('Is the address that of a studio?') });
    expect([readdirSync(folder).includes('half.png'), parts()]).toEqual([false, []]);
    expect([Buffer.concat(heard).includes('name="photo"'), Buffer.concat(heard).includes('me.jpg')]).toEqual([true, false]);
  });

  it('works without a server, from standard input to standard output', async () => {
    const child = spawn(process.execPath, ['bin/ephemera.js', 'document', '-', '-'], {
      cwd: new URL('../..', import.meta.url),
      env: { PATH: process.env['PATH'], FACE_WORKERS: '1', PORT: 'unread' },
    });
    child.stdin.end(readFileSync(at('me.jpg')));
    const [picture, said, [code]] = await Promise.all([buffer(child.stdout), buffer(child.stderr), once(child, 'close')]);
    expect([code, said.toString()]).toEqual([0, expect.stringMatching(/^1\/2 made by local; verdict: /)]);
    expect(await sharp(picture).metadata()).toMatchObject({ format: 'jpeg' });
  });
});

describe('what the command line says', () => {
  it('makes text of what a spreadsheet would run', () => {
    const row = { name: '\t=cmd', status: 'failed', file: '', problem: '', advice: 'say "no"', engine: '-' } as const;
    expect(writeResults([row])).toBe('name,status,file,problem,advice,engine\r\n"\'\t=cmd","failed","","","say ""no""","\'-"\r\n');
  });

  it('draws a bar on a terminal, and lets no name write elsewhere on it', () => {
    const said: string[] = [];
    const progress = createProgress({ isTTY: true, write: (text) => said.push(text) }, 2);
    progress.step('a\u001b[2Jb.jpg');
    progress.step('failed', true);
    progress[Symbol.dispose]();
    expect(said[1]).toBe(`\r\u001b[2K[${'#'.repeat(12)}${'.'.repeat(12)}] 1/2 a?[2Jb.jpg`);
    expect(said[2]).toBe('\r\u001b[2Kfailed\n');
    expect(said.at(-1)).toBe('\r\u001b[2K');
  });
});
