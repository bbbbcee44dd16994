// Holds a cutout's window: the whole subject, the shape asked for, and nobody floating without need.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseWindow } from '../../../src/engines/local/cutout-window.ts';

const photo = { width: 1200, height: 800 };
const free = { x: 400, y: 200, width: 300, height: 400 };

describe('a cutout’s window', () => {
  it('is the whole photo when nothing else is asked', () => {
    const whole = { x: 0, y: 0, width: 1200, height: 800 };
    expect(chooseWindow(photo, free, { crop: 'none', margin: 0.1, frame: {} })).toEqual(whole);
    expect(chooseWindow(photo, free, { crop: 'none', margin: 0.1, frame: { width: 600, height: 400 } })).toEqual(whole);
    expect(chooseWindow(photo, free, { crop: 'none', margin: 0.1, frame: { width: 600 } })).toEqual(whole);
  });

  it('is the subject with its margin', () => {
    expect(chooseWindow(photo, free, { crop: 'subject', margin: 0.1, frame: {} })).toEqual({ x: 360, y: 160, width: 380, height: 480 });
  });

  it('keeps the edge at which the photo cuts the subject', () => {
    const bust = { x: 400, y: 200, width: 300, height: 600 };
    const window = chooseWindow(photo, bust, { crop: 'subject', margin: 0.1, frame: { aspect: 0.4 } });
    expect(window.y + window.height).toBe(800);
    expect(window.y).toBeLessThan(200);
  });

  it('gives up some of the foot rather than let a bust float that is cut at three sides', () => {
    const bust = { x: 0, y: 100, width: 1200, height: 700 };
    expect(chooseWindow(photo, bust, { crop: 'subject', margin: 0, frame: { aspect: 2 } })).toEqual({ x: 0, y: 100, width: 1200, height: 600 });
    const wide = chooseWindow(photo, bust, { crop: 'subject', margin: 0, frame: { aspect: 4 } });
    expect([wide.width, wide.height]).toEqual([2800, 700]);
  });

  it('holds the whole subject in any shape, undistorted', () => {
    const box = fc.record({
      x: fc.integer({ min: 0, max: 600 }),
      y: fc.integer({ min: 0, max: 400 }),
      width: fc.integer({ min: 20, max: 550 }),
      height: fc.integer({ min: 20, max: 400 }),
    });
    const wish = fc.record({
      crop: fc.constantFrom('none' as const, 'subject' as const),
      margin: fc.double({ min: 0, max: 0.5, noNaN: true }),
      frame: fc.record({ aspect: fc.double({ min: 0.3, max: 3, noNaN: true }) }),
    });
    fc.assert(
      fc.property(box, wish, (subject, asked) => {
        const window = chooseWindow(photo, subject, asked);
        expect(Math.abs(window.width / window.height / asked.frame.aspect - 1)).toBeLessThan(0.011);
        expect(window.x).toBeLessThanOrEqual(subject.x);
        expect(window.y).toBeLessThanOrEqual(subject.y);
        expect(window.x + window.width).toBeGreaterThanOrEqual(subject.x + subject.width - 1e-6);
        expect(window.y + window.height).toBeGreaterThanOrEqual(subject.y + subject.height - 1e-6);
      }),
    );
  });
});
