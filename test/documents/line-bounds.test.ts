// Shows how far a head's lines may be moved, in the page and by the API alike.

import { describe, expect, it } from 'vitest';
import { boundsOfLine } from '../../src/documents/line-bounds.ts';
import type { HeadLines } from '../../src/documents/measures.ts';

const found: HeadLines = { eyes: { x: 500, y: 400 }, crown: { x: 500, y: 190 }, chin: { x: 500, y: 600 }, rollDegrees: 0, interEyePixels: 150 };

describe('a line of a head', () => {
  it.each([
    ['crown', 0, 300],
    ['eyes', 340, 460],
    ['chin', 520, 700],
  ] as const)('%s may lie from %i to %i', (line, min, max) => {
    expect(boundsOfLine(line, found, { height: 1000 })).toEqual({ min, max });
  });

  it('stays inside the photo', () => {
    expect(boundsOfLine('chin', found, { height: 650 }).max).toBe(650);
  });
});
