// Owns the list of ways in and out: every endpoint, this machine and a provider, and how a request can end. Plain values, sent by `journey.ts`.

import type { FakeBehaviour } from '../test/fake-gemini/behaviour.ts';
import type { HangUp } from './client.ts';

/** One request and the end it must come to. */
export interface Way {
  readonly name: string;
  readonly path: string;
  /** The photo's field, where it is not `photo`. */
  readonly field?: string;
  /** In the form, or of a team in the query. */
  readonly fields?: Readonly<Record<string, string>>;
  /** A form unless told. */
  readonly body?: 'team';
  readonly accept?: string;
  /** What the provider does with the requests that it gets, one after another. */
  readonly provider?: readonly FakeBehaviour[];
  /** `heavy`: more bytes than the memory budget; `wide`: more pixels than libvips keeps in memory unless told. */
  readonly photo?: 'face' | 'noise' | 'heavy' | 'wide';
  readonly hangUp?: HangUp;
  /** The process that has the photo is killed while it works. */
  readonly crash?: boolean;
  /** 200, a problem's code, or 0 when nobody is there to answer or to read. */
  readonly ends: 200 | 0 | string;
}

/** Stands for a random word in a field. */
export const word = '{word}';

/** Stands for random words in a text that is set or quoted. */
export const phrase = '{phrase}';

/** A background that is valid and random at once: a word that is read, not refused. */
export const colours = '{colours}';

const local = { engine: 'local' };
const gemini = { engine: 'gemini', consent: 'subject' };
const portrait = { ...local, consent: 'subject' };
const icao = { document: 'icao-generic' };
/** More often than the engine tries again. */
const often = <T>(behaviour: T): readonly T[] => Array.from({ length: 4 }, () => behaviour);

/** The ways on which something is made. */
export const successes: readonly Way[] = [
  { name: 'cutout', path: '/v1/cutouts', fields: { ...local }, ends: 200 },
  { name: 'cutout on colours', path: '/v1/cutouts', fields: { ...local, background: colours, format: 'png' }, ends: 200 },
  { name: 'headshot local', path: '/v1/headshots', fields: { ...portrait, shape: '4:5' }, ends: 200 },
  { name: 'headshot gemini', path: '/v1/headshots', fields: gemini, ends: 200 },
  { name: 'pack by gemini, zip', path: '/v1/headshots', fields: { ...gemini, count: '2' }, accept: 'application/zip', ends: 200 },
  { name: 'headshot openai', path: '/v1/headshots', fields: { ...gemini, engine: 'openai', note: phrase }, ends: 200 },
  { name: 'team by gemini, zip', path: '/v1/team-headshots', body: 'team', fields: { ...gemini, note: phrase }, ends: 200 },
  { name: 'thumbnail before a scene by gemini', path: '/v1/thumbnails', fields: { title: phrase, subtitle: phrase, scene: phrase, engine: 'gemini' }, ends: 200 },
  { name: 'check', path: '/v1/checks', fields: icao, ends: 200 },
  { name: 'document', path: '/v1/documents', fields: icao, ends: 200 },
  { name: 'document and sheet, zip', path: '/v1/documents', fields: icao, accept: 'application/zip', ends: 200 },
  { name: 'sheet', path: '/v1/sheets', fields: { widthMm: '36', heightMm: '45', sheet: '10x15' }, ends: 200 },
  { name: 'cutout as remove.bg makes it, JSON', path: '/v1.0/removebg', field: 'image_file', fields: { size: 'full', crop: 'true' }, accept: 'application/json', ends: 200 },
];

/** The ways on which nothing is. */
export const failures: readonly Way[] = [
  { name: 'field value refused', path: '/v1/cutouts', fields: { background: word }, ends: 'parameter-invalid' },
  { name: 'field name refused', path: '/v1/headshots', fields: { [word]: word, title: `${word} ${word}@example.org` }, ends: 'parameter-unknown' },
  { name: 'document unknown', path: '/v1/documents', fields: { document: word }, ends: 'document-unknown' },
  { name: 'no face', path: '/v1/documents', fields: icao, photo: 'noise', ends: 'face-not-found' },
  // Where many files are taken, so that the body's length alone is not refused.
  { name: 'over budget', path: '/v1/headshots', fields: portrait, photo: 'heavy', ends: 'budget-full' },
  { name: 'upstream fails', path: '/v1/headshots', fields: gemini, provider: often({ kind: 'status', status: 500 }), ends: 'provider-failed' },
  { name: 'upstream resets', path: '/v1/headshots', fields: gemini, provider: often({ kind: 'reset', at: 'body' }), ends: 'provider-failed' },
  { name: 'safety block', path: '/v1/headshots', fields: gemini, provider: [{ kind: 'block', reason: 'IMAGE_SAFETY' }], ends: 'refused-by-provider' },
  { name: 'hang-up in upload', path: '/v1/cutouts', hangUp: 'upload', ends: 0 },
  { name: 'hang-up in local work', path: '/v1/headshots', fields: portrait, hangUp: 'work', ends: 0 },
  { name: 'hang-up in upstream work', path: '/v1/headshots', fields: gemini, provider: [{ kind: 'hang-mid-body' }], hangUp: 'work', ends: 0 },
  { name: 'hang-up in delivery', path: '/v1/cutouts', fields: { ...local, format: 'png' }, hangUp: 'delivery', ends: 0 },
];

/** A photo of more than 100 MB as pixels, turned on its side: above that libvips writes to a file unless told. */
export const wide: Way = { name: 'wide', path: '/v1/documents', fields: icao, photo: 'wide', ends: 200 };

/** Where processes die: one dies before its time, with a photo in its hands. */
export const crash: Way = { name: 'crash', path: '/v1/headshots', fields: gemini, provider: often({ kind: 'hang-before-headers' }), crash: true, ends: 0 };

/** A few of each, for a quick look. */
export const fewWays: readonly Way[] = [failures[0]!, successes[3]!, successes[1]!];
