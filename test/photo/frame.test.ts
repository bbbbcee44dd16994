// Owns the facts about geometry: where each pixel of a resized, cropped, turned or warped picture comes from.

import { describe, expect, it } from 'vitest';
import { cropPixels, createWorkingPicture, resizePixels, transparentOutside, turnPixels } from '../../src/photo/frame.ts';
import { type Affine, createPixels, type Pixels } from '../../src/photo/pixels.ts';
import { warpPixels } from '../../src/photo/warp.ts';
import { Vault } from '../../src/retention/vault.ts';

const signal = new AbortController().signal;

/** Red grows with x, green with y, both linear: the colour of a pixel tells where it was sampled. */
function drawRamp(width: number, height: number, perPixel: number): Pixels<3> {
  const pixels = createPixels(width, height, 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) pixels.data.set([x * perPixel, y * perPixel, 128], (y * width + x) * 3);
  }
  return pixels;
}

function colourAt(pixels: Pixels, x: number, y: number): number[] {
  const at = (y * pixels.width + x) * pixels.channels;
  return [...pixels.data.subarray(at, at + pixels.channels)];
}

describe('resizePixels', () => {
  it.each([1, 3, 4] as const)('keeps %i channels and gives a buffer that can be transferred', async (channels) => {
    await using vault = new Vault();
    const resized = await resizePixels(createPixels(40, 30, channels), 20, 10, vault, signal);
    expect([resized.width, resized.height, resized.channels, resized.data.length]).toEqual([20, 10, channels, 200 * channels]);
    expect(resized.data.buffer.byteLength).toBe(resized.data.length);
    expect(structuredClone(resized.data, { transfer: [resized.data.buffer] }).length).toBe(200 * channels);
  });

  it('does not let the colour of transparent pixels bleed into seen ones', async () => {
    await using vault = new Vault();
    const pixels = createPixels(40, 40, 4);
    for (let at = 0; at < pixels.data.length; at += 4) pixels.data.set((at / 4) % 40 < 20 ? [255, 0, 0, 0] : [0, 0, 255, 255], at);
    const resized = await resizePixels(pixels, 13, 13, vault, signal);
    const [red, , blue, alpha] = colourAt(resized, 6, 6);
    expect(alpha).toBeGreaterThan(60);
    expect(blue).toBeGreaterThan(250);
    expect(red).toBeLessThan(5);
  });
});

describe('createWorkingPicture', () => {
  it('brings the longest side to 1280 and never enlarges', async () => {
    await using vault = new Vault();
    const large = await createWorkingPicture(createPixels(2000, 3000, 3), vault, signal);
    expect([large.width, large.height]).toEqual([853, 1280]);
    const small = createPixels(64, 32, 3);
    const same = await createWorkingPicture(small, vault, signal);
    expect([same.width, same.height]).toEqual([64, 32]);
    expect(same.data.buffer).not.toBe(small.data.buffer);
  });
});

describe('turnPixels', () => {
  it.each([[90, 0, 39], [180, 59, 39], [270, 59, 0]] as const)('turns %i° clockwise', async (degrees, x, y) => {
    await using vault = new Vault();
    const turned = await turnPixels(drawRamp(60, 40, 4), degrees, vault, signal);
    expect([turned.width, turned.height]).toEqual(degrees === 180 ? [60, 40] : [40, 60]);
    expect(colourAt(turned, 0, 0)).toEqual([x * 4, y * 4, 128]);
  });
});

describe('cropPixels', () => {
  const ramp = drawRamp(20, 20, 10);

  it('cuts inside', async () => {
    await using vault = new Vault();
    const crop = cropPixels(ramp, { x: 5, y: 6, width: 4, height: 3 }, 'clamp', vault);
    expect(colourAt(crop, 0, 0)).toEqual([50, 60, 128]);
    expect(colourAt(crop, 3, 2)).toEqual([80, 80, 128]);
  });

  it('goes on with the edge pixel when clamped', async () => {
    await using vault = new Vault();
    const crop = cropPixels(ramp, { x: -3, y: -2, width: 30, height: 30 }, 'clamp', vault);
    expect(colourAt(crop, 0, 0)).toEqual([0, 0, 128]);
    expect(colourAt(crop, 3, 2)).toEqual([0, 0, 128]);
    expect(colourAt(crop, 29, 29)).toEqual([190, 190, 128]);
    expect(colourAt(crop, 10, 29)).toEqual([70, 190, 128]);
  });

  it('pads with a colour, and gives only that beyond the picture', async () => {
    await using vault = new Vault();
    const crop = cropPixels(ramp, { x: -2, y: 18, width: 4, height: 4 }, [9, 8, 7], vault);
    expect(colourAt(crop, 0, 0)).toEqual([9, 8, 7]);
    expect(colourAt(crop, 2, 1)).toEqual([0, 190, 128]);
    expect(colourAt(crop, 2, 2)).toEqual([9, 8, 7]);
    const beyond = cropPixels(ramp, { x: 50, y: 0, width: 2, height: 2 }, [9, 8, 7], vault);
    expect([...beyond.data]).toEqual([9, 8, 7, 9, 8, 7, 9, 8, 7, 9, 8, 7]);
  });

  it('pads RGBA with nothing', async () => {
    await using vault = new Vault();
    const pixels = createPixels(2, 2, 4);
    pixels.data.fill(255);
    const crop = cropPixels(pixels, { x: -1, y: 0, width: 2, height: 1 }, transparentOutside, vault);
    expect([...crop.data]).toEqual([0, 0, 0, 0, 255, 255, 255, 255]);
  });
});

