// Runs as a studio's process under the permissions that it is given, serves, and tries on request what it must not be able to do.

import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import inspector from 'node:inspector';
import { connect } from 'node:net';
import { writeHeapSnapshot } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';

/** Where it may write, if anywhere. */
const folder = process.argv[2] ?? '';

const attempts: Record<string, () => unknown> = {
  'write to the project': () => writeFileSync('written.txt', 'x'),
  'write to its folder': () => writeFileSync(`${folder}/written.txt`, 'x'),
  'read outside': () => readFileSync('/etc/passwd'),
  'read memory': () => readFileSync('/proc/self/maps'),
  'start a child': () => {
    const { error } = spawnSync('true');
    if (error) throw error;
  },
  'become another program': () => process.execve?.('/bin/true', ['true']),
  'open the inspector': () => inspector.open(0),
  'debug itself': () => new inspector.Session().connect(),
  'write its heap': () => writeHeapSnapshot('heap.txt'),
  'write a report': () => process.report.writeReport('report.txt'),
  'reach below Node’s own modules': () => (process as unknown as { binding(name: string): unknown }).binding('tcp_wrap'),
};

async function tryAll(): Promise<Record<string, string>> {
  const said: Record<string, string> = {};
  for (const [name, attempt] of Object.entries(attempts)) {
    try {
      attempt();
      said[name] = 'done';
    } catch (error) {
      said[name] = (error as NodeJS.ErrnoException).code ?? String(error);
    }
  }
  return { ...said, 'open a socket': await tryConnecting(), 'write from a thread': await tryInThread() };
}

function tryConnecting(): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const socket = connect(Number(new URL(config.gemini?.baseUrl ?? '').port), '127.0.0.1');
  socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
  socket.on('connect', () => socket.destroy(void resolve('done')));
  return promise;
}

function tryInThread(): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const thread = new Worker("require('node:fs').writeFileSync('written.txt', 'x')", { eval: true });
  thread.on('error', (error: Error & { code?: string }) => resolve(error.code ?? error.message));
  thread.on('exit', () => resolve('done'));
  return promise;
}

process.on('message', (wish) => {
  if (wish === 'try') void tryAll().then((said) => process.send?.(said));
});
process.on('disconnect', () => process.exit(0));

const config = readConfig(process.env, 4e9);
if (process.permission.has('net')) {
  const { startServer } = await import('../../src/processes/single.ts');
  const server = await startServer(config, createLog('error'));
  process.send?.(server.url.replace('localhost', '127.0.0.1'));
} else process.send?.('');
