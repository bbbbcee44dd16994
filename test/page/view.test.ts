// Owns the geometry of looking at a photo through a document's frame: what is level, what is turned, how a line is put back on the photo.

import { describe, expect, it } from 'vitest';
import { axisYAt, project, ratioOf, viewFrame, windowOf, type View } from '../../public/documents/view.ts';
import type { HeadLines, PhotoMeasures } from '../../src/documents/measures.ts';
import type { DocumentPlacement } from '../../src/documents/placement.ts';

/** A frame of 350 × 450 pixels, turned clockwise by `degrees` around its top left corner. */
function placeFrame(degrees: number): DocumentPlacement {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const at = (x: number, y: number) => ({ x: 100 + x * cos - y * sin, y: 200 + x * sin + y * cos });
  return { corners: [at(0, 0), at(350, 0), at(0, 450)] } as unknown as DocumentPlacement;
}

const whole: View = { topLeft: { x: 0, y: 0 }, topRight: { x: 800, y: 0 }, bottomLeft: { x: 0, y: 1000 } };
const photo = (turn: PhotoMeasures['turn']) => ({ width: 800, height: 1000, turn }) as PhotoMeasures;
const lines = (rollDegrees: number): HeadLines => ({ eyes: { x: 300, y: 400 }, crown: { x: 300, y: 250 }, chin: { x: 300, y: 550 }, rollDegrees, interEyePixels: 100 });

describe('the view through a frame', () => {
  it.each([0, 12, -8])('keeps a frame turned by %i° level, with the same margin on every side', (degrees) => {
    const placement = placeFrame(degrees);
    const view = viewFrame(placement);
    const [topLeft, topRight, bottomLeft] = placement.corners.map((corner) => project(view, corner));
    expect(topLeft!.y).toBeCloseTo(topRight!.y, 6);
    expect(topLeft!.x).toBeCloseTo(bottomLeft!.x, 6);
    const around = 0.16 * 450;
    expect(topLeft!.x).toBeCloseTo(around / (350 + 2 * around), 6);
    expect(1 - bottomLeft!.y).toBeCloseTo(around / (450 + 2 * around), 6);
    expect(ratioOf(view)).toBeCloseTo((350 + 2 * around) / (450 + 2 * around), 6);
  });

  it.each([0, 12, -8])('finds the point of the head’s axis at a height of the view, head tilted by %i°', (degrees) => {
    const view = viewFrame(placeFrame(degrees));
    const head = lines(degrees);
    const y = axisYAt(view, head, 0.3);
    const point = { x: head.eyes.x - Math.tan((degrees * Math.PI) / 180) * (y - head.eyes.y), y };
    expect(project(view, point).y).toBeCloseTo(0.3, 6);
  });

  it.each([
    [0, [0, 0, 1, 0, 0, 1]],
    [90, [0, 1, 0, 0, 1, 1]],
    [180, [1, 1, 0, 1, 1, 0]],
    [270, [1, 0, 1, 1, 0, 0]],
  ] as const)('says where the whole lies on a photo that was turned by %i° to stand upright', (turn, window) => {
    expect(windowOf(whole, photo(turn)).map((each) => each + 0)).toEqual(window);
  });
});
