// Owns where a document's frame lies on a photo: head in the middle of its band, eyes in theirs, inside the photo where it can be. Refuses pixels. Runs in the page as well.

import type { Point } from '../photo/pixels.ts';
import { aimFor, distanceFrom, eyesWithin } from './aim.ts';
import type { Aim } from './aim.ts';
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

/** The lines as the person moved them: y in pixels of the upright photo, on the head's axis. */
export interface LineOverrides {
  readonly crownY?: number | undefined;
  readonly eyesY?: number | undefined;
  readonly chinY?: number | undefined;
}

/** A photo to lay a frame on: its size, and the top of everything on the head, which should be seen too. */
export interface PlacedPhoto {
  readonly width: number;
  readonly height: number;
  readonly hairTop: Point;
  /** A painted wall goes on above the photo's upper edge. */
  readonly isPainted?: boolean | undefined;
}

/** Levelling undoes a slip of the camera; a head tilted further is a pose, and its neck would lean in the frame. */
const mostLevelledDegrees = 15;

/**
 * Where the skull ends above the eyes, in distances from eyes to chin: the eyes stand half way up a head without hair,
 * as drawing masters teach since Leonardo; the scalp adds a fiftieth.
 */
const skullAboveEyes = 1.02;

/** The lines a rule is judged by: the person's own where they were moved, the skull's where the authority measures without the hair. */
export function linesFor(lines: HeadLines, rule: Pick<DocumentRule, 'crownAt'>, overrides: LineOverrides): HeadLines {
  const moved = moveLines(lines, overrides);
  if (rule.crownAt === 'hair' || overrides.crownY !== undefined) return moved;
  // Hair lies on the skull: where it ends lower, the skull does too.
  const skull = Math.min(skullAboveEyes * distance(moved.eyes, moved.chin), distance(moved.eyes, moved.crown));
  const radians = (moved.rollDegrees * Math.PI) / 180;
  return { ...moved, crown: { x: moved.eyes.x + Math.sin(radians) * skull, y: moved.eyes.y - Math.cos(radians) * skull } };
}

/** The lines as they are used: the person's own where they were moved. */
export function moveLines(lines: HeadLines, { crownY, eyesY, chinY }: LineOverrides): HeadLines {
  const slope = Math.tan((lines.rollDegrees * Math.PI) / 180);
  const onAxis = (y: number): Point => ({ x: lines.eyes.x - slope * (y - lines.eyes.y), y });
  const moved = (point: Point, y: number | undefined) => (y === undefined ? point : onAxis(y));
  return { ...lines, crown: moved(lines.crown, crownY), eyes: moved(lines.eyes, eyesY), chin: moved(lines.chin, chinY) };
}

/** So much of a tilt may stay where a level frame would not fit: nobody sees it, and ISO/IEC 19794-5 allows 8°. */
const unseenTiltDegrees = 2;

/**
 * Place a document's frame on a photo: the middle of every band where the photo reaches that far, else the nearest place
 * inside the bands that does, else the one that misses least.
 */
export function placePhoto(lines: HeadLines, photo: PlacedPhoto, rule: DocumentRule): DocumentPlacement {
  const level = Math.abs(lines.rollDegrees) <= mostLevelledDegrees ? lines.rollDegrees : 0;
  const placed = placeAt(level, lines, photo, rule);
  if (placed.lack < nothingMm || level === 0) return placed.placement;
  const nearly = placeAt(Math.sign(level) * Math.max(0, Math.abs(level) - unseenTiltDegrees), lines, photo, rule);
  return nearly.lack < nothingMm ? nearly.placement : placed.placement;
}

function placeAt(level: number, lines: HeadLines, photo: PlacedPhoto, rule: DocumentRule): { readonly placement: DocumentPlacement; readonly lack: number } {
  const aim = aimFor(rule);
  const head = seeHead(lines, photo, level);
  let best: Candidate | undefined;
  for (const stand of listStands(aim, head)) {
    const candidate = tryStand(stand, head, aim, photo);
    if (!best || isBetter(candidate, best)) best = candidate;
  }
  if (!best) throw new Error('there is no place to try');
  return { placement: describe(best, head, aim), lack: best.lack };
}

/** A head in axes turned by `level`, eyes at the origin, in pixels of the photo. */
interface SeenHead {
  readonly eyes: Point;
  readonly level: number;
  /** Down from the eyes; negative above. */
  readonly crown: number;
  readonly chin: number;
  readonly hairTop: number;
}

function seeHead({ eyes, crown, chin }: HeadLines, { hairTop }: PlacedPhoto, level: number): SeenHead {
  const radians = (level * Math.PI) / 180;
  const down = ({ x, y }: Point) => (y - eyes.y) * Math.cos(radians) - (x - eyes.x) * Math.sin(radians);
  return { eyes, level, crown: down(crown), chin: down(chin), hairTop: Math.min(down(hairTop), down(crown)) };
}

