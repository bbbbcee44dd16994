// Holds the reading of a sitter: the same head in any position of the camera is framed alike.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beyond, clearBeyond, dividePeople } from '../../../src/engines/local/companions.ts';
import { cutsByEdge, levelOf, mapFrame, seeSitter } from '../../../src/engines/local/sitter.ts';
import { tiltOf, toUpright } from '../../../src/face/head.ts';
import type { Face, Portrait } from '../../../src/face/portrait.ts';
import { createPixels } from '../../../src/photo/pixels.ts';
import type { Pixels, Point } from '../../../src/photo/pixels.ts';

const [side, reach] = [400, 40];

/** A face whose mesh has only the points that framing reads. */
function faceAt(eyes: Point, degrees: number, nose = 0): Face {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const at = (u: number, v: number): Point => ({ x: eyes.x + u * cos - v * sin, y: eyes.y + u * sin + v * cos });
  const mesh = new Float32Array(478 * 3);
  const points: [number, number, number][] = [[33, -30, 0], [263, 30, 0], [234, -45, 10], [454, 45, 10], [1, nose, 20], [152, 0, reach]];
  for (const [index, u, v] of points) mesh.set([at(u, v).x, at(u, v).y, 0], index * 3);
  const middle = at(0, 10);
  return {
    box: { x: middle.x - 40, y: middle.y - 40, width: 80, height: 80 },
    score: 0.95,
    meshScore: 0.99,
    mesh,
    pose: { yaw: 0, pitch: 0, roll: degrees },
    eyes,
    chin: at(0, reach),
    interEyePixels: 45,
    eyeOpenness: [0.25, 0.25],
    mouthOpenness: 0.01,
  };
}

function portraitOf(turn: Portrait['turn'], ...faces: Face[]): Portrait {
  return { width: side, height: side, faces, turn, matte: undefined, confidence: 0.9 };
}

/** A head of hair and a body below, drawn in upright axes around the eyes and turned. */
function silhouetteOf(eyes: Point, degrees: number): Pixels<1> {
  const plane = createPixels(side, side, 1);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const { x: u, y: v } = toUpright(eyes, degrees, { x: x + 0.5, y: y + 0.5 });
      const isHead = (u / 38) ** 2 + (v / 50) ** 2 < 1;
      const isBody = v > 45 && Math.abs(u) < 90;
      if (isHead || isBody) plane.data[y * side + x] = 255;
    }
  }
  return plane;
}

const middle = { x: 200, y: 180 };

describe('a level', () => {
  it('corrects a slip and leaves a pose', () => {
    for (const [tilt, expected] of [[0.5, 0], [5, 5], [-11, -11], [14, 0], [-25, 0]] as const) {
      const face = faceAt(middle, tilt);
      expect(tiltOf(portraitOf(0, face), face)).toBeCloseTo(tilt, 3);
      expect(levelOf(portraitOf(0, face), face)).toBeCloseTo(expected, 3);
    }
  });

  it('turns faces that lie or stand on their head upright first', () => {
    for (const [turn, roll] of [[90, -90], [180, 180], [270, 90]] as const) {
      const straight = faceAt(middle, roll);
      expect(Math.abs(levelOf(portraitOf(turn, straight), straight) - roll) % 360).toBeCloseTo(0, 3);
      const tilted = faceAt(middle, roll + 6);
      expect(tiltOf(portraitOf(turn, tilted), tilted)).toBeCloseTo(6, 3);
    }
  });
});

describe('a sitter', () => {
  it('is the same in any turn of the camera', () => {
    const upright = seeSitter(portraitOf(0, faceAt(middle, 0)), faceAt(middle, 0), silhouetteOf(middle, 0), 0);
    expect(upright.crown).toBeGreaterThan(-53);
    expect(upright.crown).toBeLessThan(-47);
    expect(upright.hairRight).toBeGreaterThan(35);
    fc.assert(
      fc.property(fc.double({ min: -180, max: 180, noNaN: true }), (degrees) => {
        const face = faceAt(middle, degrees);
        const turned = seeSitter(portraitOf(0, face), face, silhouetteOf(middle, degrees), degrees);
        expect(Math.abs(turned.crown - upright.crown)).toBeLessThan(2.5);
        expect(Math.abs(turned.hairLeft - upright.hairLeft)).toBeLessThan(4);
        expect(turned.chin).toBeCloseTo(upright.chin, 3);
      }),
      { numRuns: 25 },
    );
  });

  it('says where the photo cuts: shoulders at the foot, hair at the top', () => {
    const below = seeSitter(portraitOf(0, faceAt(middle, 0)), faceAt(middle, 0), silhouetteOf(middle, 0), 0);
    const frame = { left: -100, top: -80, width: 200, height: 400 };
    expect(cutsByEdge(below, frame)).toEqual({ hair: false, shoulders: true });
    expect(cutsByEdge(below, { ...frame, height: 250 })).toEqual({ hair: false, shoulders: false });
    const high = { x: 200, y: 30 };
    const above = seeSitter(portraitOf(0, faceAt(high, 0)), faceAt(high, 0), silhouetteOf(high, 0), 0);
    expect(cutsByEdge(above, { ...frame, height: 250 }).hair).toBe(true);
  });

  it('looks where the nose points', () => {
    for (const [nose, sign] of [[20, 1], [-20, -1], [2, 0]] as const) {
      const face = faceAt(middle, 0, nose);
      expect(Math.sign(seeSitter(portraitOf(0, face), face, silhouetteOf(middle, 0), 0).gaze)).toBe(sign);
    }
  });

  it('is drawn where the frame says', () => {
    const frame = { left: -50, top: -60, width: 100, height: 125 };
    const map = mapFrame(frame, middle, 30, 0.5);
    const at = (x: number, y: number) => ({ x: map.a * x + map.b * y + map.tx, y: map.c * x + map.d * y + map.ty });
    const eyes = at(100, 120);
    expect(eyes.x).toBeCloseTo(middle.x, 6);
    expect(eyes.y).toBeCloseTo(middle.y, 6);
    expect(toUpright(middle, 30, at(0, 0)).x).toBeCloseTo(-50, 6);
  });
});

describe('people beside the sitter', () => {
  it('are divided from them half way, by the size of their faces', () => {
    const [subject, other] = [faceAt({ x: 100, y: 180 }, 0), faceAt({ x: 300, y: 180 }, 0)];
    const [divider] = dividePeople(portraitOf(0, subject, other), subject, 0);
    expect(divider).toMatchObject({ x: 200, awayX: 1, awayY: 0 });
    expect(divider && beyond(divider, 210, 0)).toBeCloseTo(10, 6);
    const plane = createPixels(side, side, 1);
    plane.data.fill(255);
    const cuts = divider ? clearBeyond(plane, [divider], 1) : [];
    expect([plane.data[190], plane.data[210]]).toEqual([255, 0]);
    expect(cuts.length).toBe(side);
  });

  it('are not looked for on the sitter’s own shirt', () => {
    const [subject, print] = [faceAt({ x: 200, y: 100 }, 0), faceAt({ x: 220, y: 300 }, 0)];
    expect(dividePeople(portraitOf(0, subject, print), subject, 0)).toEqual([]);
  });
});
