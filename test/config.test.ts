// Shows that settings are read once, with messages that name the variable, and that the README tells the truth about them.

import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../src/config-error.ts';
import { environmentSchema, readConfig } from '../src/config.ts';

const memoryBytes = 8e9;

const receiptKey = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
const otherKey = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
const { d: _private, ...publicKey } = receiptKey;

describe('the configuration', () => {
  it('needs nothing', () => {
    const config = readConfig({}, memoryBytes);
    expect(config).toMatchObject({ port: 3000, gemini: undefined, maxUploadBytes: 25e6, budgetBytes: 4.8e9 });
  });

  it('takes an empty value for none', () => {
    expect(readConfig({ PORT: '', GEMINI_API_KEY: '' }, memoryBytes)).toMatchObject({ port: 3000, gemini: undefined });
  });

  it('turns a key into the Gemini engine, which keeps 55 days unless told', () => {
    const { gemini } = readConfig({ GEMINI_API_KEY: 'k' }, memoryBytes);
    expect(gemini).toMatchObject({ access: { kind: 'developer' }, apiVersion: 'v1beta', retentionDays: 55 });
    expect(readConfig({ GEMINI_API_KEY: 'k', GEMINI_RETENTION_DAYS: '0' }, memoryBytes).gemini?.retentionDays).toBe(0);
  });

  it('turns a project and a location into Gemini on Vertex', () => {
    const { gemini } = readConfig({ VERTEX_PROJECT: 'p', VERTEX_LOCATION: 'europe-west4' }, memoryBytes);
    expect(gemini).toMatchObject({ access: { kind: 'vertex', project: 'p' }, apiVersion: 'v1beta1', retentionDays: 1 });
  });

  it.each([
    [{ VERTEX_PROJECT: 'p' }, 'VERTEX_LOCATION'],
    [{ VERTEX_LOCATION: 'l' }, 'VERTEX_PROJECT'],
    [{ GEMINI_API_KEY: 'secret-value', VERTEX_PROJECT: 'p', VERTEX_LOCATION: 'l' }, 'GEMINI_API_KEY'],
    [{ GEMINI_BASE_URL: 'https://example.test' }, 'GEMINI_BASE_URL'],
    [{ GEMINI_RETENTION_DAYS: '0' }, 'GEMINI_RETENTION_DAYS'],
    [{ GEMINI_API_KEY: 'k', GEMINI_BASE_URL: 'ftp://example.test' }, 'GEMINI_BASE_URL'],
    [{ PORT: 'secret-value' }, 'PORT'],
    [{ MAX_RETENTION_DAYS: '-1' }, 'MAX_RETENTION_DAYS'],
    [{ MAX_UPLOAD_MB: '0' }, 'MAX_UPLOAD_MB'],
    [{ ENGINE_ORDER: 'local,other' }, 'ENGINE_ORDER'],
  ])('refuses %o and names %s, never a value', (environment, variable) => {
    const start = () => readConfig(environment, memoryBytes);
    expect(start).toThrow(ConfigError);
    expect(start).toThrow(variable);
    expect(start).not.toThrow('secret-value');
  });

  it('takes one key for receipts, or a set of which the first signs and the others are published', () => {
    const one = readConfig({ RECEIPT_KEY: JSON.stringify(receiptKey) }, memoryBytes).receiptKeys;
    expect(one).toMatchObject({ signing: { x: receiptKey.x, d: receiptKey.d }, earlier: [] });
    const set = { keys: [{ ...otherKey, kid: 'november' }, publicKey] };
    const { signing, earlier } = readConfig({ RECEIPT_KEY: JSON.stringify(set) }, memoryBytes).receiptKeys!;
    expect(signing).toMatchObject({ kid: 'november', x: otherKey.x });
    expect(earlier).toMatchObject([{ x: receiptKey.x, kid: one!.signing.kid }]);
  });

  it.each([
    ['no JSON', 'secret-value'],
    ['no key', '{"secret-value":1}'],
    ['an empty set', '{"keys":[]}'],
    ['a public half alone', JSON.stringify(publicKey)],
    ['a set whose first key cannot sign', JSON.stringify({ keys: [publicKey, otherKey] })],
    ['halves of two keys', JSON.stringify({ ...receiptKey, x: otherKey.x })],
    ['another curve', JSON.stringify({ ...receiptKey, crv: 'X25519' })],
    ['a short private part', JSON.stringify({ ...receiptKey, d: 'secret-value' })],
    ['one name for two keys', JSON.stringify({ keys: [{ ...receiptKey, kid: 'secret-value' }, { ...otherKey, kid: 'secret-value' }] })],
  ])('refuses %s as RECEIPT_KEY, and quotes nothing of it', (_name, value) => {
    const start = () => readConfig({ RECEIPT_KEY: value }, memoryBytes);
    expect(start).toThrow(ConfigError);
    expect(start).toThrow('RECEIPT_KEY');
    for (const secret of ['secret-value', receiptKey.d!, otherKey.d!]) expect(start).not.toThrow(secret);
  });

  it('lets providers keep a photo as long as they do, unless MAX_RETENTION_DAYS says less', () => {
    expect(readConfig({}, memoryBytes).maxRetentionDays).toBe(Infinity);
    expect(readConfig({ MAX_RETENTION_DAYS: '0' }, memoryBytes).maxRetentionDays).toBe(0);
  });

  it('is documented in the README, each variable with the words and the default of the schema', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const rows = readme.split('\n').filter((line) => /^\| `[A-Z_]+` \|/.test(line));
    const expected = Object.entries(environmentSchema.shape).map(([name, field]) => {
      const fallback = field.safeParse(undefined);
      const shown = !fallback.success || fallback.data === undefined || name === 'FACE_WORKERS' ? '' : `\`${String(fallback.data)}\``;
      return `| \`${name}\` | ${shown} | ${field.description} |`;
    });
    expect(rows).toEqual(expected);
  });
});
