// Owns where person and words stand in a picture of any shape. Refuses pixels: it is geometry.

import type { Box } from '../../photo/pixels.ts';
import type { Layout } from '../../styles/layouts.ts';
import type { Platform } from '../../styles/platforms.ts';

/** Where a person should stand, in pixels of the picture. */
export interface Stand {
  /** Middle of the face across, and the eyes down. */
  readonly x: number;
  readonly eyesY: number;
  /** Crown to chin. */
  readonly headHeight: number;
  /** What of the picture the person may cover. */
  readonly room: Box;
  /** The side of the words, as seen by the person in the picture; none when they are below or above. */
  readonly wordsAt: 'left' | 'right' | 'below' | 'above';
  /** Ring or panel around the person, when the layout has one. */
  readonly field: Box | undefined;
}

/** A whole arrangement. */
export interface Arrangement {
  readonly stand: Stand;
  /** For title and subtitle together. */
  readonly words: Box;
  /** Of the words' width, for the subtitle: it stands where shoulders are widest. */
  readonly sublineShare: number;
  readonly across: 'start' | 'middle' | 'end';
  readonly down: 'top' | 'middle' | 'bottom';
  readonly shape: Shape;
  /** Where what the platform covers above ends, or the margin, in pixels. */
  readonly safeTop: number;
}

export type Shape = 'banner' | 'wide' | 'square' | 'tall';

/** Safe margin at every side, as a share of the shorter side and at least 4 % of that side itself. */
const margin = { ofSide: 0.04, ofShorter: 0.06 };

/**
 * Arrange a picture.
 *
 * @param gaze - −1..1, where the nose points in the picture: the words stand where the person looks.
 */
export function arrange(layout: Layout, platform: Platform, gaze: number): Arrangement {
  const { width, height } = platform;
  const shape = shapeOf(width / height);
  const safe = freeOf(platform, insetBy(width, height));
  return shape === 'banner' || shape === 'wide' ? arrangeBeside(layout, platform, safe, shape, gaze) : arrangeUpright(layout, platform, safe, shape);
}

function shapeOf(aspect: number): Shape {
  if (aspect >= 2.3) return 'banner';
  if (aspect >= 1.25) return 'wide';
  return aspect > 0.8 ? 'square' : 'tall';
}

function insetBy(width: number, height: number): Box {
  const [x, y] = [Math.max(margin.ofSide * width, margin.ofShorter * Math.min(width, height)), Math.max(margin.ofSide * height, margin.ofShorter * Math.min(width, height))];
  return { x, y, width: width - 2 * x, height: height - 2 * y };
}

/** The safe box without what the platform covers from edge to edge. */
function freeOf({ covered, width, height }: Platform, safe: Box): Box {
  const above = Math.max(safe.y, ...covered.filter((box) => box.width === 1 && box.y === 0).map((box) => box.height * height));
  const below = Math.min(safe.y + safe.height, ...covered.filter((box) => box.width === 1 && box.y > 0).map((box) => box.y * height));
  const left = Math.max(safe.x, ...covered.filter((box) => box.width < 1 && box.x === 0).map((box) => (box.x + box.width) * width));
  return { x: left, y: above, width: safe.x + safe.width - left, height: below - above };
}

/** Words stand a little above the middle: below are the shoulders. */
const shouldersBelow = 0.93;

/** Looks to the image's right: stands on the left, so that the look goes into the words. */
const decidedGaze = 0.15;

