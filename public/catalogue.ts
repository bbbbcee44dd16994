// Owns what the server says it can do. Refuses to offer anything the server did not list.

export type Work = 'headshot' | 'document' | 'cutout';

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
  readonly swatch: string;
}

export interface Catalogue {
  readonly engines: readonly Engine[];
  readonly backdrops: readonly Backdrop[];
  readonly shapes: readonly { readonly id: string; readonly title: string }[];
  readonly formats: readonly string[];
  readonly limits: { readonly maxUploadBytes: number; readonly maxPixels: number; readonly maxSidePixels: number };
}

/**
 * Ask the server what it offers now.
 *
 * @throws {Error} When the server does not answer with a catalogue.
 */
export async function readCatalogue(): Promise<Catalogue> {
  const response = await fetch('/v1/catalogue', { headers: { Accept: 'application/json' }, credentials: 'omit' });
  if (!response.ok) throw new Error(`The catalogue answered ${response.status}.`);
  return (await response.json()) as Catalogue;
}

/** Kinds of work that at least one engine makes, in the order they are shown. */
export function worksOf(catalogue: Catalogue): Work[] {
  const works: Work[] = ['headshot', 'document', 'cutout'];
  return works.filter((work) => enginesFor(catalogue, work).length > 0);
}

/** Engines that make this kind of work. */
export function enginesFor(catalogue: Catalogue, work: Work): Engine[] {
  return catalogue.engines.filter((engine) => engine.makes.includes(work));
}
