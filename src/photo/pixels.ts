// Owns the shape of a decoded picture in memory. Refuses nothing: it is a type.

/** Channels per pixel: 1 grey or alpha alone, 3 RGB, 4 RGBA with straight (not premultiplied) alpha. */
export type Channels = 1 | 3 | 4;

/**
 * A decoded picture: 8-bit sRGB, interleaved, row by row from the top, no row padding.
 * `data` spans its whole ArrayBuffer, never a pooled one, so that it can be transferred to a
 * worker thread without a copy and zero-filled without touching a neighbour.
 */
export interface Pixels<C extends Channels = Channels> {
  readonly data: Uint8Array<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
  readonly channels: C;
}

/** A point in pixels of the picture it was found in; x to the right, y down, (0, 0) the top left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A rectangle in pixels; may reach past the picture's edges. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * An affine map from output pixels to source pixels:
 * `sourceX = a·x + b·y + tx`, `sourceY = c·x + d·y + ty`, on pixel corners (a pixel's centre is at +0.5).
 */
export interface Affine {
  readonly a: number;
  readonly b: number;
  readonly tx: number;
  readonly c: number;
  readonly d: number;
  readonly ty: number;
}

/** A person cut out: their own colour, free of the old background, and the alpha beside it; of one size. */
export interface CutOut {
  readonly foreground: Pixels<3>;
  readonly alpha: Pixels<1>;
}

/** Allocate an empty picture whose buffer is its own. */
export function createPixels<C extends Channels>(width: number, height: number, channels: C): Pixels<C> {
  return { data: new Uint8Array(width * height * channels), width, height, channels };
}
