// Owns the facts about backgrounds: how they are said, how they are painted, how a person is set on them.

import { describe, expect, it } from 'vitest';
import { readBackground } from '../../src/photo/background.ts';
import { composite, joinAlpha, paintBackground, setOnBackground } from '../../src/photo/composite.ts';
import { createPixels, type Pixels } from '../../src/photo/pixels.ts';
import type { Problem } from '../../src/problem.ts';
import { Vault } from '../../src/retention/vault.ts';
import { colourAt, notAborted } from './drawn.ts';

function fill<C extends 1 | 3 | 4>(width: number, height: number, channels: C, ...colour: number[]): Pixels<C> {
  const pixels = createPixels(width, height, channels);
  for (let at = 0; at < pixels.data.length; at += channels) pixels.data.set(colour, at);
  return pixels;
}

/** A disc in the middle: nothing outside, everything inside, a soft edge of four pixels. */
function drawDisc(width: number, height: number, radius: number): Pixels<1> {
  const alpha = createPixels(width, height, 1);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const inside = radius - Math.hypot(x + 0.5 - width / 2, y + 0.5 - height / 2);
      alpha.data[y * width + x] = Math.min(Math.max((inside / 4 + 0.5) * 255, 0), 255);
    }
  }
  return alpha;
}

async function paint(value: string, width: number, height: number, vault: Vault): Promise<Pixels> {
  const painted = await paintBackground(readBackground(value), createPixels(width, height, 1), { original: undefined, picture: undefined }, vault, notAborted);
  return painted ?? expect.fail('nothing was painted');
}

describe('readBackground', () => {
  it.each([
    ['transparent', { kind: 'transparent' }],
    ['#fff0', { kind: 'transparent' }],
    ['Picture', { kind: 'picture' }],
    ['blur', { kind: 'blur', amount: 6 }],
    ['blur:12.5', { kind: 'blur', amount: 12.5 }],
    ['white', { kind: 'colour', colour: { red: 1, green: 1, blue: 1, alpha: 1 } }],
    ['gradient:white,black', { kind: 'gradient', shape: 'linear', angleDegrees: 180 }],
    ['gradient: linear, white , black , -45deg', { kind: 'gradient', shape: 'linear', angleDegrees: -45 }],
    ['gradient:rgb(1,2,3),hsl(10, 20%, 30%),90', { kind: 'gradient', angleDegrees: 90 }],
    ['gradient:radial,white,grey,black', { kind: 'gradient', shape: 'radial' }],
  ])('reads %s', (value, expected) => {
    expect(readBackground(value)).toMatchObject(expected);
  });

  it.each([
    '', 'nocolour', 'blur:', 'blur:0', 'blur:26', 'blur:x', 'gradient:', 'gradient:white', 'gradient:white,nocolour', 'gradient:radial,white,black,45',
    'gradient:white,black,45,red', `gradient:${Array(9).fill('red').join(',')}`, 'gradient:45,90', 'picture:x', 'url(x)',
  ])('refuses %j and says what is allowed', (value) => {
    let problem: Problem | undefined;
    try {
      readBackground(value);
    } catch (error) {
      problem = error as Problem;
    }
    expect(problem).toMatchObject({ code: 'parameter-invalid', status: 400, members: { parameter: 'background' } });
    expect(problem?.detail).toMatch(/transparent; a CSS colour; gradient:/);
  });
});