/** Where the head stands on the print, in millimetres. */
interface Stand {
  readonly headMm: number;
  readonly eyeFromBottomMm: number;
  readonly offCentreMm: number;
}

/** Steps on each side of the middle: a fiftieth of a usual band's width is a tenth of a millimetre, finer than scissors. */
const bandSteps = 12;
const centreSteps = 3;

/** How much of the head lies above the eyes. */
function crownShare({ crown, chin }: SeenHead): number {
  return crown / (crown - chin);
}

/** Every place in the bands, on a grid; the middle is one of them. */
function* listStands(aim: Aim, head: SeenHead): Generator<Stand> {
  for (const headMm of spread(aim.head, bandSteps)) {
    for (const eyeFromBottomMm of spread(eyesWithin(aim, crownShare(head) * headMm), bandSteps)) {
      for (const offCentreMm of spread({ min: -aim.offCentreMm, max: aim.offCentreMm }, centreSteps)) yield { headMm, eyeFromBottomMm, offCentreMm };
    }
  }
}

function spread({ min, max }: Band, steps: number): number[] {
  if (max - min < 1e-9) return [min];
  return Array.from({ length: 2 * steps + 1 }, (_, index) => min + ((max - min) * index) / (2 * steps));
}

interface Candidate {
  readonly stand: Stand;
  readonly pixelsPerMm: number;
  readonly missing: DocumentPlacement['missingMm'];
  /** Sum of what is missing, the body's side counted more: a wall can be painted on, a chest cannot. */
  readonly lack: number;
  /** How far it is from what is aimed at. */
  readonly distance: number;
}

function tryStand(stand: Stand, head: SeenHead, aim: Aim, photo: PlacedPhoto): Candidate {
  const pixelsPerMm = (head.chin - head.crown) / stand.headMm;
  const missing = measureMissing(cornersOf(stand, head, aim, pixelsPerMm), photo, pixelsPerMm);
  const lack = (photo.isPainted ? 0 : missing.top) + missing.left + missing.right + 3 * missing.bottom;
  return { stand, pixelsPerMm, missing, lack, distance: distanceFrom(aim, { ...stand, crownAboveMm: -head.crown / pixelsPerMm, hairAboveMm: -head.hairTop / pixelsPerMm }) };
}

/** A hundredth of a millimetre is less than a pixel of any print. */
const nothingMm = 0.01;

function isBetter(one: Candidate, other: Candidate): boolean {
  const [oneFits, otherFits] = [one.lack < nothingMm, other.lack < nothingMm];
  if (oneFits !== otherFits) return oneFits;
  if (!oneFits && Math.abs(one.lack - other.lack) > nothingMm) return one.lack < other.lack;
  return one.distance < other.distance;
}

/** Top left, top right, bottom left, bottom right. */
function cornersOf({ eyeFromBottomMm, offCentreMm }: Stand, { eyes, level }: SeenHead, { widthMm, heightMm }: Aim, pixelsPerMm: number): [Point, Point, Point, Point] {
  const radians = (level * Math.PI) / 180;
  const [cos, sin] = [Math.cos(radians) * pixelsPerMm, Math.sin(radians) * pixelsPerMm];
  const at = (x: number, y: number): Point => ({ x: eyes.x + x * cos - y * sin, y: eyes.y + x * sin + y * cos });
  const [left, top] = [-widthMm / 2 - offCentreMm, eyeFromBottomMm - heightMm];
  return [at(left, top), at(left + widthMm, top), at(left, eyeFromBottomMm), at(left + widthMm, eyeFromBottomMm)];
}

function measureMissing(corners: readonly Point[], { width, height }: PlacedPhoto, pixelsPerMm: number): DocumentPlacement['missingMm'] {
  const past = (reach: (corner: Point) => number) => Math.max(0, ...corners.map(reach)) / pixelsPerMm;
  return {
    top: past(({ y }) => -y),
    right: past(({ x }) => x - width),
    bottom: past(({ y }) => y - height),
    left: past(({ x }) => -x),
  };
}

function describe({ stand, pixelsPerMm, missing }: Candidate, head: SeenHead, aim: Aim): DocumentPlacement {
  const [topLeft, topRight, bottomLeft] = cornersOf(stand, head, aim, pixelsPerMm);
  return {
    levelDegrees: head.level,
    pixelsPerMm,
    corners: [topLeft, topRight, bottomLeft],
    ...stand,
    topMarginMm: aim.heightMm - stand.eyeFromBottomMm + head.crown / pixelsPerMm,
    missingMm: missing,
    headBand: aim.head,
    eyeBand: aim.eyes,
  };
}

function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
