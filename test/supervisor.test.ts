// Shows the real processes that die: after their work, not before, with nobody's connection cut, and what is theirs given back.

import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { connect as connectTls } from 'node:tls';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAlive } from '../prove/processes.ts';
import { firstCertificate, secondCertificate } from './certificates.ts';
import type { TestCertificate } from './certificates.ts';
import { drawPortrait, renderFile } from './drawn-portrait.ts';
import { startFakeGemini } from './fake-gemini/fake-gemini.ts';
import { fakeKey } from './fake-gemini/request-rules.ts';
import { countSockets, startMain } from './started-studio.ts';
import type { StartedStudio } from './started-studio.ts';

const photo = new Uint8Array(await renderFile(drawPortrait()));

/** Carries bytes as a photo does and is refused at once, so that many fit into a test. */
const unreadable = new Uint8Array(20_000).fill(7);

function formWith(bytes: Uint8Array<ArrayBuffer>): FormData {
  const form = new FormData();
  form.append('photo', new File([bytes], 'p.jpg', { type: 'image/jpeg' }));
  return form;
}

function post({ url }: StartedStudio, bytes: Uint8Array<ArrayBuffer>): Promise<Response> {
  return fetch(`${url}/v1/cutouts`, { method: 'POST', body: formWith(bytes) });
}

async function readReserved({ url }: StartedStudio): Promise<number> {
  return ((await (await fetch(`${url}/v1/health`)).json()) as { memory: { reservedBytes: number } }).memory.reservedBytes;
}

/** Until something is so: long enough for a start on a machine with much else to do. */
const replaced = { timeout: 30_000 };

