// Holds the frame to a photographer's measures, over random heads and shapes.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeFrame, cutInside } from '../../../src/engines/local/composition.ts';
import type { Frame, Sitter } from '../../../src/engines/local/composition.ts';

const sitters: fc.Arbitrary<Sitter> = fc
  .record({
    chin: fc.double({ min: 15, max: 600, noNaN: true }),
    hair: fc.double({ min: 1.05, max: 1.5, noNaN: true }),
    left: fc.double({ min: 0.8, max: 1.3, noNaN: true }),
    right: fc.double({ min: 0.8, max: 1.3, noNaN: true }),
    gaze: fc.double({ min: -1, max: 1, noNaN: true }),
  })
  .map(({ chin, hair, left, right, gaze }) => ({
    chin,
    crown: -chin * hair,
    hairLeft: -chin * left,
    hairRight: chin * right,
    faceMiddle: 0,
    gaze,
    cuts: [],
  }));

const aspects = fc.double({ min: 0.5, max: 2.4, noNaN: true });

function shares(sitter: Sitter, frame: Frame) {
  return {
    head: (sitter.chin - sitter.crown) / frame.height,
    headroom: (sitter.crown - frame.top) / frame.height,
    eyes: -frame.top / frame.height,
    middle: (sitter.faceMiddle - frame.left) / frame.width,
    bottom: frame.top + frame.height,
  };
}

/** Points along a horizontal or vertical edge of a photo that cuts the person. */
function edge(from: { x: number; y: number }, to: { x: number; y: number }) {
  return Array.from({ length: 60 }, (_, index) => ({ x: from.x + ((to.x - from.x) * index) / 59, y: from.y + ((to.y - from.y) * index) / 59 }));
}

const plain: Sitter = { chin: 100, crown: -115, hairLeft: -85, hairRight: 85, faceMiddle: 0, gaze: 0, cuts: [] };

describe('a composed frame', () => {
  it('comes closer or shows more where it is asked to, the headroom kept', () => {
    fc.assert(
      fc.property(sitters, (sitter) => {
        const [close, usual, wide] = [1.24, 1, 0.74].map((closeness) => shares(sitter, composeFrame(sitter, 0.8, closeness)));
        if (!close || !usual || !wide) return false;
        return close.head > usual.head + 0.04 && wide.head < usual.head - 0.04 && [close, wide].every(({ headroom }) => headroom > 0.05 && headroom < 0.16);
      }),
      { numRuns: 40 },
    );
  });

  it('has the shape asked for and holds all the hair with room above', () => {
    fc.assert(
      fc.property(sitters, aspects, (sitter, aspect) => {
        const frame = composeFrame(sitter, aspect);
        const { headroom } = shares(sitter, frame);
        expect(frame.width / frame.height).toBeCloseTo(aspect, 6);
        expect(headroom).toBeGreaterThan(0.03);
        expect(frame.left).toBeLessThan(sitter.hairLeft);
        expect(frame.left + frame.width).toBeGreaterThan(sitter.hairRight);
      }),
    );
  });

  it('keeps to the measures of a head-and-shoulders portrait at 4:5', () => {
    fc.assert(
      fc.property(sitters, (sitter) => {
        const { head, headroom, eyes, middle } = shares(sitter, composeFrame(sitter, 0.8));
        expect(head).toBeGreaterThan(0.38);
        expect(head).toBeLessThan(0.465);
        expect(headroom).toBeGreaterThan(0.055);
        expect(headroom).toBeLessThan(0.115);
        expect(eyes).toBeGreaterThan(0.32);
        expect(eyes).toBeLessThan(0.42);
        expect(Math.abs(middle - 0.5)).toBeLessThan(0.055);
      }),
    );
  });

  it('comes closer in a square and steps back in a tall frame', () => {
    const [tall, portrait, square] = [0.6, 0.8, 1].map((aspect) => shares(plain, composeFrame(plain, aspect)).head);
    expect(tall).toBeLessThan(portrait ?? 0);
    expect(portrait).toBeLessThan(square ?? 0);
    expect(square).toBeGreaterThan(0.48);
    expect(square).toBeLessThan(0.56);
  });

  it('puts the person of a wide frame on a third, with the room where they look', () => {
    expect(shares(plain, composeFrame(plain, 16 / 9)).middle).toBeCloseTo(0.36, 1);
    const looksLeft = { ...plain, gaze: -0.6 };
    expect(shares(looksLeft, composeFrame(looksLeft, 16 / 9)).middle).toBeCloseTo(0.64, 1);
  });

  it('leaves looking room in a tall frame', () => {
    const right = shares(plain, composeFrame({ ...plain, gaze: 1 }, 0.8)).middle;
    const left = shares(plain, composeFrame({ ...plain, gaze: -1 }, 0.8)).middle;
    expect(right).toBeCloseTo(0.46, 2);
    expect(left).toBeCloseTo(0.54, 2);
  });

  it('is the same frame whatever the unit', () => {
    fc.assert(
      fc.property(sitters, aspects, fc.double({ min: 0.2, max: 20, noNaN: true }), (sitter, aspect, by) => {
        const scaled = { ...sitter, chin: sitter.chin * by, crown: sitter.crown * by, hairLeft: sitter.hairLeft * by, hairRight: sitter.hairRight * by };
        const [one, other] = [composeFrame(sitter, aspect), composeFrame(scaled, aspect)];
        expect(other.height / one.height / by).toBeCloseTo(1, 2);
        expect((other.top / one.top) / by).toBeCloseTo(1, 1);
      }),
    );
  });
});