describe('paintBackground', () => {
  it('paints a colour exactly', async () => {
    await using vault = new Vault();
    const painted = await paint('#4080c0', 30, 20, vault);
    expect(painted.channels).toBe(3);
    expect(painted.data.every((value, at) => value === [0x40, 0x80, 0xc0][at % 3])).toBe(true);
    expect(colourAt(await paint('rgb(10 20 30 / 0.5)', 30, 20, vault), 0.5, 0.5)).toEqual([10, 20, 30, 128]);
  });

  it('runs a gradient from end to end in the direction CSS says', async () => {
    await using vault = new Vault();
    const down = await paint('gradient:#ff0000,#0000ff', 40, 400, vault);
    expect(colourAt(down, 0.5, 0)[0]).toBeGreaterThan(252);
    expect(colourAt(down, 0.5, 0.999)[2]).toBeGreaterThan(252);
    const right = await paint('gradient:black,white,90', 400, 40, vault);
    expect([colourAt(right, 0, 0.5)[0], colourAt(right, 0.999, 0.5)[0]].map((value) => Math.round((value ?? 0) / 10))).toEqual([0, 25]);
    const corner = await paint('gradient:black,white,45deg', 100, 100, vault);
    expect(colourAt(corner, 0, 0.999)[0]).toBeLessThan(4);
    expect(colourAt(corner, 0.999, 0)[0]).toBeGreaterThan(251);
  });

  it('lights a radial gradient from behind the head outwards', async () => {
    await using vault = new Vault();
    const painted = await paint('gradient:radial,white,black', 200, 300, vault);
    expect(colourAt(painted, 0.5, 0.42)[0]).toBeGreaterThan(252);
    expect(colourAt(painted, 0, 0.999)[0]).toBeLessThan(3);
  });

  it('shows no bands: a slow run is dithered to its true mean', async () => {
    await using vault = new Vault();
    const painted = await paint('gradient:rgb(100 100 100),rgb(104 104 104)', 256, 1000, vault);
    const meanOfRow = (y: number) => {
      const row = painted.data.subarray(y * 256 * 3, (y + 1) * 256 * 3);
      return row.reduce((sum, value) => sum + value, 0) / row.length;
    };
    for (const y of [130, 380, 620, 870]) expect(Math.abs(meanOfRow(y) - (100 + (4 * (y + 0.5)) / 1000))).toBeLessThan(0.3);
    expect(new Set(painted.data.subarray(380 * 768, 381 * 768)).size).toBe(2);
  });

  it('keeps the ends of a see-through gradient free of the colour that is not there', async () => {
    await using vault = new Vault();
    const painted = await paint('gradient:rgb(255 0 0),rgb(0 0 255 / 0)', 20, 200, vault);
    expect(painted.channels).toBe(4);
    const [red = 0, , blue = 0, alpha = 0] = colourAt(painted, 0.5, 0.9);
    expect(alpha).toBeLessThan(40);
    expect(red).toBeGreaterThan(200);
    expect(blue).toBeLessThan(60);
  });

  it('covers with a picture, keeping its middle', async () => {
    await using vault = new Vault();
    const picture = fill(300, 100, 3, 10, 200, 30);
    for (let y = 0; y < 100; y += 1) picture.data.fill(255, y * 900, y * 900 + 150);
    const painted = await paintBackground(readBackground('picture'), createPixels(50, 50, 1), { original: undefined, picture }, vault, notAborted);
    expect([painted?.width, painted?.height]).toEqual([50, 50]);
    expect(colourAt(painted as Pixels, 0.05, 0.5)).toEqual([10, 200, 30]);
  });
});

