// Owns how one person is told from those beside them when only one is wanted. Refuses to guess from colour: it divides between the faces.

import { toUpright } from '../../face/head.ts';
import type { Face, Portrait } from '../../face/portrait.ts';
import type { Pixels, Point } from '../../photo/pixels.ts';

/** A straight line beyond which the picture belongs to someone else. */
export interface Divider {
  readonly x: number;
  readonly y: number;
  /** Unit vector pointing away from the subject. */
  readonly awayX: number;
  readonly awayY: number;
}

/**
 * Lines between the subject and whoever stands beside them, in working pixels. Faces above or below the
 * subject's own (on a shirt, in their arms) are left where they are: a line there would cut the subject.
 *
 * @param level - Degrees by which the subject's upright is turned in the picture.
 */
export function dividePeople({ faces }: Portrait, subject: Face, level: number): readonly Divider[] {
  const own = sizeOf(subject);
  return faces.flatMap((other) => {
    const away = toUpright(middleOf(subject), level, middleOf(other));
    if (other === subject || Math.abs(away.x) < own * 1.1 || sizeOf(other) < own * 0.25) return [];
    const share = own / (own + sizeOf(other));
    const radians = (level * Math.PI) / 180;
    const side = Math.sign(away.x);
    const [from, to] = [middleOf(subject), middleOf(other)];
    return [{ x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share, awayX: side * Math.cos(radians), awayY: side * Math.sin(radians) }];
  });
}

/** How far a point lies beyond a divider; negative on the subject's side. */
export function beyond(divider: Divider, x: number, y: number): number {
  return (x - divider.x) * divider.awayX + (y - divider.y) * divider.awayY;
}

/**
 * Empty a silhouette beyond the dividers.
 *
 * @param scale - Working pixels per point of the silhouette.
 * @returns Points at which a divider cuts the person, in working pixels.
 */
export function clearBeyond(silhouette: Pixels<1>, dividers: readonly Divider[], scale: number): Point[] {
  const cuts: Point[] = [];
  const { data, width, height } = silhouette;
  for (let row = 0, at = 0; row < height; row++) {
    for (let column = 0; column < width; column++, at++) {
      if ((data[at] ?? 0) === 0) continue;
      const [x, y] = [(column + 0.5) * scale, (row + 0.5) * scale];
      const far = dividers.reduce((most, divider) => Math.max(most, beyond(divider, x, y)), -Infinity);
      if (far > -scale && far <= 0 && (data[at] ?? 0) >= 128) cuts.push({ x, y });
      if (far > 0) data[at] = 0;
    }
  }
  return cuts;
}

function middleOf({ box }: Face): Point {
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

function sizeOf({ box }: Face): number {
  return Math.max(box.width, box.height);
}
