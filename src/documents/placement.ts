// Owns where a document's frame lies on a photo: head in the middle of its band, eyes in theirs, inside the photo where it can be. Refuses pixels. Runs in the page as well.

import type { Point } from '../photo/pixels.ts';
import type { HeadLines } from './measures.ts';
import type { Band, DocumentRule } from './rule.ts';

/** A frame on the photo and what stands where in it. */
export interface DocumentPlacement {
  /** Degrees by which the frame is turned clockwise on the photo, so that the eyes are level in it. */
  readonly levelDegrees: number;
  /** Pixels of the photo for each millimetre of the print. */
  readonly pixelsPerMm: number;
  /** Top left, top right and bottom left corner on the upright photo, in pixels; may lie outside it. */
  readonly corners: readonly [Point, Point, Point];
  /** On the print, in millimetres. */
  readonly headMm: number;
  readonly eyeFromBottomMm: number;
  /** From the upper edge to the crown; negative when the crown is cut. */
  readonly topMarginMm: number;
  /** How far the middle of the face is from the middle of the frame, to the right. */
  readonly offCentreMm: number;
  /** How far the frame reaches past the photo on each side of the print; 0 where it does not. */
  readonly missingMm: { readonly top: number; readonly right: number; readonly bottom: number; readonly left: number };
  /** The bands aimed at: the rule's own, or practice where it has none. */
  readonly headBand: Band;
  readonly eyeBand: Band;
}

/** Crown and chin as the person moved them: y in pixels of the upright photo, on the head's axis. */
export interface LineOverrides {
  readonly crownY?: number | undefined;
  readonly chinY?: number | undefined;
}

/** The lines as they are used: the person's own where they were moved. */
export function moveLines(lines: HeadLines, { crownY, chinY }: LineOverrides): HeadLines {
  const radians = (lines.rollDegrees * Math.PI) / 180;
  const onAxis = (y: number): Point => ({ x: lines.eyes.x - Math.tan(radians) * (y - lines.eyes.y), y });
  return { ...lines, crown: crownY === undefined ? lines.crown : onAxis(crownY), chin: chinY === undefined ? lines.chin : onAxis(chinY) };
}

/** Place a document's frame on a photo of a given size. */
export function placePhoto(lines: HeadLines, _photo: { readonly width: number; readonly height: number }, rule: DocumentRule): DocumentPlacement {
  const headBand = rule.headMm ?? { min: rule.heightMm * 0.7, max: rule.heightMm * 0.8 };
  const eyeBand = rule.eyeFromBottomMm ?? { min: rule.heightMm * 0.5, max: rule.heightMm * 0.7 };
  const headMm = (headBand.min + headBand.max) / 2;
  const pixelsPerMm = Math.hypot(lines.chin.x - lines.crown.x, lines.chin.y - lines.crown.y) / headMm;
  const [cos, sin] = [Math.cos((lines.rollDegrees * Math.PI) / 180), Math.sin((lines.rollDegrees * Math.PI) / 180)];
  const eyeFromBottomMm = (eyeBand.min + eyeBand.max) / 2;
  const at = (xMm: number, yMm: number): Point => ({
    x: lines.eyes.x + (xMm * cos - yMm * sin) * pixelsPerMm,
    y: lines.eyes.y + (xMm * sin + yMm * cos) * pixelsPerMm,
  });
  const [left, top] = [-rule.widthMm / 2, eyeFromBottomMm - rule.heightMm];
  const crownAbove = Math.hypot(lines.crown.x - lines.eyes.x, lines.crown.y - lines.eyes.y) / pixelsPerMm;
  return {
    levelDegrees: lines.rollDegrees,
    pixelsPerMm,
    corners: [at(left, top), at(-left, top), at(left, eyeFromBottomMm)],
    headMm,
    eyeFromBottomMm,
    topMarginMm: -top - crownAbove,
    offCentreMm: 0,
    missingMm: { top: 0, right: 0, bottom: 0, left: 0 },
    headBand,
    eyeBand,
  };
}
