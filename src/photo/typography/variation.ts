// Owns drawing a variable font's glyphs at another weight than its default. Refuses composite glyphs: the faces it is for have none that matter.

import type { Font } from 'fontkit';
import type { PathStep } from '../coverage.ts';

interface OutlinePoint {
  x: number;
  y: number;
  readonly onCurve: boolean;
  readonly endContour: boolean;
  copy(): OutlinePoint;
}

type PointMaker = new (onCurve: boolean, endContour: boolean, x: number, y: number) => OutlinePoint;

interface Processor {
  transformPoints(glyph: number, points: OutlinePoint[]): void;
}

/**
 * Outlines at a weight. fontkit varies the glyphs of bare TrueType files only: of a WOFF2 its `getVariation` fails, so the
 * points are taken as it unpacked them and given to its own processor. The widths of Chinese, Japanese and Korean glyphs do not vary.
 *
 * @param weight - On the axis `wght`.
 */
export function varyOutlines(font: Font, weight: number): (glyph: number) => readonly PathStep[] {
  const processor = createProcessor(font, weight);
  return (id) => {
    const glyph = font.getGlyph(id) as unknown as { _decode(): { readonly points?: readonly OutlinePoint[]; readonly numberOfContours: number } | undefined };
    const plain = font.getGlyph(id).path.commands;
    const points = glyph._decode()?.points?.map((point) => point.copy());
    const first = points?.[0];
    if (!points || !first) return plain;
    const Point = first.constructor as PointMaker;
    // The four points that stand for the glyph's box.
    points.push(...[0, 1, 2, 3].map(() => new Point(false, true, 0, 0)));
    processor.transformPoints(id, points);
    return traceContours(points.slice(0, -4));
  };
}

function createProcessor(font: Font, weight: number): Processor {
  const weighted = Object.create(font, { variationCoords: { value: [weight] } }) as Font;
  for (let level: object | null = font; level; level = Object.getPrototypeOf(level) as object | null) {
    const getter = Object.getOwnPropertyDescriptor(level, '_variationProcessor')?.get;
    if (getter) return getter.call(weighted) as Processor;
  }
  throw new Error('fontkit has no processor of variations');
}

function traceContours(points: readonly OutlinePoint[]): PathStep[] {
  const steps: PathStep[] = [];
  let contour: OutlinePoint[] = [];
  for (const point of points) {
    contour.push(point);
    if (!point.endContour) continue;
    steps.push(...traceContour(contour));
    contour = [];
  }
  return steps;
}

/** TrueType: between two control points lies an unwritten point of the curve. */
function traceContour(contour: readonly OutlinePoint[]): PathStep[] {
  const [first, last] = [contour[0], contour.at(-1)];
  if (!first || !last) return [];
  const start = first.onCurve ? first : last.onCurve ? last : middle(first, last);
  const steps: PathStep[] = [{ command: 'moveTo', args: [start.x, start.y] }];
  let control: OutlinePoint | undefined;
  for (const point of first.onCurve ? [...contour.slice(1), first] : last.onCurve ? contour : [...contour, start as OutlinePoint]) {
    const isOn = point.onCurve || point === start;
    const end = isOn ? point : control && middle(control, point);
    if (end && control) steps.push({ command: 'quadraticCurveTo', args: [control.x, control.y, end.x, end.y] });
    else if (isOn) steps.push({ command: 'lineTo', args: [point.x, point.y] });
    control = isOn ? undefined : point;
  }
  return [...steps, { command: 'closePath', args: [] }];
}

function middle(one: { readonly x: number; readonly y: number }, other: { readonly x: number; readonly y: number }) {
  return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
}
