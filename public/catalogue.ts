// Owns what the server says it can do. Refuses to offer anything the server did not list.

export type Work = 'headshot' | 'document' | 'cutout' | 'thumbnail';

export interface Engine {
  readonly name: string;
  readonly title: string;
  readonly makes: readonly Work[];
  readonly retentionDays: number;
  readonly note: string;
  /** The provider's page about what it keeps. */
  readonly page: string | null;
  readonly state: 'ready' | 'starting' | 'failed';
}

export interface Backdrop {
  readonly id: string;
  readonly title: string;
  readonly kind: 'paper' | 'canvas' | 'scene';
  readonly swatch: string;
}

/** A choice and what it is called. */
export interface Named {
  readonly id: string;
  readonly title: string;
}

/** A look as the server lists it. */
export interface Style extends Named {
  readonly family: string;
  readonly description: string;
  readonly swatch: string;
  readonly backdrop: string | null;
  readonly takesBrand: boolean;
  readonly outfit: string;
  readonly outfits: readonly string[];
  readonly framing: string;
  readonly expression: string;
}

/** Every look, and the choices within a look. */
export interface Looks {
  readonly families: readonly Named[];
  readonly styles: readonly Style[];
  readonly outfits: readonly Named[];
  readonly framings: readonly Named[];
  readonly expressions: readonly Named[];
  readonly note: { readonly maxCharacters: number };
}

/** A place where covers are shown. */
export interface Platform extends Named {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly note: string;
}

/** What a cover can be. */
export interface Covers {
  readonly platforms: readonly Platform[];
  readonly custom: { readonly leastSide: number; readonly mostSide: number };
  readonly layouts: readonly (Named & { readonly description: string; readonly brand: string })[];
  readonly maxTextCharacters: number;
}

export interface Catalogue {
  readonly covers: Covers;
  readonly looks: Looks;
  readonly engines: readonly Engine[];
  readonly backdrops: readonly Backdrop[];
  readonly shapes: readonly { readonly id: string; readonly title: string }[];
  readonly formats: readonly string[];
  readonly limits: { readonly maxUploadBytes: number; readonly maxPixels: number; readonly maxSidePixels: number; readonly maxSelfies: number; readonly maxPictures: number };
}

/**
 * Ask the server what it offers now.
 *
 * @throws {Error} When the server does not answer with a catalogue.
 */
export async function readCatalogue(): Promise<Catalogue> {
  const [catalogue, looks, covers] = await Promise.all([ask('/v1/catalogue'), ask('/v1/styles'), ask('/v1/thumbnails')]);
  return { ...(catalogue as Omit<Catalogue, 'looks' | 'covers'>), looks: looks as Looks, covers: covers as Covers };
}

async function ask(path: string): Promise<unknown> {
  const response = await fetch(path, { headers: { Accept: 'application/json' }, credentials: 'omit' });
  if (!response.ok) throw new Error(`${path} answered ${response.status}.`);
  return response.json();
}

/** Kinds of work that at least one engine makes, in the order they are shown. */
export function worksOf(catalogue: Catalogue): Work[] {
  const works: Work[] = ['headshot', 'document', 'cutout', 'thumbnail'];
  return works.filter((work) => enginesFor(catalogue, work).length > 0);
}

/** Engines that make this kind of work. */
export function enginesFor(catalogue: Catalogue, work: Work): Engine[] {
  return catalogue.engines.filter((engine) => engine.makes.includes(work));
}
