// Owns where the frame stands around a head: the eye, the headroom, the shoulders. Refuses pixels: it is geometry.

import type { Point } from '../../photo/pixels.ts';

/**
 * A person to frame, upright, in any unit, with the middle between the eyes as the origin; x right, y down.
 */
export interface Sitter {
  /** From the eyes down to the chin; the T of portrait measures. */
  readonly chin: number;
  /** From the eyes up to the top of the hair, the bun or the hat included; negative. */
  readonly crown: number;
  /** Furthest hair to the left (negative) and right between crown and chin. */
  readonly hairLeft: number;
  readonly hairRight: number;
  /** Middle of the face between eyes and chin. */
  readonly faceMiddle: number;
  /** −1..1: where the nose points in the picture, 0 into the camera. */
  readonly gaze: number;
  /** Points at which the photo's edge cuts the person. */
  readonly cuts: readonly Point[];
}

/** A frame in the sitter's unit. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What a photographer wants of a shape: shares of the height, except `middle` which is of the width. */
export interface Intent {
  readonly head: number;
  readonly headroom: number;
  readonly eyes: number;
  readonly middle: number;
}

/** Shape → crown to chin as a share of the height: tall frames show more of the body, wide ones come closer. */
const headByAspect: readonly (readonly [aspect: number, head: number])[] = [
  [0.5, 0.33],
  [0.5625, 0.36],
  [0.75, 0.43],
  [0.8, 0.45],
  [1, 0.52],
  [1.78, 0.54],
  [3, 0.58],
];

/** Wider than this, the person stands on a third and the other side is left for words. */
const wideAspect = 1.5;

/**
 * Place a frame of a shape around a sitter, as a photographer would crop: by trying windows and
 * keeping the one with the fewest faults, where a cut that shows is worse than any other.
 *
 * @param aspect - Width over height.
 * @param closeness - Size of the head against head and shoulders, 1.
 */
export function composeFrame(sitter: Sitter, aspect: number, closeness = 1): Frame {
  const intents = intend(sitter, aspect, closeness);
  const tries = intents.map((intent, index) => {
    const best = searchFrame(sitter, aspect, intent);
    return { frame: best, fault: faultOf(sitter, best, intent) + index * 0.4 };
  });
  tries.sort((one, other) => one.fault - other.fault);
  const chosen = tries[0];
  if (!chosen) throw new RangeError('no frame was tried');
  return chosen.frame;
}

/** Share of the photo's cut through the person that shows inside a frame; 0 is faultless. */
export function cutInside(sitter: Sitter, frame: Frame): number {
  let inside = 0;
  for (const cut of sitter.cuts) if (isInside(cut, frame)) inside++;
  return inside === 0 ? 0 : Math.max(0.01, inside / Math.max(1, sitter.cuts.length));
}

/** Where the head should be, the first choice first: one place in tall frames, either third in wide ones. */
export function intend(sitter: Sitter, aspect: number, closeness = 1): readonly Intent[] {
  const height = sitter.chin - sitter.crown;
  const share = sitter.chin / height;
  // A bun or a hat makes the head tall, not the face large: the face then keeps at least a sixth of the frame.
  const wanted = headFor(aspect) * closeness;
  const head = Math.max(wanted, Math.min(0.56, (0.38 * wanted) / share));
  const eyes = 0.362;
  // More of the body leaves more room above: the eyes stay on the upper third.
  const mostHeadroom = 0.108 + 0.1 * Math.max(0, 1 - closeness);
  const headroom = Math.min(mostHeadroom, Math.max(0.065, eyes - head * (1 - share)));
  const room = -0.04 * sitter.gaze;
  if (aspect < wideAspect) return [{ head, headroom, eyes, middle: 0.5 + room }];
  const thirds = sitter.gaze < -0.15 ? [0.64, 0.36] : [0.36, 0.64];
  return thirds.map((middle) => ({ head, headroom, eyes, middle }));
}

function headFor(aspect: number): number {
  const next = headByAspect.findIndex(([at]) => at >= aspect);
  if (next === 0) return headByAspect[0]?.[1] ?? 0;
  const [from, to] = [headByAspect.at(next === -1 ? -1 : next - 1), headByAspect.at(next === -1 ? -1 : next)];
  if (!from || !to || from === to) return to?.[1] ?? 0;
  const way = Math.log(aspect / from[0]) / Math.log(to[0] / from[0]);
  return from[1] + (to[1] - from[1]) * way;
}

function searchFrame(sitter: Sitter, aspect: number, intent: Intent): Frame {
  const ideal = { head: intent.head, headroom: intent.headroom, middle: intent.middle };
  let best = ideal;
  let least = faultOf(sitter, frameOf(sitter, aspect, best), intent);
  const consider = (head: number, headroom: number, middle: number) => {
    if (head < 0.24 || head > 0.92) return;
    const fault = faultOf(sitter, frameOf(sitter, aspect, { head, headroom, middle }), intent, least);
    if (fault < least) [least, best] = [fault, { head, headroom, middle }];
  };
  if (least > 0.5) {
    for (let head = 0.26; head < 0.9; head += 0.03) {
      for (let headroom = -0.04; headroom < 0.4; headroom += 0.03) {
        for (let middle = 0.2; middle < 0.81; middle += 0.05) consider(head, headroom, middle);
      }
    }
  }
  for (let step = 0.02; step > 0.0004; step *= 0.7) {
    const { head, headroom, middle } = best;
    for (const way of [-step, step]) {
      consider(head + way, headroom, middle);
      consider(head, headroom + way, middle);
      consider(head, headroom, middle + way);
      consider(head + way, headroom - way, middle);
      consider(head + way, headroom, middle + way);
    }
  }
  return frameOf(sitter, aspect, best);
}

function frameOf(sitter: Sitter, aspect: number, place: { head: number; headroom: number; middle: number }): Frame {
  const height = (sitter.chin - sitter.crown) / place.head;
  const width = height * aspect;
  return { left: sitter.faceMiddle - place.middle * width, top: sitter.crown - place.headroom * height, width, height };
}

/**
 * How wrong a frame is; 1 is a small fault that the eye sees.
 *
 * @param least - A frame that is worse than this already is not looked at further.
 */
function faultOf(sitter: Sitter, frame: Frame, intent: Intent, least = Infinity): number {
  const { left, top, width, height } = frame;
  const head = (sitter.chin - sitter.crown) / height;
  const headroom = (sitter.crown - top) / height;
  const eyes = -top / height;
  const middle = (sitter.faceMiddle - left) / width;
  const sides = Math.min(sitter.hairLeft - left, left + width - sitter.hairRight) / width;
  const chest = (top + height - sitter.chin) / sitter.chin;
  const fault =
    ((head - intent.head) / (head > intent.head ? 0.11 : 0.05)) ** 2 +
    ((headroom - intent.headroom) / (headroom > intent.headroom ? 0.06 : 0.03)) ** 2 +
    0.5 * ((eyes - intent.eyes) / 0.06) ** 2 +
    ((middle - intent.middle) / 0.06) ** 2 +
    60 * short(headroom, 0.012) * 10 +
    30 * short(sides, 0.03) * 10 +
    // Below 1.2 T from the chin the frame would end at the neck.
    12 * short(chest, 1.2);
  if (fault >= least) return fault;
  const shown = cutInside(sitter, frame);
  return fault + (shown === 0 ? 0 : 60 + 200 * shown);
}

function short(value: number, least: number): number {
  return Math.max(0, least - value);
}

function isInside({ x, y }: Point, { left, top, width, height }: Frame): boolean {
  return x > left && x < left + width && y > top && y < top + height;
}
