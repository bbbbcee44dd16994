// Shows packs over HTTP: selfies in, pictures out one by one in each form of answer, what fails told and not charged, and a hang-up that stops the rest.

import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openAccounts } from '../../src/accounts/accounts.ts';
import type { Accounts } from '../../src/accounts/accounts.ts';
import { admitCustomer, counterSecret, describeCredits } from '../accounts-parts/counter.ts';
import type { Customer } from '../accounts-parts/counter.ts';
import { drawPortrait, renderFile } from '../drawn-portrait.ts';
import type { FakeBehaviour } from '../fake-gemini/behaviour.ts';
import { startFakeGemini } from '../fake-gemini/fake-gemini.ts';
import type { FakeGemini } from '../fake-gemini/fake-gemini.ts';
import { fileOf, startStudio } from '../start-studio.ts';
import type { RunningStudio } from '../start-studio.ts';
import { watchMemory } from '../watched-memory.ts';
import { readZip } from '../zip-entries.ts';

const folder = mkdtempSync(join(tmpdir(), 'ephemera-packs-'));
let gemini: FakeGemini;
let studio: RunningStudio;
let accounts: Accounts;
let customer: Customer;
let good: File;
let nearer: File;
let twoPeople: File;
let blurred: File;

const draw = async (scene: Parameters<typeof drawPortrait>[0]) => fileOf(new Uint8Array(await renderFile(drawPortrait(scene))));

beforeAll(async () => {
  [good, nearer, twoPeople, blurred] = await Promise.all([
    draw({}),
    draw({ people: [{ scale: 1.2 }] }),
    draw({ width: 900, height: 560, people: [{ x: 250, y: 260 }, { x: 650, y: 270, scale: 0.9 }] }),
    draw({ blurPixels: 9 }),
  ]);
  gemini = await startFakeGemini();
  studio = await startStudio({ ...describeCredits(folder), FREE_CREDITS_PER_DAY: '99', DRAIN_SECONDS: '1', GEMINI_API_KEY: 'test-key', GEMINI_BASE_URL: gemini.url });
  accounts = await openAccounts({ at: { folder }, secrets: [counterSecret], now: Date.now, freeCreditsPerDay: 99 });
});

