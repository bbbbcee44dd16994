// Holds PRIVACY.md to the code and to the statement of a running studio: files and tests that exist, numbers that are equal.

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dying, scrubbing } from '../src/retention/statement.ts';
import type { Statement } from '../src/retention/statement.ts';
import { studioSecret } from './accounts-parts/front-door.ts';
import { startFakeGemini } from './fake-gemini/fake-gemini.ts';
import type { FakeGemini } from './fake-gemini/fake-gemini.ts';
import { blind, startStudio } from './start-studio.ts';

const root = resolve(import.meta.dirname, '..');
const read = (file: string) => readFileSync(resolve(root, file), 'utf8');
const privacy = read('PRIVACY.md');

/** The text below a heading, up to the next. */
function readSection(title: string): string {
  return privacy.split(/^## /m).find((section) => section.startsWith(`${title}\n`)) ?? '';
}

/** Rows of a section's table without its head, as cells. */
function readRows(title: string): string[][] {
  const lines = readSection(title).split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()));
}

const matchAll = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match.slice(1) as string[]);

const promises = readRows('Promises').map(([promise = '', files = '', proofs = '']) => ({
  promise,
  files: matchAll(files, /`([^`]+)`/g).flat(),
  proofs: matchAll(proofs, /`([^`]+)` “([^”]+)”/g) as [string, string][],
}));

/** The statement's data as rows of the page. */
function describeData({ data: all }: Statement): string[][] {
  return all.map(({ data, kept, longestSeconds, where, by }) => [data, kept ? 'yes' : 'no', String(longestSeconds ?? 'the operator decides'), where, by]);
}

async function readStatement(environment: Readonly<Record<string, string>>): Promise<Statement> {
  await using studio = await startStudio({ RATE_LIMIT_PER_MINUTE: '60', ...environment }, { vision: blind });
  return (await (await fetch(`${studio.url}/v1/retention`)).json()) as Statement;
}

/** Accounts with a way to sign in that connects nowhere until somebody uses it. */
const accounts = { AUTH_SECRET: studioSecret, PUBLIC_URL: 'http://localhost:3000', SMTP_URL: 'smtp://localhost', MAIL_FROM: 'studio@example.test' };
/** Payments at a place where nobody answers. */
const payments = { STRIPE_SECRET_KEY: 'sk_test_nobody', STRIPE_WEBHOOK_SECRET: 'whsec_nobody', STRIPE_PACKS: 'price_nobody:10', STRIPE_API_URL: 'http://localhost:9' };

let gemini: FakeGemini;
let statement: Statement;

beforeAll(async () => {
  gemini = await startFakeGemini();
  statement = await readStatement({ GEMINI_API_KEY: 'test-key', GEMINI_BASE_URL: gemini.url, OPENAI_API_KEY: 'test-key', OPENAI_BASE_URL: gemini.url });
});

afterAll(() => gemini[Symbol.asyncDispose]());

describe('a promise of PRIVACY.md', () => {
  it.each(promises)('is enforced by files that exist and proved by tests and rows of those names: $promise', ({ files, proofs }) => {
    expect(files.length * proofs.length).toBeGreaterThan(0);
    expect(files.filter((file) => !existsSync(resolve(root, file)))).toEqual([]);
    // The name of a test, or of a row of the proof.
    const isIn = (file: string, name: string) => read(file).includes(file.startsWith('prove/') ? `'${name}'` : `('${name}'`);
    expect(proofs.filter(([file, name]) => !existsSync(resolve(root, file)) || !isIn(file, name))).toEqual([]);
  });

  it('is one of many', () => expect(promises.length).toBeGreaterThan(15));
});

describe('PRIVACY.md and the statement', () => {
  it('name the same data, kept as long, in the same place, by the same', () => {
    expect(readRows('What is kept')).toEqual(describeData(statement));
    const [shortest, longest] = ['rate-limit counters', 'photos'].map((name) => statement.data.find(({ data }) => data === name)?.longestSeconds);
    for (const seconds of [shortest, longest]) expect(readSection('Promises')).toContain(`${seconds} seconds`);
  });

  it('name the same fields of the log', () => {
    const fields = /no other: ([^.]+)\./.exec(readSection('What is kept'))?.[1] ?? '';
    expect(matchAll(fields, /`(\w+)`/g).flat()).toEqual(statement.data.find(({ data }) => data === 'logs')?.fields);
  });

  it('say the same of every engine', async () => {
    const vertex = await readStatement({ VERTEX_PROJECT: 'project', VERTEX_LOCATION: 'europe-west4' });
    const engines = [...statement.engines, ...vertex.engines.filter(({ name }) => name !== 'local')];
    const said = engines.map(({ name, retentionDays, note, page }) => [`\`${name}\``, String(retentionDays), note, page ? `<${page}>` : '–']);
    expect(readRows('Engines').map(([name, , days, note, page]) => [name, days, note, page])).toEqual(said);
  });

  it('say the same of accounts and credits, where they are on', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ephemera-privacy-'));
    const rows = describeData(await readStatement({ ...accounts, ...payments, DATA_FOLDER: folder }));
    rmSync(folder, { recursive: true });
    expect([...readRows('What accounts keep'), ...readRows('What credits keep')]).toEqual(rows.slice(readRows('What is kept').length - 1));
  });

  it('say the same of how the process forgets', () => {
    for (const { mode } of [dying, scrubbing]) expect(readSection('How the process forgets')).toContain(`\`${mode}\``);
    expect([dying, scrubbing]).toContainEqual(statement.forgetting);
  });

  it('list the same things that cannot be promised', () => {
    const named = matchAll(readSection('What we cannot promise'), /^- \*\*(.+)\.\*\*/gm).flat();
    expect(named).toEqual(statement.unpromised.map(({ name }) => name));
  });
});

describe('the page', () => {
  it('says as many days of every engine as the statement, and as many minutes of the counters', () => {
    const page = read('public/how-it-forgets.html');
    const days = matchAll(page, /<td>(\d+) days/g).flat().map(Number);
    expect(days).toEqual(statement.engines.map(({ retentionDays }) => retentionDays));
    expect(page).toContain('for two minutes at most');
    expect(statement.data.find(({ data }) => data === 'rate-limit counters')?.longestSeconds).toBe(120);
  });
});
