// Holds the backdrops to what a studio's paper and canvas do: falloff, no bands, the lightness they promise.

import { describe, expect, it } from 'vitest';
import type { Pixels } from '../../src/photo/pixels.ts';
import { paintBackdrop, paintSwatch } from '../../src/styles/backdrop-painting.ts';
import { backdrops, findBackdrop } from '../../src/styles/backdrops.ts';
import type { Backdrop } from '../../src/styles/backdrops.ts';
import { labOf, lightnessOf, linearOfByte, luminanceOf, readHex } from '../../src/styles/colour.ts';

const [width, height] = [320, 400];
const setting = { head: { x: 160, y: 150 }, headHeight: 175, light: 0, grain: 0.6 };

const pictures = new Map<Backdrop, Pixels<3>>();

/** Painted once for all tests. */
function painted(backdrop: Backdrop): Pixels<3> {
  const picture = pictures.get(backdrop) ?? paintBackdrop(backdrop, width, height, setting);
  pictures.set(backdrop, picture);
  return picture;
}

describe('the catalogue of backdrops', () => {
  it('offers ten and more, each named once', () => {
    expect(backdrops.length).toBeGreaterThanOrEqual(10);
    expect(new Set(backdrops.map(({ id }) => id)).size).toBe(backdrops.length);
    expect(new Set(backdrops.map(({ kind }) => kind))).toEqual(new Set(['paper', 'canvas', 'scene']));
  });

  it.each(backdrops)('$id says its lightness and describes itself in one sentence', (backdrop) => {
    expect(Math.abs(backdrop.lightness - lightnessOf(luminanceOf(readHex(backdrop.colour))))).toBeLessThan(1);
    expect(backdrop.description).toMatch(/^An? [^.]+\.$/);
  });

  it('finds by id', () => {
    expect(findBackdrop('charcoal')?.title).toBe('Charcoal');
    expect(findBackdrop('auto')).toBeUndefined();
  });
});

describe('a painted backdrop', () => {
  it.each(['studio-grey', 'navy-canvas', 'park'].map(expectBackdrop))('$id is the same every time', (backdrop) => {
    expect(Buffer.compare(painted(backdrop).data, paintBackdrop(backdrop, width, height, setting).data)).toBe(0);
  });

  it.each(backdrops)('$id is as light behind the head as it says', (backdrop) => {
    const picture = painted(backdrop);
    expect(Math.abs(lightness(picture, 130, 120, 60, 60) - backdrop.lightness)).toBeLessThan(backdrop.kind === 'scene' ? 12 : 6);
  });

  it.each(backdrops.filter(({ kind, id }) => kind !== 'scene' && id !== 'white'))('$id loses about a stop and a half at most towards the corner', (backdrop) => {
    const picture = painted(backdrop);
    const stops = Math.log2(light(picture, 140, 130, 40, 40) / light(picture, 0, 0, 30, 30));
    expect(stops).toBeGreaterThan(0.25);
    expect(stops).toBeLessThan(1.9);
  });

  it('shows no bands: every small square of a gradient holds several values', () => {
    const grey = expectBackdrop('charcoal');
    const picture = painted(grey);
    for (let y = 0; y + 8 <= height; y += 40) {
      for (let x = 0; x + 8 <= width; x += 40) expect(valuesIn(picture, x, y, 8)).toBeGreaterThan(1);
    }
  });

  it('is lit from the side the face is lit from', () => {
    const picture = paintBackdrop(expectBackdrop('studio-grey'), width, height, { ...setting, light: -0.7 });
    expect(light(picture, 0, 100, 40, 100)).toBeGreaterThan(light(picture, width - 40, 100, 40, 100));
  });

  it('turns a room round, so that its window is where the light on the face comes from', () => {
    const room = expectBackdrop('home');
    const [left, right] = [-0.6, 0.6].map((side) => paintBackdrop(room, width, height, { ...setting, light: side }));
    if (!left || !right) throw new Error('two were painted');
    expect(light(left, 0, 100, 40, 100)).toBeGreaterThan(1.3 * light(left, width - 40, 100, 40, 100));
    expect(light(right, width - 40, 100, 40, 100)).toBeGreaterThan(1.3 * light(right, 0, 100, 40, 100));
  });

  it('keeps its light at the head whatever the frame’s size', () => {
    const grey = expectBackdrop('studio-grey');
    const small = paintBackdrop(grey, width, height, setting);
    const large = paintBackdrop(grey, width * 2, height * 2, { ...setting, head: { x: 320, y: 300 }, headHeight: 350 });
    expect(light(large, 600, 700, 40, 80) / light(small, 300, 350, 20, 40)).toBeCloseTo(1, 1);
  });
});

describe('a swatch', () => {
  it('has the size asked for', () => {
    const swatch = paintSwatch('sky', 160, 200);
    expect([swatch.width, swatch.height, swatch.channels, swatch.data.length]).toEqual([160, 200, 3, 96_000]);
  });

  it('refuses a backdrop that is not there', () => {
    expect(() => paintSwatch('plaid', 16, 20)).toThrow(RangeError);
  });
});

function expectBackdrop(id: string): Backdrop {
  const backdrop = findBackdrop(id);
  if (!backdrop) throw new Error(id);
  return backdrop;
}

function light(picture: Pixels<3>, left: number, top: number, across: number, down: number): number {
  let sum = 0;
  eachPixel(picture, left, top, across, down, (red, green, blue) => {
    sum += luminanceOf([linearOfByte[red] ?? 0, linearOfByte[green] ?? 0, linearOfByte[blue] ?? 0]);
  });
  return sum / (across * down);
}

function lightness(picture: Pixels<3>, left: number, top: number, across: number, down: number): number {
  let sum = 0;
  eachPixel(picture, left, top, across, down, (red, green, blue) => {
    sum += labOf(red, green, blue)[0];
  });
  return sum / (across * down);
}

function valuesIn(picture: Pixels<3>, left: number, top: number, side: number): number {
  const values = new Set<number>();
  eachPixel(picture, left, top, side, side, (red) => values.add(red));
  return values.size;
}

function eachPixel(picture: Pixels<3>, left: number, top: number, across: number, down: number, see: (red: number, green: number, blue: number) => void): void {
  for (let y = top; y < top + down; y++) {
    for (let x = left; x < left + across; x++) {
      const at = (y * picture.width + x) * 3;
      see(picture.data[at] ?? 0, picture.data[at + 1] ?? 0, picture.data[at + 2] ?? 0);
    }
  }
}
