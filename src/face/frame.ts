// Owns turned rectangles and the maps from them to the picture. Refuses pixels.

import type { Affine } from '../photo/pixels.ts';

/** A rectangle turned around its centre, in picture pixels. */
export interface Frame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Radians, clockwise in the picture. */
  readonly angle: number;
}

/** From a grid of `columns` × `rows` that spans the frame to picture pixels. */
export function mapFrame(frame: Frame, columns: number, rows: number): Affine {
  const [cosine, sine] = [Math.cos(frame.angle), Math.sin(frame.angle)];
  const [a, c] = [(cosine * frame.width) / columns, (sine * frame.width) / columns];
  const [b, d] = [(-sine * frame.height) / rows, (cosine * frame.height) / rows];
  return {
    a,
    b,
    tx: frame.x - (a * columns + b * rows) / 2,
    c,
    d,
    ty: frame.y - (c * columns + d * rows) / 2,
  };
}
