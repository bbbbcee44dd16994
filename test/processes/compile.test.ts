// Shows that compiled modules are kept before a studio starts, found by it, and written by no process that serves.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { compileCache } from '../../src/retention/compile-cache.ts';

const root = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'compiled-'));
afterAll(() => rmSync(folder, { recursive: true }));

function run(environment: Readonly<Record<string, string>>, ...words: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: root, env: environment, encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  return stdout + stderr;
}

function countFiles(path: string): number {
  return readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;
}

describe('the step before the start', () => {
  it('leaves nothing to compile of a server and its threads', { timeout: 60_000 }, () => {
    run({}, 'src/processes/compile.ts');
    const settings = { ...compileCache, NODE_DEBUG_NATIVE: 'COMPILE_CACHE' };
    const words = "await import('./src/server.ts'); await import('./src/face/worker.ts')";
    const report = run(settings, '--input-type=module', '--eval', words);
    const modules = report.split('\n').filter((line) => /V8 code cache for \w+ file:.*\/(src|node_modules)\//.test(line));
    expect(modules.length).toBeGreaterThan(100);
    expect(modules.filter((line) => !line.includes('accepted'))).toEqual([]);
  });
});

describe('a process that serves', () => {
  const program = join(folder, 'program.mjs');
  writeFileSync(program, "import { getCompileCacheDir } from 'node:module'; process.stdout.write(String(getCompileCacheDir()));");
  const settings = { ...compileCache, NODE_COMPILE_CACHE: folder };

  it('makes no folder where there is none, and starts', () => {
    expect(run(settings, program)).toBe('undefined');
    expect(readdirSync(folder)).toEqual(['program.mjs']);
  });

  it('adds nothing to the folder, not even a module it lacks; another process would', () => {
    run({ NODE_COMPILE_CACHE: settings.NODE_COMPILE_CACHE }, '--eval', '0');
    const before = countFiles(folder);
    expect(run(settings, program)).toContain(settings.NODE_COMPILE_CACHE);
    expect(countFiles(folder)).toBe(before);
    run({ NODE_COMPILE_CACHE: settings.NODE_COMPILE_CACHE }, program);
    expect(countFiles(folder)).toBe(before + 1);
  });
});
