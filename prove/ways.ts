// Owns the list of ways in and out: every endpoint and engine, and how a request can end. Plain values, sent by `journey.ts`.

import type { FakeBehaviour } from '../test/fake-gemini/behaviour.ts';
import type { HangUp } from './client.ts';

/** One request and the end it must come to. */
export interface Way {
  readonly name: string;
  readonly path: string;
  readonly fields?: Readonly<Record<string, string>>;
  /** What the provider does with the requests that it gets, one after another. */
  readonly provider?: readonly FakeBehaviour[];
  readonly photo?: 'face' | 'noise' | 'heavy';
  readonly hangUp?: HangUp;
  /** 200, a problem's code, or 0 when the client leaves. */
  readonly ends: 200 | 0 | string;
}

/** Stands for a random word in a field. */
export const word = '{word}';

/** A background that is valid and random at once: a word that is read, not refused. */
export const colours = '{colours}';

const local = { engine: 'local' };
const gemini = { engine: 'gemini' };
/** More often than the engine tries again. */
const often = <T>(behaviour: T): readonly T[] => Array.from({ length: 4 }, () => behaviour);

/** The ways on which a picture is made. */
export const successes: readonly Way[] = [
  { name: 'cutout', path: '/v1/cutouts', fields: { ...local }, ends: 200 },
  { name: 'cutout on colours', path: '/v1/cutouts', fields: { ...local, background: colours, format: 'png' }, ends: 200 },
  { name: 'headshot local', path: '/v1/headshots', fields: { ...local, shape: '4:5' }, ends: 200 },
  { name: 'headshot gemini', path: '/v1/headshots', fields: { ...gemini }, ends: 200 },
  { name: 'check', path: '/v1/checks', fields: { document: 'icao-generic' }, ends: 200 },
  { name: 'document', path: '/v1/documents', fields: { document: 'icao-generic' }, ends: 200 },
  { name: 'sheet', path: '/v1/sheets', fields: { document: 'icao-generic', sheet: '10x15' }, ends: 200 },
];

/** The ways on which none is. */
export const failures: readonly Way[] = [
  { name: 'field value refused', path: '/v1/cutouts', fields: { background: word }, ends: 'parameter-invalid' },
  { name: 'field name refused', path: '/v1/headshots', fields: { [word]: word }, ends: 'parameter-unknown' },
  { name: 'document unknown', path: '/v1/documents', fields: { document: word }, ends: 'document-unknown' },
  { name: 'no face', path: '/v1/documents', fields: { document: 'icao-generic' }, photo: 'noise', ends: 'face-not-found' },
  { name: 'over budget', path: '/v1/cutouts', photo: 'heavy', ends: 'budget-full' },
  { name: 'upstream fails', path: '/v1/headshots', fields: gemini, provider: often({ kind: 'status', status: 500 }), ends: 'provider-failed' },
  { name: 'upstream resets', path: '/v1/headshots', fields: gemini, provider: often({ kind: 'reset', at: 'body' }), ends: 'provider-failed' },
  { name: 'safety block', path: '/v1/headshots', fields: gemini, provider: [{ kind: 'block', reason: 'IMAGE_SAFETY' }], ends: 'refused-by-provider' },
  { name: 'hang-up in upload', path: '/v1/cutouts', hangUp: 'upload', ends: 0 },
  { name: 'hang-up in local work', path: '/v1/headshots', fields: local, hangUp: 'work', ends: 0 },
  { name: 'hang-up in upstream work', path: '/v1/headshots', fields: gemini, provider: [{ kind: 'hang-mid-body' }], hangUp: 'work', ends: 0 },
  { name: 'hang-up in delivery', path: '/v1/cutouts', fields: { ...local, format: 'png' }, hangUp: 'delivery', ends: 0 },
];

/** A few of each, for a quick look. */
export const fewWays: readonly Way[] = [successes[1]!, successes[3]!, failures[0]!, failures[7]!];