afterAll(async () => {
  await accounts.close();
  await studio[Symbol.asyncDispose]();
  await gemini[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

beforeEach(async () => {
  gemini.reset();
  customer = await admitCustomer(accounts);
});

const small: FakeBehaviour = { kind: 'paint', sidePixels: 300, format: 'jpeg', thought: 'none' };
const paintNext = (count: number, ...others: readonly FakeBehaviour[]) => gemini.script(...Array.from({ length: count }, () => small), ...others);

function post(selfies: readonly File[], fields: Readonly<Record<string, string>>, accept = 'application/zip', signal?: AbortSignal): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of Object.entries({ consent: 'subject', width: '200', shape: '4:5', engine: 'gemini', ...fields })) for (const each of value.split('+')) form.append(name, each);
  for (const selfie of selfies) form.append('photo', selfie);
  return fetch(`${studio.url}/v1/headshots`, { method: 'POST', body: form, headers: { Accept: accept, 'X-API-Key': customer.key }, signal: signal ?? null });
}

const spent = async () => 99 - (await accounts.ledger.balance(customer.owner)).available;
const settled = () => expect.poll(async () => [studio.server.budget.reservedBytes, (await accounts.ledger.balance(customer.owner)).held]).toEqual([0, 0]);

interface StudioEvent {
  readonly name: string;
  readonly data: Readonly<Record<string, unknown>>;
}

function readEvents(text: string): StudioEvent[] {
  return text.split('\n\n').filter(Boolean).map((block) => {
    const [first = '', second = ''] = block.split('\n');
    return { name: first.slice('event: '.length), data: JSON.parse(second.slice('data: '.length)) as StudioEvent['data'] };
  });
}

describe('a pack as a zip', () => {
  it('has every picture, contact sheet, report and receipt; the selfies of no use are told; nothing of it stays', async () => {
    const memory = watchMemory();
    paintNext(4);
    const answer = await post([good, twoPeople, nearer], { style: (await listStyles(2)).join('+'), count: '2' });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/zip']);
    const entries = await readZip(await answer.arrayBuffer());
    const names = [...entries.keys()];
    expect(names.slice(-3)).toEqual(['contact-sheet.jpg', 'report.json', 'receipt.jwt']);
    expect(names.slice(0, 4).map((name) => name.slice(0, 3)).sort()).toEqual(['01-', '02-', '03-', '04-']);
    expect(await sharp(entries.get(names[0]!)).metadata()).toMatchObject({ width: 200, height: 250, format: 'jpeg' });
    expect(await sharp(entries.get('contact-sheet.jpg')).metadata()).toMatchObject({ width: 448 });
    expect(JSON.parse(entries.get('report.json')!.toString())).toMatchObject({
      asked: 4, delivered: 4, failed: 0, credits: { charged: 4 }, problems: [],
      selfies: [{ number: 1 }, { number: 2, quality: 0, fault: { reason: 'several-faces' } }, { number: 3 }],
    });
    const receipt = decodeJwt<{ results: readonly { name: string; salt: string; sha256: string }[] }>(entries.get('receipt.jwt')!.toString());
    expect(receipt).toMatchObject({ kind: 'headshot', engine: 'gemini', retentionDays: 55, hosts: ['127.0.0.1'] });
    expect(receipt.results.map(({ name }) => name)).toEqual(names.slice(0, 5));
    for (const { name, salt, sha256 } of receipt.results) expect(createHash('sha256').update(Buffer.from(salt, 'base64url')).update(entries.get(name)!).digest('base64url')).toBe(sha256);
    expect(gemini.requests.map(({ pictures }) => pictures.length)).toEqual([2, 2, 2, 2]);
    await settled();
    expect([memory.owned.length > 20, memory.countLeftBytes()]).toEqual([true, 0]);
    vi.restoreAllMocks();
  });

  it('delivers and charges what was made before the provider had no more quota', async () => {
    paintNext(2, ...Array.from({ length: 3 }, () => ({ kind: 'status', status: 429, retryDelay: '600s' }) as const));
    const entries = await readZip(await (await post([good], { count: '5' })).arrayBuffer());
    const report = JSON.parse(entries.get('report.json')!.toString()) as { problems: readonly { problem: { code: string } }[] };
    expect(report).toMatchObject({ delivered: 2, failed: 3, credits: { charged: 2 } });
    expect(report.problems.map(({ problem }) => problem.code)).toEqual(Array.from({ length: 3 }, () => 'provider-busy'));
    expect(entries.size).toBe(5);
    await settled();
    expect(await spent()).toBe(2);
  });

  it('is a problem document when there is no picture, and costs nothing', async () => {
    gemini.script(...Array.from({ length: 2 }, () => ({ kind: 'block', reason: 'IMAGE_SAFETY' }) as const));
    const answer = await post([good], { count: '2' });
    expect([answer.status, await answer.json()]).toMatchObject([422, { code: 'refused-by-provider' }]);
    await settled();
    expect(await spent()).toBe(0);
  });
});

describe('a pack as events', () => {
  it('tells what goes on; three blocked pictures of ten are told, seven delivered and charged', async () => {
    const block: FakeBehaviour = { kind: 'block', reason: 'IMAGE_SAFETY' };
    gemini.script(small, block, small, small, block, small, small, small, block, small);
    const answer = await post([good], { count: '10' }, 'text/event-stream');
    expect([answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual(['text/event-stream', 'no-store']);
    const events = readEvents(await answer.text());
    const of = (wanted: string) => events.filter(({ name }) => name === wanted).map(({ data }) => data);
    expect(events.slice(0, 2).map(({ name }) => name)).toEqual(['accepted', 'opened']);
    expect(events.slice(-2)).toMatchObject([{ name: 'receipt' }, { name: 'done', data: { asked: 10, delivered: 7, failed: 3, credits: { charged: 7 } } }]);
    expect([of('image').length, of('progress').length]).toEqual([7, 10]);
    expect(of('problem').map(({ problem }) => problem)).toMatchObject(Array.from({ length: 3 }, () => ({ code: 'refused-by-provider', reason: 'safety' })));
    expect(await sharp(Buffer.from(String(of('image')[0]?.['base64']), 'base64')).metadata()).toMatchObject({ width: 200, height: 250 });
    await settled();
    expect(await spent()).toBe(7);
  });

  it('say why no selfie can be used; nothing is sent or charged', async () => {
    const events = readEvents(await (await post([twoPeople, blurred], {}, 'text/event-stream')).text());
    expect(events[1]).toMatchObject({ name: 'problem', data: { number: null, problem: { code: 'selfies-unusable', selfies: [{ number: 1, reason: 'several-faces' }, { number: 2, reason: 'blurred' }] } } });
    expect(events.at(-1)).toMatchObject({ name: 'done', data: { delivered: 0 } });
    expect(gemini.requests).toEqual([]);
    await settled();
    expect(await spent()).toBe(0);
  });

  it('end with a hang-up: calls that run are aborted, none begins after, and nothing is charged', async () => {
    gemini.script(...Array.from({ length: 10 }, () => ({ kind: 'hang-before-headers' }) as const));
    const leaving = new AbortController();
    const answer = await post([good], { count: '10' }, 'text/event-stream', leaving.signal);
    const reading = answer.text().catch(() => 'gone');
    await expect.poll(() => gemini.requests.length).toBe(4);
    leaving.abort();
    expect(await reading).toBe('gone');
    await expect.poll(() => gemini.requests.map(({ aborted }) => aborted)).toEqual([true, true, true, true]);
    await settled();
    expect([gemini.requests.length, await spent()]).toEqual([4, 0]);
  });
});

describe('a pack as JSON', () => {
  it('has its pictures in base64; one that comes back blank is asked for again', async () => {
    const data = (await sharp({ create: { width: 240, height: 300, channels: 3, background: '#888' } }).png().toBuffer()).toString('base64');
    const body = JSON.stringify({ candidates: [{ content: { parts: [{ inlineData: { mimeType: 'image/png', data } }], role: 'model' }, finishReason: 'STOP', index: 0 }] });
    gemini.script({ kind: 'raw', status: 200, headers: { 'content-type': 'application/json' }, body }, small, small);
    const answer = (await (await post([good], { count: '2', format: 'webp' }, 'application/json')).json()) as { pictures: readonly { base64: string }[] };
    expect(answer).toMatchObject({ asked: 2, delivered: 2, problems: [], receipt: expect.stringContaining('.') as string, pictures: [{ mediaType: 'image/webp' }, {}] });
    expect(await sharp(Buffer.from(answer.pictures[1]!.base64, 'base64')).metadata()).toMatchObject({ format: 'webp', width: 200 });
    expect(gemini.requests).toHaveLength(3);
  });
});

describe('a pack of this machine', () => {
  it('frames the second picture of a look otherwise, and makes no picture twice', async () => {
    const answer = (await (await post([good], { engine: 'local', count: '2' }, 'application/json')).json()) as { pictures: readonly { base64: string }[] };
    expect(answer).toMatchObject({ delivered: 2, pictures: [{ engine: 'local' }, { engine: 'local' }] });
    expect(answer.pictures[0]!.base64 === answer.pictures[1]!.base64).toBe(false);
    const refusal = await post([good], { engine: 'local', count: '4' });
    expect(await refusal.json()).toMatchObject({ code: 'parameter-invalid', parameter: 'count', most: 3 });
  });
});

describe('one picture from several selfies', () => {
  it('is its bytes, and says which selfie was of no use', async () => {
    paintNext(1);
    const answer = await post([blurred, good], {}, 'image/jpeg');
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('x-credits-charged')]).toEqual([200, 'image/jpeg', '1']);
    expect(answer.headers.get('ephemera-selfies-unused')).toBe('1 blurred');
  });
});

describe('a pack that cannot be made', () => {
  it('is refused with the reason', async () => {
    const refusals: [Response, Readonly<Record<string, unknown>>][] = [
      [await post(Array.from({ length: 21 }, () => fileOf(new Uint8Array(9))), {}), { code: 'photo-too-many', detail: 'This work takes at most 20 files in `photo`.' }],
      [await post([good], { style: 'unheard-of', count: '2' }), { code: 'parameter-invalid', parameter: 'style' }],
      [await post([good], { style: (await listStyles(3)).join(','), count: '14' }), { code: 'parameter-invalid', parameter: 'count', most: 13 }],
      [await post([good], { count: '2' }, 'image/jpeg'), { code: 'not-acceptable' }],
      [await post([blurred, blurred], {}, 'image/jpeg'), { code: 'selfies-unusable', status: 422 }],
    ];
    for (const [answer, problem] of refusals) expect(await answer.json()).toMatchObject(problem);
    expect(gemini.requests).toEqual([]);
  });
});

async function listStyles(count: number): Promise<string[]> {
  const { styles } = (await (await fetch(`${studio.url}/v1/styles`)).json()) as { styles: readonly { id: string; family: string }[] };
  return styles.filter(({ family }) => family !== 'brand').slice(0, count).map(({ id }) => id);
}

describe('a pack whose server has to stop', () => {
  it('ends with what was delivered, which alone is charged, and says why there is no more', async () => {
    const patient = { timeout: 10_000 };
    const charged = async () => (await spent()) - (await accounts.ledger.balance(customer.owner)).held;
    const begin = async (accept: string, packs: number) => {
      paintNext(1, { kind: 'hang-before-headers' }, { kind: 'hang-before-headers' });
      const answer = post([good], { count: '3' }, accept);
      await expect.poll(async () => [gemini.requests.length, await charged()], patient).toEqual([3 * packs, packs]);
      return answer;
    };
    const asEvents = await begin('text/event-stream', 1);
    const asZip = await begin('application/zip', 2);
    await studio.server.drain();
    const events = readEvents(await asEvents.text());
    expect(events.filter(({ name }) => name === 'image')).toHaveLength(1);
    expect(events.filter(({ name }) => name === 'problem').map(({ data }) => data['problem'])).toMatchObject([{ code: 'draining' }, { code: 'draining' }]);
    expect(events.at(-1)).toMatchObject({ name: 'done', data: { delivered: 1, failed: 2, credits: { charged: 1 } } });
    const report = JSON.parse((await readZip(await asZip.arrayBuffer())).get('report.json')!.toString()) as { readonly problems: readonly unknown[] };
    expect(report).toMatchObject({ delivered: 1, failed: 2, credits: { charged: 1 } });
    expect(report.problems).toMatchObject([{ problem: { code: 'draining' } }, { problem: { code: 'draining' } }]);
    await settled();
    expect(await spent()).toBe(2);
  });
});