describe('a frame around a person whom the photo cuts', () => {
  it('never shows the cut below the shoulders', () => {
    fc.assert(
      fc.property(fc.double({ min: 1.9, max: 6, noNaN: true }), fc.constantFrom(0.7, 0.75, 0.8, 1, 16 / 9), (depth, aspect) => {
        const y = plain.chin * depth;
        const sitter = { ...plain, cuts: edge({ x: -220, y }, { x: 220, y }) };
        const frame = composeFrame(sitter, aspect);
        expect(cutInside(sitter, frame)).toBe(0);
        expect(shares(sitter, frame).bottom).toBeLessThanOrEqual(y);
      }),
      { numRuns: 40 },
    );
  });

  it('never shows an arm cut at one side, and keeps the hair', () => {
    fc.assert(
      fc.property(fc.double({ min: 1.3, max: 2.6, noNaN: true }), fc.constantFrom(0.75, 0.8, 1, 16 / 9), fc.constantFrom(-1, 1), (far, aspect, side) => {
        const x = side * plain.chin * far;
        const sitter = { ...plain, cuts: edge({ x, y: 170 }, { x, y: 400 }) };
        const frame = composeFrame(sitter, aspect);
        expect(cutInside(sitter, frame)).toBe(0);
        expect(frame.left).toBeLessThan(sitter.hairLeft);
        expect(frame.left + frame.width).toBeGreaterThan(sitter.hairRight);
      }),
      { numRuns: 40 },
    );
  });

  it('puts hair that the photo cut at the frame’s edge', () => {
    const sitter = { ...plain, cuts: edge({ x: -40, y: -115 }, { x: 40, y: -115 }) };
    const frame = composeFrame(sitter, 0.8);
    expect(frame.top).toBeGreaterThanOrEqual(-115);
    expect(frame.top).toBeLessThan(-100);
  });

  it('ends lower rather than at the neck when nothing forbids it', () => {
    fc.assert(
      fc.property(sitters, aspects, (sitter, aspect) => {
        const frame = composeFrame(sitter, aspect);
        expect(frame.top + frame.height).toBeGreaterThan(sitter.chin * 2);
      }),
    );
  });
});
