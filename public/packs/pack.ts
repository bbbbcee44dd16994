// Owns what a pack is while it comes and when it is over: a place for each picture, filled by one event after the other. Refuses to touch the page.

import type { Engine } from '../catalogue.ts';
import type { Photo, Refusal } from '../state.ts';
import type { PackEvent, SelfieVerdict } from './events.ts';
import type { PackOrder } from './pack-job.ts';

/** One picture of a pack. */
export interface PackPicture {
  readonly blob: Blob;
  readonly url: string;
  readonly fileName: string;
  /** Such as `On this server`. */
  readonly engineTitle: string;
  readonly notes: readonly string[];
}

/** The place of one picture: number and look are known before it is made. */
export interface Place {
  /** From 1, as the server counts. */
  readonly number: number;
  /** Of the look. */
  readonly title: string;
  readonly picture?: PackPicture;
  /** Why there is none. */
  readonly refusal?: Refusal;
}

/** How far it is, or how it ended: `cut` without a word of the server, `broken` with one. */
export type Course = 'sending' | 'looking' | 'making' | 'whole' | 'cancelled' | 'cut' | 'broken';

export interface Pack {
  readonly course: Course;
  readonly places: readonly Place[];
  /** Width over height of each picture. */
  readonly ratio: number;
  readonly selfies: readonly Photo[];
  /** Empty until the server has looked at the selfies. */
  readonly verdicts: readonly SelfieVerdict[];
  readonly engine: Engine | undefined;
  readonly isPaid: boolean;
  /** One for all, at the end: as text, and where it can be saved from. */
  readonly receipt: { readonly blob: Blob; readonly url: string; readonly fileName: string } | undefined;
  /** Credits; undefined where nothing is charged, or while it is not told. */
  readonly charged: number | undefined;
  /** What ended it before its time. */
  readonly refusal: Refusal | undefined;
}

/** What gives a file an address in this page and knows what things are called here. */
export interface Shelf {
  place(blob: Blob): string;
  nameEngine(name: string): string;
  describe(notes: readonly string[], confidence: number): readonly string[];
}

/** A pack that is about to be sent. @param isPaid - Somebody is charged for what arrives. */
export function beginPack({ titles, ratio, engine }: Pick<PackOrder, 'titles' | 'ratio' | 'engine'>, selfies: readonly Photo[], isPaid: boolean): Pack {
  const places = titles.map((title, index) => ({ number: index + 1, title }));
  return { course: 'sending', places, ratio, selfies, verdicts: [], engine, isPaid, receipt: undefined, charged: undefined, refusal: undefined };
}

/** The pack after an event. */
export function advance(pack: Pack, event: PackEvent, shelf: Shelf): Pack {
  switch (event.name) {
    case 'accepted':
      return { ...pack, course: 'looking' };
    case 'opened':
      return { ...pack, course: 'making', verdicts: event.selfies };
    case 'image': {
      const { facts, blob } = event;
      const picture = { blob, url: shelf.place(blob), fileName: facts.name, engineTitle: shelf.nameEngine(facts.engine), notes: shelf.describe(facts.notes, facts.confidence) };
      return fill(pack, facts.number, { picture });
    }
    case 'problem':
      return event.number === null ? { ...pack, refusal: event.refusal } : fill(pack, event.number, { refusal: event.refusal });
    case 'receipt': {
      const blob = new Blob([event.receipt], { type: 'text/plain' });
      return event.receipt === '' || countThere(pack) === 0 ? pack : { ...pack, receipt: { blob, url: shelf.place(blob), fileName: 'ephemera-headshots-receipt.txt' } };
    }
    case 'done':
      return { ...pack, course: pack.refusal ? 'broken' : 'whole', charged: event.charged };
  }
}

/** Is it on its way? */
export function isComing({ course }: Pack): boolean {
  return course === 'sending' || course === 'looking' || course === 'making';
}

/** Pictures that are here, in their order. */
export function picturesOf({ places }: Pack): PackPicture[] {
  return places.flatMap(({ picture }) => (picture ? [picture] : []));
}

/** Number of pictures that are here. */
export function countThere(pack: Pack): number {
  return picturesOf(pack).length;
}

/** Number of pictures that could not be made. */
export function countMissing({ places }: Pack): number {
  return places.filter(({ refusal }) => refusal).length;
}

/** Bytes of the selfies that the server has, or is being sent: those of no use it has let go of. */
export function heldBytesOf(pack: Pack): number {
  if (!isComing(pack)) return 0;
  const unused = new Set(pack.verdicts.flatMap(({ number, fault }) => (fault ? [number] : [])));
  return pack.selfies.reduce((sum, { blob }, index) => (unused.has(index + 1) ? sum : sum + blob.size), 0);
}

function fill(pack: Pack, number: number, outcome: Pick<Place, 'picture' | 'refusal'>): Pack {
  return { ...pack, places: pack.places.map((place) => (place.number === number ? { ...place, ...outcome } : place)) };
}