describe('warpPixels', () => {
  const ramp = drawRamp(240, 200, 1);
  const turn = (degrees: number, scale: number, tx: number, ty: number): Affine => {
    const [cos, sin] = [Math.cos((degrees * Math.PI) / 180) * scale, Math.sin((degrees * Math.PI) / 180) * scale];
    return { a: cos, b: -sin, tx, c: sin, d: cos, ty };
  };

  it.each([
    ['the same place', turn(0, 1, 50, 40)],
    ['a fraction of a pixel', turn(0, 1, 50.4, 40.7)],
    ['a small rotation', turn(7, 1, 60.3, 40.2)],
    ['a rotation the other way', turn(-11, 1.1, 50, 60.6)],
    ['shrinking', turn(0, 2.3, 20.2, 11.9)],
    ['shrinking and rotating', turn(5, 1.9, 40.5, 30)],
    ['enlarging', turn(3, 0.4, 80, 70)],
    ['a quarter turn', turn(90, 1, 120, 40)],
  ])('samples where the map says: %s', async (_name, map) => {
    await using vault = new Vault();
    const warped = await warpPixels(ramp, map, 72, 64, 'clamp', vault, signal);
    expect([warped.width, warped.height]).toEqual([72, 64]);
    for (const [x, y] of [[0, 0], [36, 32], [71, 63], [71, 0], [0, 63]] as const) {
      const expectedX = map.a * (x + 0.5) + map.b * (y + 0.5) + map.tx - 0.5;
      const expectedY = map.c * (x + 0.5) + map.d * (y + 0.5) + map.ty - 0.5;
      const [red = 0, green = 0] = colourAt(warped, x, y);
      expect(Math.abs(red - expectedX)).toBeLessThan(1.05);
      expect(Math.abs(green - expectedY)).toBeLessThan(1.05);
    }
  });

  it('is exact on average, to a tenth of a pixel', async () => {
    await using vault = new Vault();
    const map = turn(4, 1.7, 31.37, 22.81);
    const warped = await warpPixels(ramp, map, 80, 70, 'clamp', vault, signal);
    let error = 0;
    for (let y = 0; y < 70; y += 1) {
      for (let x = 0; x < 80; x += 1) error += (colourAt(warped, x, y)[0] ?? 0) - (map.a * (x + 0.5) + map.b * (y + 0.5) + map.tx - 0.5);
    }
    expect(Math.abs(error / (80 * 70))).toBeLessThan(0.1);
  });

  it('reaches past the edges', async () => {
    await using vault = new Vault();
    const padded = await warpPixels(ramp, turn(0, 1, -20, -10), 60, 60, [1, 2, 3], vault, signal);
    expect(colourAt(padded, 0, 0)).toEqual([1, 2, 3]);
    const clamped = await warpPixels(ramp, turn(0, 1, 200, 0), 60, 60, 'clamp', vault, signal);
    expect(colourAt(clamped, 59, 30)).toEqual([239, 30, 128]);
  });

  it('does not alias a fine pattern when shrinking', async () => {
    await using vault = new Vault();
    const stripes = createPixels(300, 300, 1);
    for (let at = 0; at < stripes.data.length; at += 1) stripes.data[at] = at % 2 === 0 ? 255 : 0;
    const small = await warpPixels(stripes, turn(3, 3, 20, 10), 80, 80, 'clamp', vault, signal);
    expect(Math.max(...small.data) - Math.min(...small.data)).toBeLessThan(12);
  });

  it('stops when aborted', async () => {
    await using vault = new Vault();
    const gone = AbortSignal.abort(new Error('gone'));
    await expect(warpPixels(ramp, turn(0, 1, 0, 0), 10, 10, 'clamp', vault, gone)).rejects.toThrow('gone');
  });
});
