// Owns what is read of a photo before anything is made: working picture, faces, matte, silhouette. Refuses to read a face too small to read well.

import { cropPixels, createWorkingPicture, resizePixels } from '../photo/frame.ts';
import type { Affine, Box, Pixels } from '../photo/pixels.ts';
import type { Vault } from '../retention/vault.ts';
import type { Face, Portrait, Vision } from './portrait.ts';

/** What a reading works with: who owns its numbers, and when to stop. */
export interface ReadContext {
  readonly vault: Vault;
  readonly signal: AbortSignal;
}

/** A small alpha plane of everything that was read. */
export type Silhouette = Pixels<1>;

/** A photo as it was read. */
export interface PhotoReading {
  readonly portrait: Portrait;
  /** The part of the photo that was read, in pixels of the photo; whole pixels. */
  readonly region: Box;
  /** Pixels of the photo per working pixel, across; down differs by what rounding to whole pixels left over. */
  readonly scale: number;
  readonly scaleDown: number;
  /** Faces in the whole photo. */
  readonly faces: number;
}

/** Longest side of the silhouette: a cut of the person's edge is told to 1/320 of the picture. */
const silhouetteSide = 320;

/** Below this share of the picture's longer side, a head is read again from near. */
const smallHeadShare = 0.12;

/**
 * Have a picture read at working size. Meshes and matte tell what a face and an outline look like: they belong to the vault.
 *
 * @param pixels - Stay the caller's.
 */
export async function readPortrait(
  vision: Vision,
  pixels: Pixels<3>,
  options: { readonly matte: boolean },
  { vault, signal }: ReadContext,
): Promise<Portrait> {
  const working = await createWorkingPicture(pixels, vault, signal);
  const portrait = await vision.read(working, options, signal);
  for (const { mesh } of portrait.faces) vault.own(mesh);
  for (const buffer of portrait.matte?.buffers ?? []) vault.own(buffer);
  return portrait;
}

/** Read a whole photo; without a matte it costs a fraction, and has no silhouette. */
export async function readPhoto(vision: Vision, photo: Pixels<3>, options: { readonly matte: boolean }, context: ReadContext): Promise<PhotoReading> {
  const region = { x: 0, y: 0, width: photo.width, height: photo.height };
  return readRegion(vision, photo, region, options, context);
}

/**
 * Read the part of a photo that a headshot of its largest face can show. A small person in a large photo
 * is read again from near, because a matte is solved at a bounded size.
 */
export async function readSitter(vision: Vision, photo: Pixels<3>, context: ReadContext): Promise<PhotoReading> {
  const far = await readPhoto(vision, photo, { matte: true }, context);
  const face = far.portrait.faces[0];
  const region = face && regionAround(face, far.portrait, photo);
  if (!region) return far;
  const near = await readRegion(vision, photo, region, { matte: true }, context);
  if (near.portrait.faces.length === 0) return far;
  forgetReading(far, context);
  return { ...near, faces: Math.max(far.faces, near.faces) };
}

/** Wide enough for the widest frame around a small face; undefined when the head is large enough in the whole photo. */
function regionAround({ eyes, chin }: Face, { width, height }: Portrait, photo: Pixels): Box | undefined {
  const reach = Math.hypot(chin.x - eyes.x, chin.y - eyes.y);
  const scale = photo.width / width;
  if (reach > smallHeadShare * 0.5 * Math.max(width, height)) return undefined;
  const half = reach * scale * 9;
  const middle = { x: eyes.x * scale, y: eyes.y * scale };
  const [left, right] = [Math.max(0, Math.floor(middle.x - half)), Math.min(photo.width, Math.ceil(middle.x + half))];
  const [top, bottom] = [Math.max(0, Math.floor(middle.y - half)), Math.min(photo.height, Math.ceil(middle.y + half))];
  return { x: left, y: top, width: right - left, height: bottom - top };
}

async function readRegion(vision: Vision, photo: Pixels<3>, region: Box, options: { readonly matte: boolean }, context: ReadContext): Promise<PhotoReading> {
  using part = takeRegion(photo, region, context);
  const portrait = await readPortrait(vision, part.pixels, options, context);
  return { portrait, region, scale: region.width / portrait.width, scaleDown: region.height / portrait.height, faces: portrait.faces.length };
}

/** A part of a photo for a moment; no copy when it is all of it. */
function takeRegion(photo: Pixels<3>, region: Box, { vault }: ReadContext): Disposable & { readonly pixels: Pixels<3> } {
  if (region.width === photo.width && region.height === photo.height) return { pixels: photo, [Symbol.dispose]() {} };
  const pixels = cropPixels(photo, region, 'clamp', vault);
  return { pixels, [Symbol.dispose]: () => vault.erase(pixels.data) };
}

/** A small alpha plane of everything that was read, for finding hair and cuts; owned by the vault. */
export async function readSilhouette(vision: Vision, photo: Pixels<3>, { portrait, region }: PhotoReading, context: ReadContext): Promise<Silhouette | undefined> {
  const { vault, signal } = context;
  if (!portrait.matte) return undefined;
  const shrink = Math.min(1, silhouetteSide / Math.max(region.width, region.height));
  const [width, height] = [Math.max(2, Math.round(region.width * shrink)), Math.max(2, Math.round(region.height * shrink))];
  using part = takeRegion(photo, region, context);
  const small = await resizePixels(part.pixels, width, height, vault, signal);
  const map = { a: portrait.width / width, b: 0, tx: 0, c: 0, d: portrait.height / height, ty: 0 };
  const { foreground, alpha } = await vision.cut(small, portrait.matte, map, signal);
  vault.ownPixels(foreground);
  vault.erase(foreground.data);
  return vault.ownPixels(alpha);
}

/** A map that leads to working pixels, leading to pixels of the photo instead. */
export function toPhoto(map: Affine, { region, scale, scaleDown }: PhotoReading): Affine {
  return {
    a: map.a * scale,
    b: map.b * scale,
    tx: map.tx * scale + region.x,
    c: map.c * scaleDown,
    d: map.d * scaleDown,
    ty: map.ty * scaleDown + region.y,
  };
}

/** A map that leads to pixels of the photo, leading to working pixels instead. */
export function toWorking(map: Affine, { region, scale, scaleDown }: PhotoReading): Affine {
  return {
    a: map.a / scale,
    b: map.b / scale,
    tx: (map.tx - region.x) / scale,
    c: map.c / scaleDown,
    d: map.d / scaleDown,
    ty: (map.ty - region.y) / scaleDown,
  };
}

/** Erase a reading's numbers: they tell where a person was. */
export function forgetReading({ portrait }: PhotoReading, { vault }: ReadContext): void {
  for (const buffer of portrait.matte?.buffers ?? []) vault.erase(buffer);
  for (const { mesh } of portrait.faces) vault.erase(mesh);
}
