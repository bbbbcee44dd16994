// Owns the plain shapes of posters as paths: rectangles, discs, rings, beams, dots. Refuses letters.

import type { PathStep } from '../../photo/coverage.ts';
import type { Box, Point } from '../../photo/pixels.ts';

/** A closed polygon. */
export function drawPolygon(points: readonly Point[]): readonly PathStep[] {
  return [...points.map(({ x, y }, index): PathStep => ({ command: index === 0 ? 'moveTo' : 'lineTo', args: [x, y] })), { command: 'closePath', args: [] }];
}

/** A disc; drawn backwards it cuts a hole into what was drawn forwards. */
export function drawDisc({ x, y }: Point, radius: number, turn: 1 | -1 = 1): readonly PathStep[] {
  const k = 0.5522847498 * radius;
  const t = turn;
  return [
    { command: 'moveTo', args: [x + radius, y] },
    { command: 'bezierCurveTo', args: [x + radius, y + k * t, x + k, y + radius * t, x, y + radius * t] },
    { command: 'bezierCurveTo', args: [x - k, y + radius * t, x - radius, y + k * t, x - radius, y] },
    { command: 'bezierCurveTo', args: [x - radius, y - k * t, x - k, y - radius * t, x, y - radius * t] },
    { command: 'bezierCurveTo', args: [x + k, y - radius * t, x + radius, y - k * t, x + radius, y] },
    { command: 'closePath', args: [] },
  ];
}

/** A ring between two radii. */
export function drawRing(middle: Point, outer: number, inner: number): readonly PathStep[] {
  return [...drawDisc(middle, outer), ...drawDisc(middle, inner, -1)];
}

/** A rectangle with round corners. */
export function drawPanel({ x, y, width, height }: Box, radius: number): readonly PathStep[] {
  const r = Math.min(radius, width / 2, height / 2);
  const [right, bottom] = [x + width, y + height];
  return [
    { command: 'moveTo', args: [x + r, y] },
    { command: 'lineTo', args: [right - r, y] },
    { command: 'quadraticCurveTo', args: [right, y, right, y + r] },
    { command: 'lineTo', args: [right, bottom - r] },
    { command: 'quadraticCurveTo', args: [right, bottom, right - r, bottom] },
    { command: 'lineTo', args: [x + r, bottom] },
    { command: 'quadraticCurveTo', args: [x, bottom, x, bottom - r] },
    { command: 'lineTo', args: [x, y + r] },
    { command: 'quadraticCurveTo', args: [x, y, x + r, y] },
    { command: 'closePath', args: [] },
  ];
}

/** Beams from a point outwards, as many as gaps between them. */
export function drawBeams({ x, y }: Point, reach: number, count: number): readonly PathStep[] {
  return Array.from({ length: count }, (_, index) => {
    const [from, to] = [(index / count) * 2 * Math.PI, ((index + 0.5) / count) * 2 * Math.PI];
    return drawPolygon([{ x, y }, { x: x + reach * Math.cos(from), y: y + reach * Math.sin(from) }, { x: x + reach * Math.cos(to), y: y + reach * Math.sin(to) }]);
  }).flat();
}

/** Dots in a lattice turned by half a step from row to row, larger towards one side, as in a screen print. */
export function drawDots({ x, y, width, height }: Box, pitch: number, sizeAt: (x: number, y: number) => number): readonly PathStep[] {
  const dots: PathStep[] = [];
  for (let row = 0; row * pitch <= height; row++) {
    for (let column = 0; column * pitch <= width + pitch; column++) {
      const middle = { x: x + (column + (row % 2) * 0.5) * pitch, y: y + row * pitch };
      const radius = sizeAt(middle.x, middle.y) * pitch;
      if (radius > 0.4) dots.push(...drawDisc(middle, radius));
    }
  }
  return dots;
}
