// Shows on real processes what their permissions leave them: the work on a photo, and nothing of what would let it out.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closedFlags } from '../../src/retention/closed-start.ts';
import { nativeMemory } from '../../src/retention/native-memory.ts';
import { planSupervisorPermissions, planWorkerPermissions } from '../../src/retention/permissions.ts';
import { drawPortrait, renderFile } from '../drawn-portrait.ts';
import { startFakeGemini } from '../fake-gemini/fake-gemini.ts';
import type { FakeGemini } from '../fake-gemini/fake-gemini.ts';

const root = resolve(import.meta.dirname, '../..');

interface Permitted extends Disposable {
  readonly url: string;
  readonly errors: readonly string[];
  /** What it could do, and the code of the error where it could not. */
  tryAll(): Promise<Record<string, string>>;
}

let gemini: FakeGemini;
let folder: string;

async function start(permissions: readonly string[]): Promise<Permitted> {
  const child = fork(resolve(import.meta.dirname, 'permitted-studio.ts'), [folder], {
    cwd: root,
    execArgv: [...closedFlags, ...permissions],
    env: { ...nativeMemory, PORT: '0', FACE_WORKERS: '1', RATE_LIMIT_PER_MINUTE: '0', GEMINI_API_KEY: 'test-key', GEMINI_BASE_URL: gemini.url },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const errors: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk.toString()));
  const [url] = (await once(child, 'message')) as [string];
  return {
    url,
    errors,
    async tryAll() {
      child.send('try');
      const [said] = (await once(child, 'message')) as [Record<string, string>];
      return said;
    },
    [Symbol.dispose]: () => void child.kill('SIGKILL'),
  };
}

beforeAll(async () => {
  gemini = await startFakeGemini();
  folder = mkdtempSync(join(tmpdir(), 'permitted-'));
});

afterAll(async () => {
  await gemini[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const denied = 'ERR_ACCESS_DENIED';

/** Every attempt denied but those. */
const allDenied = (said: Readonly<Record<string, string>>, but: Readonly<Record<string, string>>) => ({ ...Object.fromEntries(Object.keys(said).map((name) => [name, denied])), ...but });

describe('a process that sees photos', () => {
  it('works with its threads and its provider, and can write nothing, start nothing, show nothing to a debugger', async () => {
    using studio = await start(planWorkerPermissions({ root, opensSockets: true }));
    const form = new FormData();
    form.append('photo', new File([new Uint8Array(await renderFile(drawPortrait()))], 'photo'));
    form.append('engine', 'gemini');
    form.append('consent', 'subject');
    const painted = await fetch(`${studio.url}/v1/headshots`, { method: 'POST', body: form });
    expect([painted.status, painted.headers.get('ephemera-engine')]).toEqual([200, 'gemini']);
    const said = await studio.tryAll();
    expect(said).toEqual(allDenied(said, { 'open a socket': 'done' }));
    expect(Object.keys(said)).toHaveLength(13);
    expect(readdirSync(folder)).toEqual([]);
    expect(studio.errors).toEqual([]);
  });

  it('opens no socket where no provider is configured', async () => {
    using studio = await start(planWorkerPermissions({ root, opensSockets: false }));
    const said = await studio.tryAll();
    expect(said).toEqual(allDenied(said, {}));
  });

  it('writes to the folder it was given and reads the files it was given, and no other', async () => {
    using studio = await start(planWorkerPermissions({ root, readable: ['/etc/passwd'], writable: [folder], opensSockets: false }));
    const said = await studio.tryAll();
    expect(said).toEqual(allDenied(said, { 'write to its folder': 'done', 'read outside': 'done' }));
    expect(readdirSync(folder)).toEqual(['written.txt']);
  });
});

describe('the process that starts the others', () => {
  it('starts them, and writes nothing and loads no addon', async () => {
    expect(planSupervisorPermissions({ root: '/studio' })).toEqual(expect.arrayContaining(['--allow-child-process', '--allow-fs-read=/studio']));
    expect(planSupervisorPermissions({ root: '/studio' }).filter((flag) => /addons|worker|write|inspector/.test(flag))).toEqual([]);
  });
});