describe('blur', () => {
  it('leaves no trace of the person behind them', async () => {
    await using vault = new Vault();
    const alpha = drawDisc(300, 400, 90);
    const original = fill(300, 400, 3, 40, 90, 60);
    alpha.data.forEach((share, at) => share > 0 && original.data.set([250, 60, 50], at * 3));
    const painted = await paintBackground(readBackground('blur'), alpha, { original, picture: undefined }, vault, notAborted);
    const worst = painted?.data.reduce((most, value, at) => Math.max(most, Math.abs(value - ([40, 90, 60][at % 3] ?? 0))), 0);
    expect(worst).toBeLessThanOrEqual(1);
  });

  it('spreads a lamp to a bright disc with an edge, not to fog', async () => {
    await using vault = new Vault();
    const original = fill(400, 400, 3, 10, 10, 10);
    for (let y = 192; y < 208; y += 1) original.data.fill(255, (y * 400 + 192) * 3, (y * 400 + 208) * 3);
    const painted = (await paintBackground(readBackground('blur:15'), createPixels(400, 400, 1), { original, picture: undefined }, vault, notAborted)) as Pixels;
    const centre = colourAt(painted, 0.5, 0.5)[0] ?? 0;
    expect(centre).toBeGreaterThan(100);
    expect(Math.abs((colourAt(painted, 0.55, 0.5)[0] ?? 0) - centre)).toBeLessThan(12);
    expect(colourAt(painted, 0.62, 0.5)[0]).toBeLessThan(14);
  });

  it('fills a picture that is all person', async () => {
    await using vault = new Vault();
    const painted = await paintBackground(readBackground('blur'), fill(60, 80, 1, 255), { original: fill(60, 80, 3, 9, 9, 9), picture: undefined }, vault, notAborted);
    expect([painted?.width, painted?.height]).toEqual([60, 80]);
  });

  it('keeps nothing but its result', async () => {
    await using vault = new Vault();
    const original = vault.ownPixels(fill(200, 300, 3, 90, 80, 70));
    const painted = await paintBackground(readBackground('blur'), drawDisc(200, 300, 50), { original, picture: undefined }, vault, notAborted);
    expect(vault.heldBytes).toBe(original.data.length + (painted?.data.length ?? 0));
  });
});

describe('setting a person on a background', () => {
  const foreground = fill(64, 64, 3, 200, 100, 50);
  const alpha = drawDisc(64, 64, 20);

  it('shows the person where alpha is full and the background where it is none', async () => {
    await using vault = new Vault();
    const set = await setOnBackground({ foreground, alpha }, readBackground('#0000ff'), { original: undefined, picture: undefined }, vault, notAborted);
    expect(set.channels).toBe(3);
    expect(colourAt(set, 0.5, 0.5)).toEqual([200, 100, 50]);
    expect(colourAt(set, 0, 0)).toEqual([0, 0, 255]);
  });

  it('mixes by alpha at the edge', async () => {
    const half = fill(4, 4, 1, 128);
    const set = await composite({ foreground: fill(4, 4, 3, 200, 100, 0), alpha: half }, fill(4, 4, 3, 0, 100, 255), notAborted);
    expect(colourAt(set, 0.5, 0.5)).toEqual([100, 100, 127]);
  });

  it('lays the person over what is see-through', async () => {
    const set = await composite({ foreground: fill(2, 2, 3, 200, 0, 0), alpha: fill(2, 2, 1, 128) }, fill(2, 2, 4, 0, 0, 200, 128), notAborted);
    expect(colourAt(set, 0, 0)).toEqual([134, 0, 66, 192]);
    const bare = await composite({ foreground: fill(2, 2, 3, 200, 0, 0), alpha: fill(2, 2, 1, 128) }, fill(2, 2, 4, 0, 0, 0, 0), notAborted);
    expect(colourAt(bare, 0, 0)).toEqual([200, 0, 0, 128]);
  });

  it('joins alpha, black where nothing is seen', async () => {
    await using vault = new Vault();
    const joined = await joinAlpha({ foreground, alpha }, vault, notAborted);
    expect(colourAt(joined, 0.5, 0.5)).toEqual([200, 100, 50, 255]);
    expect(colourAt(joined, 0, 0)).toEqual([0, 0, 0, 0]);
    const same = await setOnBackground({ foreground, alpha }, readBackground('transparent'), { original: undefined, picture: undefined }, vault, notAborted);
    expect(same.data).toEqual(joined.data);
  });

  it('stops between bands when aborted', async () => {
    const leaving = new AbortController();
    const large = { foreground: createPixels(2000, 2000, 3), alpha: createPixels(2000, 2000, 1) };
    const work = composite(large, createPixels(2000, 2000, 3), leaving.signal);
    leaving.abort(new Error('gone'));
    await expect(work).rejects.toThrow('gone');
  });
});
