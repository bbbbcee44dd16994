// Holds the seating of a person before a backdrop: edges clean, light wrapped gently, shadow soft.

import { describe, expect, it } from 'vitest';
import { chooseBackdrop } from '../../../src/engines/local/backdrop-choice.ts';
import { seatPerson } from '../../../src/engines/local/seat.ts';
import { createPixels } from '../../../src/photo/pixels.ts';
import type { Pixels } from '../../../src/photo/pixels.ts';
import { paintBackdrop } from '../../../src/styles/backdrop-painting.ts';
import { findBackdrop } from '../../../src/styles/backdrops.ts';
import type { Backdrop } from '../../../src/styles/backdrops.ts';

const [width, height] = [200, 250];
const seat = { head: { x: 100, y: 90 }, headHeight: 100, side: 0, grain: 0.6 };

/** A figure of one grey with a soft edge, standing on the frame's foot. */
function figure(grey: number): { foreground: Pixels<3>; alpha: Pixels<1> } {
  const [foreground, alpha] = [createPixels(width, height, 3), createPixels(width, height, 1)];
  foreground.data.fill(grey);
  for (let y = 60; y < height; y++) {
    for (let x = 0; x < width; x++) alpha.data[y * width + x] = 255 * Math.max(0, Math.min(1, (45 - Math.abs(x - 100)) / 3 + 0.5));
  }
  return { foreground, alpha };
}

function backdropOf(id: string): Backdrop {
  const backdrop = findBackdrop(id);
  if (!backdrop) throw new Error(id);
  return backdrop;
}

function valueAt(picture: Pixels<3>, x: number, y: number): number {
  return picture.data[(y * picture.width + x) * 3] ?? 0;
}

function sit(grey: number, id: string): Pixels<3> {
  const { foreground, alpha } = figure(grey);
  return seatPerson(foreground, alpha, backdropOf(id), seat);
}

describe('a seated person', () => {
  it('keeps their own colour inside', () => {
    const picture = sit(60, 'warm-cream');
    expect(valueAt(picture, 100, 200)).toBe(60);
    expect(valueAt(picture, 100, 249)).toBe(60);
  });

  it('takes a little of a light backdrop at the edge, and nothing of a dark one', () => {
    const [light, dark] = [sit(60, 'white'), sit(200, 'charcoal')];
    expect(valueAt(light, 58, 150)).toBeGreaterThan(62);
    expect(valueAt(light, 58, 150)).toBeLessThan(90);
    expect(valueAt(light, 66, 150)).toBeLessThanOrEqual(61);
    expect(valueAt(dark, 58, 150)).toBe(200);
  });

  it('goes from person to backdrop without a fringe darker or lighter than both', () => {
    for (const id of ['white', 'studio-grey', 'charcoal']) {
      const picture = sit(120, id);
      const backdrop = valueAt(picture, 20, 150);
      const [low, high] = [Math.min(backdrop, 120) - 12, Math.max(backdrop, 120) + 12];
      for (let x = 40; x < 160; x++) {
        expect(valueAt(picture, x, 150)).toBeGreaterThanOrEqual(low);
        expect(valueAt(picture, x, 150)).toBeLessThanOrEqual(high);
      }
    }
  });

  it('casts a soft shadow on near paper only', () => {
    for (const [id, hasShadow] of [['warm-cream', true], ['navy-canvas', false]] as const) {
      const bare = paintBackdrop(backdropOf(id), width, height, { head: seat.head, headHeight: seat.headHeight, light: 0, grain: 0.6 });
      const drop = valueAt(bare, 152, 180) - valueAt(sit(100, id), 152, 180);
      if (hasShadow) expect(drop).toBeGreaterThan(2);
      else expect(Math.abs(drop)).toBeLessThanOrEqual(1);
      expect(drop).toBeLessThan(30);
    }
  });
});

describe('the photographer’s choice of backdrop', () => {
  const reading = { skin: [200, 160, 130], skinHighlight: 220, side: 0, eyeWhite: 70, cast: 0, black: 5, bright: 240, grain: 1 } as const;

  it.each([
    ['dark hair and a dark suit', 12, 15],
    ['dark hair and a white shirt', 12, 96],
    ['white hair and a dark suit', 85, 14],
    ['fair hair and a grey pullover', 70, 60],
    ['grey hair and a white shirt', 60, 95],
  ])('lets %s stand out', (_, hairLightness, clothLightness) => {
    const chosen = chooseBackdrop({ ...reading, hairLightness, clothLightness });
    expect(Math.abs(chosen.lightness - hairLightness)).toBeGreaterThanOrEqual(10);
    if (hairLightness < 35) expect(chosen.lightness).toBeGreaterThan(hairLightness + 12);
  });
});
