// Shows the real process: it starts as `npm start` starts it, refuses half a configuration, and drains on SIGTERM.

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawPortrait, renderFile } from './drawn-portrait.ts';

const children: ChildProcess[] = [];

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
});

function startMain(environment: Readonly<Record<string, string>>): ChildProcess {
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: new URL('..', import.meta.url),
    env: { PATH: process.env['PATH'], PORT: '0', FACE_WORKERS: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  return child;
}

/** Lines of the log as they come; resolves with the first that has the message. */
async function waitForLine(child: ChildProcess, message: string): Promise<Record<string, unknown>> {
  for await (const line of createInterface({ input: child.stdout! })) {
    const entry = JSON.parse(line) as Record<string, unknown>;
    if (entry['msg'] === message) return entry;
  }
  throw new Error(`the process ended without "${message}"`);
}

async function startListening(environment: Readonly<Record<string, string>> = {}): Promise<{ child: ChildProcess; port: number }> {
  const child = startMain(environment);
  const { url } = await waitForLine(child, 'listening');
  child.stdout!.resume();
  return { child, port: Number(new URL(String(url)).port) };
}

/** A connection that has sent the head of an upload and part of its body. */
async function beginUpload(port: number, body: Buffer, firstBytes: number) {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const head = 'POST /v1/cutouts HTTP/1.1\r\nHost: studio\r\nContent-Type: multipart/form-data; boundary=b\r\n';
  socket.write(`${head}Content-Length: ${body.length}\r\n\r\n`);
  socket.write(body.subarray(0, firstBytes));
  return socket;
}

/** Until the studio has begun to take an upload. */
async function untilReserved(port: number): Promise<void> {
  const read = async () => (await (await fetch(`http://127.0.0.1:${port}/v1/health`)).json()) as { readonly memory: { readonly reservedBytes: number } };
  await expect.poll(async () => (await read()).memory.reservedBytes).toBeGreaterThan(0);
}

async function readAnswer(socket: ReturnType<typeof connect>): Promise<string> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(socket, 'close');
  return Buffer.concat(chunks).toString('latin1');
}

async function formWithPhoto(): Promise<Buffer> {
  const photo = await renderFile(drawPortrait());
  const part = '--b\r\nContent-Disposition: form-data; name="photo"; filename="p.jpg"\r\nContent-Type: image/jpeg\r\n\r\n';
  return Buffer.concat([Buffer.from(part), photo, Buffer.from('\r\n--b--\r\n')]);
}

const accounts = { AUTH_SECRET: 'a secret of the tests that is long enough', PUBLIC_URL: 'http://localhost:3000', AUTH_NEXT_COOKIE: 'company' };

describe('the process', () => {
  let running: Awaited<ReturnType<typeof startListening>>;
  beforeAll(async () => {
    running = await startListening();
  });

  it('answers the page and its health, with nothing configured', async () => {
    const { port } = running;
    const page = await fetch(`http://127.0.0.1:${port}/`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<title>');
    await expect.poll(async () => (await fetch(`http://127.0.0.1:${port}/v1/health`)).status, { timeout: 20_000 }).toBe(200);
  });

  it.each([
    ['half a configuration', 'VERTEX_LOCATION', { VERTEX_PROJECT: 'mine' }],
    ['a folder for accounts that cannot be written to', 'DATA_FOLDER', { ...accounts, DATA_FOLDER: process.execPath }],
  ])('refuses %s and names the variable, %s', async (_name, variable, environment) => {
    const child = startMain(environment);
    const errors: Buffer[] = [];
    child.stderr!.on('data', (chunk: Buffer) => errors.push(chunk));
    const [code] = (await once(child, 'close')) as [number];
    expect(code).toBe(78);
    expect(Buffer.concat(errors).toString()).toContain(variable);
  });

  it('names HOST and PORT when the address is taken', async () => {
    const second = startMain({ PORT: String(running.port) });
    const [code] = (await once(second, 'close')) as [number];
    expect(code).toBe(78);
  });

  it('drains on SIGTERM: what is in flight finishes, what is new gets 503, then exit 0', async () => {
    const { child, port } = running;
    await expect.poll(async () => (await fetch(`http://127.0.0.1:${port}/v1/health`)).status, { timeout: 20_000 }).toBe(200);
    const body = await formWithPhoto();
    const socket = await beginUpload(port, body, 100);
    await untilReserved(port);
    const exit = once(child, 'exit');
    child.kill('SIGTERM');
    await expect.poll(async () => (await fetch(`http://127.0.0.1:${port}/`)).status).toBe(503);
    const refused = await fetch(`http://127.0.0.1:${port}/v1/catalogue`);
    expect(await refused.json()).toMatchObject({ code: 'draining', status: 503 });
    expect(refused.headers.get('retry-after')).toBe('5');
    const answer = readAnswer(socket);
    socket.write(body.subarray(100));
    expect(await answer).toMatch(/^HTTP\/1\.1 200 OK/);
    expect(await exit).toEqual([0, null]);
  });

  it('stops waiting after DRAIN_SECONDS and says so to whoever is left', async () => {
    const { child, port } = await startListening({ DRAIN_SECONDS: '1' });
    const body = await formWithPhoto();
    const socket = await beginUpload(port, body, 100);
    await untilReserved(port);
    const exit = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await readAnswer(socket)).toMatch(/^HTTP\/1\.1 503 [\s\S]*"code":"draining"/);
    expect(await exit).toEqual([0, null]);
  });
});
