// Owns sampling a picture through an affine map, exactly to the fraction of a pixel. Refuses maps that fold the plane flat.

import { invertMap } from './affine.ts';
import type { Vault } from '../retention/vault.ts';
import { cropPixels, type Outside } from './frame.ts';
import type { Affine, Box, Channels, Pixels } from './pixels.ts';
import { openPixels, renderPixels } from './sharp.ts';

/** Source pixels around what is needed: bicubic reads two, Lanczos at the edge three. */
const marginPixels = 4;

/**
 * Draw `width` × `height` pixels, each taken from where `map` says in the source.
 * Shrinking goes through Lanczos first and bicubic for the rest, so that nothing aliases;
 * enlarging and small rotations are bicubic.
 *
 * @param map - From output to source, on pixel corners; a similarity, or nearly one.
 * @param outside - What is seen where the map reaches past the source.
 */
export async function warpPixels<C extends Channels>(
  source: Pixels<C>,
  map: Affine,
  width: number,
  height: number,
  outside: Outside,
  vault: Vault,
  signal: AbortSignal,
): Promise<Pixels<C>> {
  signal.throwIfAborted();
  const box = boxAround(map, width, height);
  const padded = isInside(box, source) ? undefined : cropPixels(source, box, outside, vault);
  const from = padded ?? source;
  const tile = padded === undefined ? box : { ...box, x: 0, y: 0 };
  const { pipeline, offset } = planDrawing(from, tile, shiftMap(map, box.x, box.y));
  const drawn = await renderPixels(pipeline, source.channels, vault);
  if (padded !== undefined) vault.erase(padded.data);
  const warped = cropPixels(drawn, { ...offset, width, height }, 'clamp', vault);
  vault.erase(drawn.data);
  signal.throwIfAborted();
  return warped;
}

/**
 * One pipeline: cut the tile, shrink it to the output's scale, sample it through the rest of the map.
 * The output begins at `offset` of what it draws; sharp cannot cut after sampling.
 *
 * @param map - From output pixels to pixels of the tile.
 */
function planDrawing(source: Pixels, tile: Box, map: Affine) {
  const cut = openPixels(source).extract({ left: tile.x, top: tile.y, width: tile.width, height: tile.height });
  const reduction = Math.max(1, Math.sqrt(Math.abs(map.a * map.d - map.b * map.c)));
  const small = { width: Math.max(1, Math.round(tile.width / reduction)), height: Math.max(1, Math.round(tile.height / reduction)) };
  const shrunk = reduction > 1 ? cut.resize({ ...small, fit: 'fill', kernel: 'lanczos3' }) : cut;
  const size = reduction > 1 ? small : tile;
  const rest = scaleMap(map, size.width / tile.width, size.height / tile.height);
  const { matrix, shift, offset } = planSampling(rest, size);
  return { pipeline: shrunk.affine(matrix, { odx: shift.x, ody: shift.y, interpolator: 'bicubic' }), offset };
}

/**
 * libvips wants the map the other way round, from tile to output, and on pixel centres. Its picture begins at the
 * rounded corner of the mapped tile whatever the shift, so only the shift's fraction is given to it and
 * the whole pixels are left to the cut.
 */
function planSampling(map: Affine, size: { readonly width: number; readonly height: number }) {
  const { a, b, c, d } = invertMap(map);
  const centre = { x: (map.a + map.b) / 2 + map.tx - 0.5, y: (map.c + map.d) / 2 + map.ty - 0.5 };
  const shift = { x: -(a * centre.x + b * centre.y), y: -(c * centre.x + d * centre.y) };
  const whole = { x: Math.round(shift.x), y: Math.round(shift.y) };
  const origin = {
    x: roundAwayFromZero(Math.min(0, a * size.width, b * size.height, a * size.width + b * size.height)),
    y: roundAwayFromZero(Math.min(0, c * size.width, d * size.height, c * size.width + d * size.height)),
  };
  return {
    matrix: [a, b, c, d] as [number, number, number, number],
    shift: { x: shift.x - whole.x, y: shift.y - whole.y },
    offset: { x: -whole.x - origin.x, y: -whole.y - origin.y },
  };
}

function boxAround(map: Affine, width: number, height: number): Box {
  const corners = [[0, 0], [width, 0], [0, height], [width, height]] as const;
  const xs = corners.map(([x, y]) => map.a * x + map.b * y + map.tx);
  const ys = corners.map(([x, y]) => map.c * x + map.d * y + map.ty);
  const margin = marginPixels * Math.max(1, Math.sqrt(Math.abs(map.a * map.d - map.b * map.c)));
  const [x, y] = [Math.floor(Math.min(...xs) - margin), Math.floor(Math.min(...ys) - margin)];
  return { x, y, width: Math.ceil(Math.max(...xs) + margin) - x, height: Math.ceil(Math.max(...ys) + margin) - y };
}

function isInside(box: Box, source: Pixels): boolean {
  return box.x >= 0 && box.y >= 0 && box.x + box.width <= source.width && box.y + box.height <= source.height;
}

function shiftMap(map: Affine, x: number, y: number): Affine {
  return { ...map, tx: map.tx - x, ty: map.ty - y };
}

function scaleMap(map: Affine, x: number, y: number): Affine {
  return { a: map.a * x, b: map.b * x, tx: map.tx * x, c: map.c * y, d: map.d * y, ty: map.ty * y };
}

function roundAwayFromZero(value: number): number {
  return Math.sign(value) * Math.floor(Math.abs(value) + 0.5);
}
