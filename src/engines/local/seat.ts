// Owns how a cut-out person is set before a backdrop so that they belong there: edge, light wrap, shadow, grain. Refuses to move them.

import type { Pixels, Point } from '../../photo/pixels.ts';
import { paintBackdrop } from '../../styles/backdrop-painting.ts';
import type { Backdrop } from '../../styles/backdrops.ts';
import { clamp } from '../../styles/colour.ts';
import { blurPlane, createPlane, enlargePlaneRow, shrinkAlpha } from './plane.ts';
import type { Plane } from './plane.ts';

/** Where and how a person sits in the frame. */
export interface Seat {
  /** Middle of the head, in output pixels. */
  readonly head: Point;
  /** From crown to chin, in output pixels. */
  readonly headHeight: number;
  /** Where the key light comes from, −1..1. */
  readonly side: number;
  /** Deviation of the photo's own grain; the backdrop gets the same. */
  readonly grain: number;
}

/** Light from the backdrop reaches this far around an edge, as a share of the frame's width… */
const wrapReach = 0.012;

/** …and at the edge itself is this share of the backdrop's light. */
const wrapStrength = 0.16;

/** Less grain than this bands; more is taken as texture of the skin. */
const [leastGrain, mostGrain] = [0.6, 2.4];

/**
 * Set a person before a backdrop. Blends in sRGB, in which the alpha was solved.
 *
 * @param foreground - The person's own colour, free of the old background.
 * @returns RGB in a buffer of its own.
 */
export function seatPerson(foreground: Pixels<3>, alpha: Pixels<1>, backdrop: Backdrop, seat: Seat): Pixels<3> {
  const { width, height } = foreground;
  const grain = clamp(seat.grain, leastGrain, mostGrain);
  const picture = paintBackdrop(backdrop, width, height, { head: seat.head, headHeight: seat.headHeight, light: seat.side, grain });
  const rim = shrinkAlpha(alpha, 768);
  const shade = castShadow(rim, backdrop, seat, width);
  blurPlane(rim, wrapReach * rim.width);
  const [rimRow, shadeRow] = [new Float32Array(width), new Float32Array(width)];
  for (let y = 0; y < height; y++) {
    enlargePlaneRow(rim, y, height, rimRow);
    if (shade) enlargePlaneRow(shade, y, height, shadeRow);
    blendRow(foreground.data, alpha.data, picture.data, y * width, rimRow, shadeRow);
  }
  rim.data.fill(0);
  shade?.data.fill(0);
  return picture;
}

/** The person's shadow on a wall two steps behind: far softer than the person, below and away from the key light. */
function castShadow(silhouette: Plane, backdrop: Backdrop, seat: Seat, width: number): Plane | undefined {
  if (backdrop.shadow === 0) return undefined;
  const scale = silhouette.width / width;
  const shade = createPlane(silhouette.width, silhouette.height, Math.max(silhouette.width, silhouette.height));
  const [right, down] = [Math.round((0.1 - seat.side * 0.16) * seat.headHeight * scale), Math.round(0.1 * seat.headHeight * scale)];
  for (let y = 0; y < shade.height; y++) {
    const from = clamp(y - down, 0, shade.height - 1) * shade.width;
    shiftRow(silhouette.data, from, right, backdrop.shadow, shade.data, y * shade.width, shade.width);
  }
  blurPlane(shade, 0.13 * seat.headHeight * scale);
  return shade;
}

function shiftRow(silhouette: Float32Array, from: number, right: number, strength: number, shade: Float32Array, to: number, width: number): void {
  for (let x = 0; x < width; x++) shade[to + x] = strength * silhouette[from + clamp(x - right, 0, width - 1)]!;
}

function blendRow(from: Uint8Array, alpha: Uint8Array, to: Uint8Array, start: number, rim: Float32Array, shade: Float32Array): void {
  for (let x = 0, place = start, at = start * 3; x < rim.length; x++, place++, at += 3) {
    const opacity = alpha[place]!;
    const dim = shade[x]!;
    if (opacity === 0 && dim < 0.002) continue;
    const share = opacity / 255;
    const light = 1 - dim;
    const bare = 2 * (1 - rim[x]!);
    const wrap = wrapStrength * share * (bare > 1 ? 1 : bare < 0 ? 0 : bare);
    for (let channel = at; channel < at + 3; channel++) {
      const behind = to[channel]! * light;
      const own = from[channel]!;
      // A backdrop only ever adds light to an edge: a dark one leaves the edge alone.
      const lit = behind > own ? own + wrap * (behind - own) : own;
      to[channel] = behind + (lit - behind) * share + 0.5;
    }
  }
}
