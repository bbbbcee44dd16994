// Owns how far a matte is to be trusted. Refuses to change it.

import { headSize } from './mask.ts';
import type { Plane } from './plane.ts';
import type { Face } from './portrait.ts';

// In sizes of the head: how far from the face's middle hair is looked for, and where above it hair is surely found.
const hairReach = 1;
const fringe = [0.5, 0.75] as const;
const fringeWidth = 0.25;
// A colour as near to the hair's, of 0..1, may be hair; where less of the hair has its own middle colour, that colour proves nothing.
const alike = 0.06;
const leastEvenness = 0.5;
const leastSamples = 20;

/** Mean certainty of the mask over the face, where it should be all person, and wherever it hesitates. */
export function rateMask(mask: Plane, face: Face | undefined, scale: number): number {
  let [inFace, facePixels, softPixels, personPixels] = [0, 0, 0, 0];
  for (let index = 0; index < mask.data.length; index++) {
    const value = mask.data[index]!;
    const x = ((index % mask.width) + 0.5) / scale;
    const y = (Math.floor(index / mask.width) + 0.5) / scale;
    if (value > 0.5) personPixels++;
    if (value > 0.15 && value < 0.85) softPixels++;
    const box = face?.box;
    if (!box || x < box.x || y < box.y || x > box.x + box.width || y > box.y + box.height) continue;
    inFace += value;
    facePixels++;
  }
  const firmness = Math.max(0, 1 - (1.5 * softPixels) / Math.max(1, personPixels));
  return face ? Math.min(firmness, inFace / Math.max(1, facePixels)) : firmness;
}

/**
 * How much of what has the colour of the hair above the face lies inside the matte: a mask that takes long hair for the background,
 * or a wall of the same colour, leaves much of it outside. 1 without a face or hair.
 */
export function rateHair({ data }: Plane, alpha: Plane, face: Face | undefined, scale: number): number {
  if (!face) return 1;
  const { distance, height: above, aside, area } = headFrame(face, alpha, scale);
  const found: number[] = [];
  visit(area, alpha, (x, y, at) => {
    if (alpha.data[at]! > 0.95 && above(x, y) > fringe[0] && above(x, y) < fringe[1] && Math.abs(aside(x, y)) < fringeWidth) found.push(at);
  });
  if (found.length < leastSamples) return 1;
  const [red, green, blue] = [0, 1, 2].map((channel) => middleOf(found.map((at) => data[at * 3 + channel]!))) as [number, number, number];
  const isHair = (at: number) => Math.sqrt((data[at * 3]! - red) ** 2 + (data[at * 3 + 1]! - green) ** 2 + (data[at * 3 + 2]! - blue) ** 2) < alike;
  const evenness = found.filter(isHair).length / found.length;
  if (evenness < leastEvenness) return 1;
  let [inside, outside] = [0, 0];
  visit(area, alpha, (x, y, at) => {
    if (distance(x, y) > hairReach || above(x, y) < -hairReach) return;
    if (!isHair(at)) return;
    inside += alpha.data[at]!;
    outside += 1 - alpha.data[at]!;
  });
  return inside + outside === 0 ? 1 : inside / (inside + outside);
}

/** Distances from the middle of a face in sizes of its head, along and across its own axis. */
function headFrame(face: Face, { width, height }: Plane, scale: number) {
  const { box, eyes, chin } = face;
  const size = headSize(face) * scale;
  const [middleX, middleY] = [(box.x + box.width / 2) * scale, (box.y + box.height / 2) * scale];
  const length = Math.hypot(chin.x - eyes.x, chin.y - eyes.y);
  const [downX, downY] = [(chin.x - eyes.x) / length, (chin.y - eyes.y) / length];
  const reach = hairReach * size;
  return {
    distance: (x: number, y: number) => Math.sqrt((x - middleX) ** 2 + (y - middleY) ** 2) / size,
    height: (x: number, y: number) => -((x - middleX) * downX + (y - middleY) * downY) / size,
    aside: (x: number, y: number) => ((x - middleX) * downY - (y - middleY) * downX) / size,
    area: { left: Math.max(0, Math.floor(middleX - reach)), top: Math.max(0, Math.floor(middleY - reach)), right: Math.min(width, middleX + reach), bottom: Math.min(height, middleY + reach) },
  };
}

/** Every second pixel of every second row of an area. */
function visit(area: { left: number; top: number; right: number; bottom: number }, { width }: Plane, at: (x: number, y: number, index: number) => void): void {
  for (let y = area.top; y < area.bottom; y += 2) for (let x = area.left; x < area.right; x += 2) at(x, y, y * width + x);
}

function middleOf(values: number[]): number {
  const middle = values.sort((one, other) => one - other)[values.length >> 1] ?? 0;
  // Colours of the picture: no array of them outlives its use.
  values.fill(0);
  return middle;
}
