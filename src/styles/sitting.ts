// Owns what a portrait is to be, arranged from what was wished: look, clothes, backdrop, crop, note. Refuses wishes that contradict each other.

import { Problem } from '../problem.ts';
import { expressions, framings, outfits } from './look.ts';
import type { ExpressionId, FramingId, Look, OutfitId, Printing, RetouchId } from './look.ts';
import { findLook, looks } from './looks.ts';
import { readNote } from './note.ts';
import { studioLight } from './prompt.ts';

/** What somebody wishes of a portrait; what is left out is as the look has it. */
export interface LookWish {
  /** Id of a look. */
  readonly style?: string | undefined;
  /** Id of a backdrop, `auto`, or a brand's colour as `#rrggbb`. */
  readonly backdrop?: string | undefined;
  /** Colour for a look of the family `brand`, as `#rrggbb`. */
  readonly brand?: string | undefined;
  readonly outfit?: OutfitId | undefined;
  readonly framing?: FramingId | undefined;
  readonly expression?: ExpressionId | undefined;
  readonly retouch?: RetouchId | undefined;
  /** As typed. */
  readonly note?: string | undefined;
}

/** A wish that is not met where the person is only moved and lit: the photo stays as it is in this. */
export type KeptFromPhoto = 'clothes-kept' | 'expression-kept' | 'light-and-pose-kept' | 'note-unused';

/** A portrait as it is to be. */
export interface Sitting {
  /** Undefined where no look was asked for. */
  readonly look: Look | undefined;
  /** Id of a backdrop, `auto`, or a brand's. */
  readonly backdrop: string;
  readonly framing: FramingId;
  /** Of the head, against head and shoulders. */
  readonly closeness: number;
  readonly warmth: number;
  readonly printing: Printing | undefined;
  /** Eases shadows under the eyes and redness. */
  readonly isRetouched: boolean;
  /** Sentences for an image model. */
  readonly clothes: string;
  readonly light: string;
  readonly pose: string | undefined;
  readonly expression: string | undefined;
  readonly note: string | undefined;
  /** What is told when the picture is made here. */
  readonly kept: readonly KeptFromPhoto[];
}

/**
 * Arrange a portrait.
 *
 * @throws {Problem} `parameter-invalid` with the `parameter` and what it takes; as `readNote`.
 */
export function arrangeSitting(wish: LookWish): Sitting {
  const look = wish.style === undefined ? undefined : expectLook(wish.style);
  const outfit = chooseOutfit(look, wish.outfit);
  const framing = wish.framing ?? look?.framing ?? 'shoulders';
  const expression = wish.expression ?? look?.expression ?? 'as-photographed';
  const note = wish.note === undefined ? undefined : readNote(wish.note);
  const kept: [KeptFromPhoto, boolean][] = [['clothes-kept', outfit !== 'as-worn'], ['expression-kept', expression !== 'as-photographed'], ['light-and-pose-kept', look !== undefined], ['note-unused', note !== undefined]];
  return {
    look,
    backdrop: chooseBackdrop(look, wish),
    framing,
    closeness: framings.find(({ id }) => id === framing)?.closeness ?? 1,
    warmth: look?.warmth ?? 0,
    printing: look?.printing,
    isRetouched: wish.retouch === 'light',
    clothes: outfits.find(({ id }) => id === outfit)?.words ?? outfits[0].words,
    light: look?.light ?? studioLight,
    pose: look?.pose,
    expression: expression === 'as-photographed' ? undefined : expressions.find(({ id }) => id === expression)?.words,
    note,
    kept: kept.filter(([, holds]) => holds).map(([note]) => note),
  };
}

/** Clothes that go with a look: its own, and those of the photo. */
export function listOutfits(look: Look): readonly OutfitId[] {
  return look.outfits.includes('as-worn') ? look.outfits : [...look.outfits, 'as-worn'];
}

function expectLook(id: string): Look {
  const look = findLook(id);
  if (!look) throw refuse('style', '`style` takes the id of a look; `/v1/styles` lists them.', looks.map((each) => each.id));
  return look;
}

function chooseOutfit(look: Look | undefined, wished: OutfitId | undefined): OutfitId {
  if (!look || wished === undefined) return wished ?? look?.outfits[0] ?? 'as-worn';
  const suitable = listOutfits(look);
  if (!suitable.includes(wished)) throw refuse('outfit', `With this look, \`outfit\` takes ${suitable.join(', ')}.`, suitable);
  return wished;
}

function chooseBackdrop(look: Look | undefined, { backdrop, brand }: LookWish): string {
  const isBrand = look?.family === 'brand';
  if (brand !== undefined && (!isBrand || backdrop !== undefined)) throw refuse('brand', '`brand` goes with a `style` of the family `brand`, without a `backdrop`.');
  if (backdrop !== undefined) return backdrop;
  if (!isBrand) return look?.backdrop ?? 'auto';
  if (brand === undefined) throw refuse('brand', 'This look stands before your colour: send it in `brand`, as `#0a7c66` or another CSS colour.');
  return look.backdrop === 'plain' ? brand : `${brand}-${look.backdrop}`;
}

function refuse(parameter: string, detail: string, allowed?: readonly string[]): Problem {
  return new Problem('parameter-invalid', detail, { members: { parameter, ...(allowed ? { allowed } : {}) } });
}
