// Shows that in every layout and on every platform words and person keep to the rules of composition.

import { describe, expect, it } from 'vitest';
import { arrange } from '../../../src/engines/poster/arrangement.ts';
import { takeStance } from '../../../src/engines/poster/stance.ts';
import type { Subject } from '../../../src/engines/poster/stance.ts';
import { layouts } from '../../../src/styles/layouts.ts';
import { derivePalette } from '../../../src/styles/palette.ts';
import { describeCustom, platforms } from '../../../src/styles/platforms.ts';
import type { Face } from '../../../src/face/portrait.ts';

const cases = platforms.flatMap((platform) => layouts.map((layout) => ({ platform, layout })));

describe('an arrangement', () => {
  it.each([-1, 0, 1])('keeps words off the edges and off what the platform covers, gaze %i', (gaze) => {
    for (const { platform, layout } of cases) {
      const { words } = arrange(layout, platform, gaze);
      const { width, height, covered } = platform;
      expect(words.x, `${platform.id} ${layout.id}`).toBeGreaterThanOrEqual(0.04 * width);
      expect(words.x + words.width).toBeLessThanOrEqual(0.96 * width + 1e-6);
      expect(words.y).toBeGreaterThanOrEqual(0.04 * height);
      expect(words.y + words.height).toBeLessThanOrEqual(0.96 * height + 1e-6);
      for (const box of covered) {
        const apart = words.x >= (box.x + box.width) * width - 1 || words.x + words.width <= box.x * width + 1 || words.y >= (box.y + box.height) * height - 1 || words.y + words.height <= box.y * height + 1;
        expect(apart, `${platform.id} ${layout.id}`).toBe(true);
      }
    }
  });

  it('puts the words where the person looks', () => {
    const [layout, platform] = [layouts[0]!, platforms[0]!];
    expect([arrange(layout, platform, 0.8).stand.wordsAt, arrange(layout, platform, -0.8).stand.wordsAt]).toEqual(['right', 'left']);
  });

  it('keeps the eyes on the upper third of a video’s thumbnail and the person beside the words', () => {
    for (const layout of layouts) {
      const { stand, words } = arrange(layout, platforms[0]!, 0);
      expect(stand.eyesY / 720).toBeGreaterThan(0.3);
      expect(stand.eyesY / 720).toBeLessThan(0.45);
      expect(stand.x).toBeGreaterThan(words.x + words.width);
    }
  });
});

describe('a stance', () => {
  const cut = { left: true, top: false, right: true, bottom: true };
  const edges = { left: -200, top: -220, right: 200, bottom: 260 };
  const subject = (isCut: Subject['isCut']): Subject => ({
    face: { eyes: { x: 200, y: 220 } } as Face,
    sitter: { chin: 90, crown: -110, hairLeft: -80, hairRight: 80, faceMiddle: 0, gaze: 0, cuts: [] },
    level: 0, edges, isCut, outline: edges,
  });

  it('brings a body that the photo cuts down to the foot of the picture', () => {
    for (const { platform, layout } of cases) {
      const { stand } = arrange(layout, platform, 0);
      const { eyes, scale } = takeStance(subject(cut), stand, platform.height);
      expect(eyes.y + edges.bottom * scale).toBeGreaterThanOrEqual(platform.height - 1e-6);
    }
  });

  it('knows where the photo ends inside the picture', () => {
    const { stand } = arrange(layouts[0]!, platforms[0]!, 0);
    const { ends, box } = takeStance(subject(cut), stand, 720);
    expect(ends.left).toBeGreaterThan(0);
    expect(ends.bottom).toBeUndefined();
    expect(box.y + box.height).toBeLessThanOrEqual(720);
    expect(takeStance(subject({ left: false, top: false, right: false, bottom: false }), stand, 720).ends).toEqual({});
  });
});

describe('a palette', () => {
  it('derives darker and lighter tints, and one that pops out of every brand', () => {
    for (const brand of ['#000000', '#ffffff', '#e4572e', '#ffcf33', '#3a6cf4']) {
      const { night, pale, pop } = derivePalette(brand);
      expect(Math.max(...night)).toBeLessThan(70);
      expect(Math.min(...pale)).toBeGreaterThan(220);
      expect(pop).not.toEqual(derivePalette(brand).brand);
    }
  });
});

describe('a size of one’s own', () => {
  it.each([[239, 400], [5000, 3000], [2000, 399]])('is refused past its bounds: %i × %i', (width, height) => {
    expect(describeCustom(width, height)).toBeUndefined();
  });
});