function arrangeBeside(layout: Layout, { width, height, covered }: Platform, safe: Box, shape: Shape, gaze: number): Arrangement {
  const isCoveredLeft = covered.some((box) => box.x === 0 && box.width < 1);
  const onRight = isCoveredLeft || gaze < decidedGaze;
  const across = shape === 'banner' ? 0.19 : layout.figure.clip === 'panel' ? 0.24 : 0.275;
  const x = onRight ? width * (1 - across) : width * across;
  const share = shape === 'banner' ? 0.5 : 0.52;
  const wordsWidth = Math.min(safe.width * share + (shape === 'banner' ? 0 : safe.x * 0.2), safe.width - width * across * 1.2);
  const lowest = onRight ? safe.y + safe.height : Math.min(safe.y + safe.height, ...covered.filter((box) => box.x > 0.5).map((box) => box.y * height));
  const top = safe.y + ornamentShare(layout, shape) * height;
  const words = { x: onRight ? safe.x : safe.x + safe.width - wordsWidth, y: top, width: wordsWidth, height: (lowest - top) * (layout.ground === 'word' ? 1 : shouldersBelow) };
  const headShare = layout.figure.clip === 'none' ? (shape === 'banner' ? 0.66 : 0.57) : shape === 'banner' ? 0.56 : 0.53;
  const eyesY = height * (layout.figure.clip === 'none' ? (shape === 'banner' ? 0.44 : 0.38) : 0.42);
  const side = height * 0.82;
  const field = layout.figure.clip === 'none' ? undefined : layout.figure.clip === 'ring'
    ? { x: x - side / 2, y: height * 0.53 - side / 2, width: side, height: side }
    : { x: x - width * (shape === 'banner' ? 0.12 : 0.185), y: height * 0.25, width: width * (shape === 'banner' ? 0.24 : 0.37), height: height * 0.68 };
  const stand: Stand = { x, eyesY, headHeight: height * headShare, room: { x: 0, y: 0, width, height }, wordsAt: onRight ? 'left' : 'right', field };
  return { stand, words, across: layout.across === 'middle' && layout.figure.clip === 'none' ? 'middle' : 'start', down: layout.ground === 'word' && shape === 'wide' ? 'bottom' : 'middle', shape, safeTop: safe.y, sublineShare: 1 };
}

/** Room above the words for what the ground has there: the mark of a quote, the word behind the person. */
function ornamentShare({ ground }: Layout, shape: Shape): number {
  if (ground === 'quote') return shape === 'banner' ? 0.14 : 0.17;
  if (ground === 'flat' || ground === 'paper') return 0.05;
  return ground === 'word' && shape === 'wide' ? 0.41 : 0;
}

function arrangeUpright(layout: Layout, { width, height }: Platform, safe: Box, shape: Shape): Arrangement {
  const above = layout.wordsUpright === 'above';
  const tall = shape === 'tall';
  const isClipped = layout.figure.clip !== 'none';
  const head = Math.min(height * (tall ? 0.27 : 0.4), width * 0.5) * (isClipped ? 0.9 : 1);
  const share = tall ? 0.3 : 0.36;
  const opening = layout.ground === 'flat' || layout.ground === 'paper' ? Math.min(width, height) * 0.045 : 0;
  const words = above ? { ...safe, y: safe.y + opening, height: safe.height * share - opening } : { ...safe, y: safe.y + safe.height * (1 - share), height: safe.height * share };
  const eyesY = above ? words.y + words.height + head * 0.62 : (tall ? safe.y + head * 0.82 : height * (isClipped ? 0.27 : 0.32)) + (layout.ground === 'word' ? height * (tall ? 0.14 : 0.09) : 0);
  const field = isClipped ? placeField(layout.figure.clip, width, head, eyesY, words.y - height * 0.035) : undefined;
  const stand: Stand = { x: width / 2, eyesY, headHeight: head, room: { x: 0, y: 0, width, height }, wordsAt: above ? 'above' : 'below', field };
  return { stand, words, across: layout.across, down: above ? 'top' : 'bottom', shape, safeTop: safe.y, sublineShare: 1 };
}

/**
 * Where words stand below on a ground that covers the body's foot, the person fills what the words leave.
 *
 * @param foot - Upper edge of what covers the body, in pixels.
 */
export function riseAbove(stand: Stand, foot: number, top: number): Stand {
  const room = foot - top;
  const headHeight = Math.min(0.58 * room, 0.5 * stand.room.width);
  return { ...stand, headHeight, eyesY: top + 0.5 * room };
}

/** A ring's line lies a little outside of it. */
const ringLine = 1.1;

function placeField(clip: Layout['figure']['clip'], width: number, head: number, eyesY: number, lowest: number): Box {
  if (clip === 'panel') return { x: width / 2 - head * 0.95, y: eyesY - head * 0.28, width: head * 1.9, height: lowest - (eyesY - head * 0.28) };
  const middle = eyesY + head * 0.14;
  const side = Math.min(width * 0.8, head * 1.7, ((lowest - middle) * 2) / ringLine);
  return { x: (width - side) / 2, y: middle - side / 2, width: side, height: side };
}
