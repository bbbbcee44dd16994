// Owns at which size and place a person comes into the picture, so that no cut of the photo shows. Refuses pixels: it is geometry.

import { normaliseDegrees, toUpright } from '../../face/head.ts';
import type { Face, Portrait } from '../../face/portrait.ts';
import type { Silhouette } from '../../face/reading.ts';
import type { Affine, Box, Point } from '../../photo/pixels.ts';
import type { Sitter } from '../local/composition.ts';
import { mapFrame, seeSitter } from '../local/sitter.ts';
import type { Stand } from './arrangement.ts';

/** A person as they were read, upright, in working pixels around the eyes. */
export interface Subject {
  readonly face: Face;
  readonly sitter: Sitter;
  /** Quarter turns in degrees. */
  readonly level: number;
  /** Edges of what was read. */
  readonly edges: Edges;
  /** Whether the person goes on beyond them. */
  readonly isCut: Readonly<Record<keyof Edges, boolean>>;
  /** Around the whole person. */
  readonly outline: Edges;
}

/** Four lines, in the unit of their owner. */
export interface Edges {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A person's place in the picture. */
export interface Stance {
  /** Pixels of the picture per working pixel. */
  readonly scale: number;
  /** The eyes, in pixels of the picture. */
  readonly eyes: Point;
  /** Around hair and face. */
  readonly head: Box;
  /** The part of the picture that the person can cover; whole pixels. */
  readonly box: Box;
  /** From pixels of that part to working pixels. */
  readonly map: Affine;
  /** Where the photo ends inside the picture though the person goes on; in pixels of the picture. */
  readonly ends: Partial<Edges>;
}

/** Describe a person. @param divided - Points at which a line to somebody beside cuts them. */
export function seeSubject(portrait: Portrait, face: Face, silhouette: Silhouette, divided: readonly Point[]): Subject {
  const level = normaliseDegrees(-portrait.turn);
  const sitter = seeSitter(portrait, face, silhouette, level, divided);
  const { width, height, matte } = portrait;
  const around = (box: Box): Edges => {
    const corners = [{ x: box.x, y: box.y }, { x: box.x + box.width, y: box.y + box.height }].map((point) => toUpright(face.eyes, level, point));
    const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)];
    return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
  };
  const edges = around({ x: 0, y: 0, width, height });
  const near = 0.006 * Math.max(width, height) + 2;
  const isCut = {
    left: sitter.cuts.some(({ x }) => x - edges.left < near),
    right: sitter.cuts.some(({ x }) => edges.right - x < near),
    top: sitter.cuts.some(({ y }) => y - edges.top < near),
    bottom: sitter.cuts.some(({ y }) => edges.bottom - y < near),
  };
  return { face, sitter, level, edges, isCut, outline: matte ? around(matte.subject) : edges };
}

/** A head may be this much larger than planned, rather than that a cut shows. */
const mostGrowth = 1.3;

/**
 * Place a person.
 *
 * @param foot - Where the person may end below, in pixels of the picture: its edge, or that of a panel.
 * @param ceiling - Where the hair may begin, in pixels of the picture; a head that would grow past it goes down instead.
 */
export function takeStance(subject: Subject, stand: Stand, foot: number, ceiling = -Infinity): Stance {
  const { sitter, edges, isCut } = subject;
  const planned = stand.headHeight / (sitter.chin - sitter.crown);
  // What the photo cuts below must reach the foot: larger first, then lower. Under a ceiling, or with hair cut off, it hangs from above.
  const hanging = Math.min((foot - stand.eyesY) / edges.bottom, (foot - ceiling) / (edges.bottom - sitter.crown));
  const reaching = isCut.bottom ? Math.max(hanging, isCut.top ? foot / (edges.bottom - edges.top) : 0) : 0;
  const scale = Math.max(planned, Math.min(reaching, planned * mostGrowth));
  const free = Math.max(stand.eyesY, ceiling - sitter.crown * scale);
  const lowered = isCut.bottom ? Math.max(free, foot - edges.bottom * scale) : free;
  // A body can fade out; hair cut straight in the open cannot be helped.
  const eyesY = isCut.top ? Math.min(lowered, -edges.top * scale) : lowered;
  const eyesX = stand.x - sitter.faceMiddle * scale + lean(subject, stand, scale);
  return describeStance(subject, stand, scale, { x: eyesX, y: eyesY });
}

/** A cut shoulder goes out of the picture where the picture's own edge is near. */
function lean({ edges, isCut, sitter }: Subject, { x, room, wordsAt }: Stand, scale: number): number {
  if (wordsAt === 'below' || wordsAt === 'above') return 0;
  const most = room.width * 0.05;
  const [left, right] = [x + (edges.left - sitter.faceMiddle) * scale, x + (edges.right - sitter.faceMiddle) * scale];
  if (wordsAt === 'left') return isCut.right && right < room.x + room.width ? Math.min(most, room.x + room.width - right) : 0;
  return isCut.left && left > room.x ? -Math.min(most, left - room.x) : 0;
}

function describeStance(subject: Subject, { room }: Stand, scale: number, eyes: Point): Stance {
  const { sitter, level, face, edges, isCut, outline } = subject;
  const toPicture = ({ left, right, top, bottom }: Edges): Edges => ({ left: eyes.x + left * scale, right: eyes.x + right * scale, top: eyes.y + top * scale, bottom: eyes.y + bottom * scale });
  const [seen, photo] = [toPicture(outline), toPicture(edges)];
  // The box of a person leaves out single hairs.
  const slack = 0.06 * (seen.right - seen.left);
  const [x, y] = [Math.floor(Math.max(room.x, seen.left - slack)), Math.floor(Math.max(room.y, seen.top - slack))];
  const box = { x, y, width: Math.max(1, Math.ceil(Math.min(room.x + room.width, seen.right + slack)) - x), height: Math.max(1, Math.ceil(Math.min(room.y + room.height, seen.bottom + slack)) - y) };
  const frame = { left: (box.x - eyes.x) / scale, top: (box.y - eyes.y) / scale, width: box.width / scale, height: box.height / scale };
  return {
    scale,
    eyes,
    head: { x: eyes.x + sitter.hairLeft * scale, y: eyes.y + sitter.crown * scale, width: (sitter.hairRight - sitter.hairLeft) * scale, height: (sitter.chin - sitter.crown) * scale },
    box,
    map: mapFrame(frame, face.eyes, level, 1 / scale),
    ends: {
      ...(isCut.left && photo.left > room.x && { left: photo.left }),
      ...(isCut.right && photo.right < room.x + room.width && { right: photo.right }),
      ...(isCut.bottom && photo.bottom < room.y + room.height && { bottom: photo.bottom }),
    },
  };
}