describe.skipIf(process.platform !== 'linux')('workers that die', { timeout: 180_000 }, () => {
  let studio: StartedStudio;

  beforeAll(async () => {
    studio = await startMain({ MAX_RESIDENCE_SECONDS: '1', STANDBY_WORKERS: '2' });
    await studio.warm(2);
  }, 60_000);
  afterAll(() => studio[Symbol.asyncDispose]());

  it('live through pages, health and statement, and end after a photo', async () => {
    const before = studio.listWorkers();
    expect(before).toHaveLength(2);
    // Each has made pictures of nobody before it sees a photo.
    await expect.poll(() => studio.log.filter(({ msg }) => msg === 'rehearsed').length, replaced).toBe(2);
    for (const path of ['/', '/v1/catalogue', '/v1/health', '/v1/retention']) expect((await fetch(studio.url + path)).status).toBe(200);
    expect(studio.listWorkers()).toEqual(before);
    expect(await (await fetch(`${studio.url}/v1/retention`)).json()).toMatchObject({ forgetting: { mode: 'die' } });
    const answer = await post(studio, photo);
    expect([answer.status, answer.headers.get('connection')]).toEqual([200, 'close']);
    expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(1000);
    await expect.poll(() => before.filter(isAlive).length, replaced).toBe(1);
  });

  // Fewer one at a time: they take longer, and in each second a worker ends.
  it.each([
    [1, 100],
    [4, 300],
    [16, 600],
  ])('cut or refuse no connection at concurrency %i, and are replaced meanwhile', async (concurrency, count) => {
    const before = studio.listWorkers();
    let left = count;
    const statuses = new Map<number, number>();
    const send = async () => {
      while (left-- > 0) {
        const answer = left % 10 === 0 ? await fetch(studio.url) : await post(studio, unreadable);
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        await answer.arrayBuffer();
      }
    };
    await Promise.all(Array.from({ length: concurrency }, send));
    expect(Object.fromEntries(statuses)).toEqual({ 200: count * 0.1, 415: count * 0.9 });
    await expect.poll(() => before.filter(isAlive).length, replaced).toBeLessThan(before.length);
  });

  it('close the connections they had when they crash, and give back what they had reserved', async () => {
    await expect.poll(() => studio.listWorkers().length, replaced).toBe(2);
    const socket = connect(studio.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write('POST /v1/cutouts HTTP/1.1\r\nHost: studio\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000000\r\n\r\n--b');
    await expect.poll(() => readReserved(studio), replaced).toBe(3_000_000);
    const [busiest] = studio.listWorkers().toSorted((a, b) => countSockets(b) - countSockets(a));
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', () => undefined);
    const closed = once(socket, 'close');
    process.kill(busiest!, 'SIGKILL');
    await closed;
    expect(Buffer.concat(chunks).byteLength).toBe(0);
    expect(await readReserved(studio)).toBe(0);
    expect(studio.log.filter(({ msg }) => msg === 'worker lost')).toEqual([expect.objectContaining({ level: 'error', how: 'SIGKILL' })]);
    await expect.poll(() => studio.listWorkers().length, replaced).toBe(2);
  });

  it('take over the connections of one that dies before it reads them', async () => {
    await expect.poll(() => studio.listWorkers().length, replaced).toBe(2);
    // Stopped, it takes nothing: what it is handed waits, then dies with it.
    for (const pid of studio.listWorkers()) process.kill(pid, 'SIGSTOP');
    const answers = Array.from({ length: 20 }, () => fetch(studio.url).then(({ status }) => status));
    await new Promise((resolve) => setTimeout(resolve, 300));
    for (const pid of studio.listWorkers()) process.kill(pid, 'SIGKILL');
    expect(await Promise.all(answers)).toEqual(Array.from({ length: 20 }, () => 200));
    await expect.poll(() => studio.listWorkers().length, replaced).toBe(2);
  });

  it('leave a connection on which nothing came to the next, over and over', async () => {
    await expect.poll(() => studio.listWorkers().length, replaced).toBe(2);
    const socket = connect(studio.port, '127.0.0.1');
    await once(socket, 'connect');
    for (let life = 0; life < 2; life++) {
      const before = studio.listWorkers();
      await (await post(studio, unreadable)).arrayBuffer();
      await expect.poll(() => before.filter(isAlive).length, replaced).toBe(before.length - 1);
      await expect.poll(() => studio.listWorkers().length, replaced).toBe(2);
    }
    socket.write('GET /v1/health HTTP/1.1\r\nHost: studio\r\n\r\n');
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('finish what they began when the studio is told to stop, and leave no process', async () => {
    const answer = post(studio, photo);
    await expect.poll(() => readReserved(studio), replaced).toBeGreaterThan(0);
    const exit = once(studio.child, 'exit');
    const workers = studio.listWorkers();
    studio.child.kill('SIGTERM');
    expect((await answer).status).toBe(200);
    expect(await exit).toEqual([0, null]);
    expect(workers.filter(isAlive)).toEqual([]);
  });

  it('have the next one started while their photo is with a provider, not when they end', async () => {
    await using fake = await startFakeGemini();
    fake.script({ kind: 'hang-before-headers' });
    await using waiting = await startMain({ MAX_RESIDENCE_SECONDS: '600', STANDBY_WORKERS: '2', GEMINI_API_KEY: fakeKey, GEMINI_BASE_URL: fake.url });
    await waiting.warm(2);
    const rehearsed = () => waiting.log.filter(({ msg }) => msg === 'rehearsed').length;
    await expect.poll(rehearsed, replaced).toBe(2);
    const form = formWith(photo);
    form.set('consent', 'subject');
    const leaving = new AbortController();
    const answer = fetch(`${waiting.url}/v1/headshots`, { method: 'POST', body: form, signal: leaving.signal });
    await waiting.warm(3);
    expect(waiting.listWorkers()).toHaveLength(3);
    // It stays cold: a picture that comes back would find the cores taken. Once nothing is awaited, it does as the others.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(rehearsed()).toBe(2);
    leaving.abort(new Error('seen'));
    await expect(answer).rejects.toThrow('seen');
    expect(fake.requests).toHaveLength(1);
    await expect.poll(rehearsed, replaced).toBeGreaterThan(2);
  });

  it('share the rate limit and the byte budget, and end with their supervisor', async () => {
    await using small = await startMain({ RATE_LIMIT_PER_MINUTE: '3', MEMORY_BUDGET_MB: '64' });
    await small.warm(2);
    const refused = await post(small, new Uint8Array(9_000_000));
    expect([refused.status, await refused.json()]).toEqual([503, expect.objectContaining({ code: 'budget-full' })]);
    const [first] = small.listWorkers();
    expect((await post(small, unreadable)).status).toBe(415);
    await expect.poll(() => isAlive(first!), replaced).toBe(false);
    expect((await post(small, unreadable)).status).toBe(415);
    expect((await post(small, unreadable)).status).toBe(429);
    expect(await readReserved(small)).toBe(0);
    const workers = small.listWorkers();
    small.child.kill('SIGKILL');
    await expect.poll(() => workers.filter(isAlive), replaced).toEqual([]);
  });
});

describe.skipIf(process.platform !== 'linux').each(['die', 'scrub'])('HTTPS with RETENTION=%s', { timeout: 120_000 }, (retention) => {
  it('answers with the certificate of its files, and with a renewed one after SIGHUP', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'certificate-'));
    const files = { TLS_CERT_FILE: join(folder, 'cert.pem'), TLS_KEY_FILE: join(folder, 'key.pem') };
    const write = ({ cert, key }: TestCertificate) => {
      writeFileSync(files.TLS_CERT_FILE, cert);
      writeFileSync(files.TLS_KEY_FILE, key);
    };
    write(firstCertificate);
    await using studio = await startMain({ ...files, RETENTION: retention });
    expect(studio.url).toMatch(/^https:/);
    const early = connect(studio.port, '127.0.0.1');
    const workers = studio.listWorkers();
    expect(await getOver(studio, firstCertificate)).toEqual([200, 'first.studio.test']);
    // The process that had the photo goes; a connection that said nothing meanwhile is served by whoever is there.
    if (retention === 'die') await expect.poll(() => workers.every(isAlive), replaced).toBe(false);
    expect(await getOver(studio, firstCertificate, 'GET', early)).toEqual([200, 'first.studio.test']);
    write(secondCertificate);
    studio.child.kill('SIGHUP');
    await expect.poll(() => studio.log.some(({ msg }) => msg === 'certificate renewed'), replaced).toBe(true);
    // A page: after a photo a worker would end, and another start.
    await expect.poll(() => getOver(studio, secondCertificate, 'GET').catch(() => undefined), replaced).toEqual([200, 'second.studio.test']);
    writeFileSync(files.TLS_KEY_FILE, 'broken');
    studio.child.kill('SIGHUP');
    await expect.poll(() => studio.log.some(({ msg }) => msg === 'certificate not renewed'), replaced).toBe(true);
    expect(await getOver(studio, secondCertificate)).toEqual([200, 'second.studio.test']);
    rmSync(folder, { recursive: true });
  });
});

/** Status of a check of a photo over HTTPS, or with `GET` of the page, and the name on the certificate. */
async function getOver({ port }: StartedStudio, { cert }: TestCertificate, method: 'GET' | 'POST' = 'POST', socket?: Socket): Promise<[number | undefined, string]> {
  const body = Buffer.concat([Buffer.from('--b\r\nContent-Disposition: form-data; name="photo"; filename="p.jpg"\r\n\r\n'), photo, Buffer.from('\r\n--b--\r\n')]);
  const headers = { 'Content-Type': 'multipart/form-data; boundary=b', 'Content-Length': body.byteLength };
  const address = { host: '127.0.0.1', port, ca: cert, method, agent: false, ...(socket && { createConnection: () => connectTls({ socket, ca: cert, host: '127.0.0.1' }) }) };
  const request = method === 'GET' ? httpsRequest({ ...address, path: '/' }).end() : httpsRequest({ ...address, path: '/v1/checks?document=icao-generic', headers }).end(body);
  const [response] = await once(request, 'response');
  const subject = (response.socket as TLSSocket).getPeerCertificate().subject.CN;
  response.resume();
  await once(response, 'end');
  return [response.statusCode, String(subject)];
}
