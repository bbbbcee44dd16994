// Owns the algebra of affine maps: undo, apply, join. Refuses pixels: see warp.ts.

import type { Affine, Point } from './pixels.ts';

/** The map that undoes a map. */
export function invertMap({ a, b, tx, c, d, ty }: Affine): Affine {
  const determinant = a * d - b * c;
  const inverse = { a: d / determinant, b: -b / determinant, c: -c / determinant, d: a / determinant };
  return { ...inverse, tx: -(inverse.a * tx + inverse.b * ty), ty: -(inverse.c * tx + inverse.d * ty) };
}

/** Where a map takes a point. */
export function movePoint(map: Affine, { x, y }: Point): Point {
  return { x: map.a * x + map.b * y + map.tx, y: map.c * x + map.d * y + map.ty };
}

/** First `inner`, then `outer`. */
export function joinMaps(outer: Affine, inner: Affine): Affine {
  return {
    a: outer.a * inner.a + outer.b * inner.c,
    b: outer.a * inner.b + outer.b * inner.d,
    tx: outer.a * inner.tx + outer.b * inner.ty + outer.tx,
    c: outer.c * inner.a + outer.d * inner.c,
    d: outer.c * inner.b + outer.d * inner.d,
    ty: outer.c * inner.tx + outer.d * inner.ty + outer.ty,
  };
}
