// Owns a photo without its background from its file to the files that come back, placed as asked. Always made on this machine.

import type { Render } from '../engines/engine.ts';
import type { Background } from '../photo/background.ts';
import { setOnBackground } from '../photo/composite.ts';
import { encodePicture, type EncodedFile } from '../photo/encode.ts';
import { cropPixels, transparentOutside } from '../photo/frame.ts';
import { readPhotoFacts } from '../photo/open.ts';
import type { OpenPhoto, PhotoFacts } from '../photo/open.ts';
import type { Box, CutOut, Pixels } from '../photo/pixels.ts';
import { findSeen, splitAlpha } from '../photo/see-through.ts';
import { warpPixels } from '../photo/warp.ts';
import { Problem } from '../problem.ts';
import { madeHere } from './engine-choice.ts';
import { openForWork, openLimits } from './opening.ts';
import type { JobContext, MadeBy, StudioParts } from './orders.ts';
import { planRemoval } from './removal-layout.ts';
import type { Length, RemovalLayout, RemovalPlacement } from './removal-layout.ts';

/** A photo without its background, as ordered. */
export interface RemovalOrder {
  readonly photo: Uint8Array<ArrayBuffer>;
  readonly background: Extract<Background, { kind: 'transparent' | 'colour' | 'picture' }>;
  readonly backgroundPicture: Uint8Array<ArrayBuffer> | undefined;
  /** What comes back: the picture, the alpha alone, or colour and alpha as two files. */
  readonly output: 'picture' | 'mask' | 'both';
  readonly format: 'png' | 'jpeg';
  /** The result has no more. */
  readonly maxPixels: number;
  /** Left, top, right, bottom of the part of the photo in which the subject is; undefined: all of it. */
  readonly region: readonly [Length, Length, Length, Length] | undefined;
  readonly placement: RemovalPlacement;
}

/** Files ready to be sent, in buffers of the job's vault: one, or colour and alpha. */
export interface FinishedRemoval extends MadeBy {
  readonly files: readonly EncodedFile[];
  readonly width: number;
  readonly height: number;
  /** Where the subject is, in pixels of the result. */
  readonly subject: Box;
}

/** @throws {Problem} `person-not-found`, `parameter-invalid` for a region outside the photo, and as opening and encoding do. */
export async function removeBackground(parts: StudioParts, order: RemovalOrder, context: JobContext): Promise<FinishedRemoval> {
  const { vault, signal, step } = context;
  const facts = await readPhotoFacts(order.photo, openLimits(parts), vault, signal);
  const files = order.backgroundPicture ? [order.photo, order.backgroundPicture] : [order.photo];
  using opened = await openForWork(parts, files, roomFor(order, facts), context);
  const [photo, picture] = opened.photos as [OpenPhoto, OpenPhoto?];
  for (const file of files) vault.erase(file);
  const region = readRegion(order.region, photo.pixels);
  const canvas = scaleToFit(photo.pixels, order.maxPixels);
  const render = await cutRegion(parts, photo, region, canvas.scale, context);
  const cut = render.pixels as Pixels<4>;
  const origin = { x: Math.round(region.x * canvas.scale), y: Math.round(region.y * canvas.scale) };
  const layout = planRemoval(canvas, seenIn(cut, origin), order.placement, order.maxPixels);
  const placed = await step('compose', () => placeCut(cut, layout, origin, context));
  return {
    ...madeHere,
    files: await finish(placed, order, picture, context),
    width: layout.width,
    height: layout.height,
    subject: layout.subject,
  };
}

/** Margins of up to half the subject on each side make a picture of up to four times the photo. */
function roomFor({ placement }: RemovalOrder, { width, height }: PhotoFacts) {
  const hasMargins = placement.crop && placement.margins.some(({ value }) => value > 0);
  return hasMargins ? { width: width * 2, height: height * 2 } : {};
}

