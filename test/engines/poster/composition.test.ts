// Shows that words and person share a picture: hair begins clear of words above it, and no words stand on a face.

import { describe, expect, it } from 'vitest';
import { composePoster } from '../../../src/engines/poster/composition.ts';
import type { Subject } from '../../../src/engines/poster/stance.ts';
import type { Face } from '../../../src/face/portrait.ts';
import { findLayout } from '../../../src/styles/layouts.ts';
import { describeCustom, platforms } from '../../../src/styles/platforms.ts';

const title = 'How to say no to nearly everyone you love';
const subtitle = 'Without losing friends';
const edges = { left: -200, top: -260, right: 200, bottom: 400 };

/** High hair, and a body so short that it has to grow to reach the picture's foot. */
function subjectOf(isTopCut: boolean): Subject {
  return {
    face: { eyes: { x: 200, y: 260 } } as Face,
    sitter: { chin: 90, crown: isTopCut ? edges.top : -160, hairLeft: -80, hairRight: 80, faceMiddle: 0, gaze: 0, cuts: [] },
    level: 0, edges, isCut: { left: true, top: isTopCut, right: true, bottom: true }, outline: edges,
  };
}

const upright = [...platforms.filter(({ width, height }) => width <= height), describeCustom(1080, 1350)!];
const cases = ['swiss', 'rays'].flatMap((id) => upright.map((platform) => ({ id, platform, layout: findLayout(id)! })));

describe('words above a person', () => {
  it.each(cases)('end visibly before the hair begins: $id, $platform.id $platform.height', async ({ layout, platform }) => {
    const { stance, wording } = await composePoster(subjectOf(false), { title, subtitle, layout, platform, onScene: false });
    expect((stance.head.y - wording.box.y - wording.box.height) / platform.height).toBeGreaterThan(0.03);
    expect(stance.eyes.y + edges.bottom * stance.scale).toBeGreaterThanOrEqual(platform.height - 1e-6);
  });

  it.each(cases)('go below one whose hair the photo cuts off: $id, $platform.id $platform.height', async ({ layout, platform }) => {
    const { stance, wording } = await composePoster(subjectOf(true), { title, subtitle, layout, platform, onScene: false });
    expect(stance.eyes.y + edges.top * stance.scale).toBeLessThan(1);
    expect(stance.head.y + stance.head.height).toBeLessThan(wording.box.y);
  });
});
