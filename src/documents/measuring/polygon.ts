// Owns which pixels lie inside an outline. Refuses to look at them.

import type { Point } from '../../photo/pixels.ts';

/** Visit the pixels whose centre is inside a polygon and inside `width` × `height`; `index` counts pixels row by row. */
export function eachInside(polygon: readonly Point[], width: number, height: number, visit: (index: number, x: number, y: number) => void): void {
  const ys = polygon.map(({ y }) => y);
  const [top, bottom] = [Math.max(0, Math.ceil(Math.min(...ys) - 0.5)), Math.min(height - 1, Math.floor(Math.max(...ys) - 0.5))];
  for (let y = top; y <= bottom; y++) {
    const crossings = crossRow(polygon, y + 0.5);
    for (let pair = 0; pair + 1 < crossings.length; pair += 2) {
      const [from, to] = [Math.max(0, Math.ceil(crossings[pair]! - 0.5)), Math.min(width - 1, Math.floor(crossings[pair + 1]! - 0.5))];
      for (let x = from; x <= to; x++) visit(y * width + x, x, y);
    }
  }
}

function crossRow(polygon: readonly Point[], y: number): number[] {
  const crossings: number[] = [];
  polygon.forEach((from, index) => {
    const to = polygon[(index + 1) % polygon.length]!;
    if (from.y <= y === to.y <= y) return;
    crossings.push(from.x + ((y - from.y) / (to.y - from.y)) * (to.x - from.x));
  });
  return crossings.sort((one, other) => one - other);
}

/** A square around a point, as a polygon. */
export function squareAround({ x, y }: Point, side: number): Point[] {
  const half = side / 2;
  return [{ x: x - half, y: y - half }, { x: x + half, y: y - half }, { x: x + half, y: y + half }, { x: x - half, y: y + half }];
}