function scaleToFit({ width, height }: Pixels, maxPixels: number) {
  const scale = Math.min(1, Math.sqrt(maxPixels / (width * height)));
  return { scale, width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

function readRegion(wanted: RemovalOrder['region'], { width, height }: Pixels): Box {
  if (!wanted) return { x: 0, y: 0, width, height };
  const measure = ({ value, unit }: Length, side: number) => Math.min(side, Math.round(unit === 'px' ? value : value * side));
  const [x, y, right, bottom] = [measure(wanted[0], width), measure(wanted[1], height), measure(wanted[2], width), measure(wanted[3], height)];
  if (right > x && bottom > y) return { x, y, width: right - x, height: bottom - y };
  throw new Problem('parameter-invalid', '`roi` has nothing of the photo in it. It is two corners, left top and right bottom.', { members: { parameter: 'roi' } });
}

async function cutRegion({ local }: StudioParts, photo: OpenPhoto, region: Box, scale: number, context: JobContext): Promise<Render> {
  const isWhole = region.width === photo.pixels.width && region.height === photo.pixels.height;
  const pixels = isWhole ? photo.pixels : cropPixels(photo.pixels, region, 'clamp', context.vault);
  if (!isWhole) context.vault.erase(photo.pixels.data);
  const frame = scale === 1 ? {} : { width: Math.max(1, Math.round(region.width * scale)), height: Math.max(1, Math.round(region.height * scale)) };
  return local.cutout({ ...photo, pixels }, { background: { kind: 'transparent' }, output: 'picture', crop: 'none', margin: 0, frame }, context);
}

function seenIn(cut: Pixels<4>, origin: { readonly x: number; readonly y: number }): Box {
  const seen = findSeen(cut);
  if (!seen) throw new Problem('person-not-found', 'No person was found. Send a photo that shows a person, large enough to be told from the background.');
  return { ...seen, x: seen.x + origin.x, y: seen.y + origin.y };
}

/** Without resampling where the subject keeps its size. */
async function placeCut(cut: Pixels<4>, { width, height, map }: RemovalLayout, origin: { readonly x: number; readonly y: number }, { vault, signal }: JobContext): Promise<Pixels<4>> {
  const [x, y] = [map.tx - origin.x, map.ty - origin.y];
  if (map.a === 1 && x === 0 && y === 0 && width === cut.width && height === cut.height) return cut;
  const placed =
    map.a === 1
      ? cropPixels(cut, { x, y, width, height }, transparentOutside, vault)
      : await warpPixels(cut, { ...map, tx: x, ty: y }, width, height, transparentOutside, vault, signal);
  vault.erase(cut.data);
  return placed;
}

async function finish(placed: Pixels<4>, order: RemovalOrder, picture: OpenPhoto | undefined, context: JobContext): Promise<readonly EncodedFile[]> {
  const { vault, signal, step } = context;
  const source = order.background.kind === 'picture' ? 'compositeCapture' : 'humanEdits';
  const encode = (pixels: Pixels, format: 'png' | 'jpeg') => step('encode', () => encodePicture(pixels, { format, source }, vault, signal));
  if (order.output === 'picture' && order.background.kind === 'transparent') return [await encode(placed, order.format)];
  const cut = splitAlpha(placed, vault);
  if (order.output === 'mask') return [await encode(cut.alpha, order.format)];
  const alpha = order.output === 'both' ? [await encode(cut.alpha, 'png')] : [];
  const shown = order.background.kind === 'transparent' ? cut.foreground : await stand(cut, order, picture, context);
  return [await encode(shown, order.output === 'both' ? 'jpeg' : order.format), ...alpha];
}

async function stand(cut: CutOut, { background }: RemovalOrder, picture: OpenPhoto | undefined, { vault, signal, step }: JobContext): Promise<Pixels> {
  return step('compose', () => setOnBackground(cut, background, { original: undefined, picture: picture?.pixels }, vault, signal));
}
