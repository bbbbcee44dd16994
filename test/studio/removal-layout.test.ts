// Shows where a subject stands for every way of cropping, scaling and placing it.

import { describe, expect, it } from 'vitest';
import { planRemoval } from '../../src/studio/removal-layout.ts';
import type { RemovalPlacement } from '../../src/studio/removal-layout.ts';

const canvas = { width: 400, height: 300 };
const subject = { x: 100, y: 60, width: 100, height: 200 };
const px = (value: number) => ({ value, unit: 'px' }) as const;
const share = (value: number) => ({ value, unit: 'share' }) as const;
const asItWas: RemovalPlacement = { crop: false, margins: [px(0), px(0), px(0), px(0)], scale: undefined, position: undefined };

const plan = (placement: Partial<RemovalPlacement>, maxPixels = Infinity) => planRemoval(canvas, subject, { ...asItWas, ...placement }, maxPixels);
const sizeOf = ({ width, height, subject: { x, y, width: across, height: down } }: ReturnType<typeof plan>) => [width, height, x, y, across, down];

describe('a subject', () => {
  it.each<readonly [string, Partial<RemovalPlacement>, readonly number[]]>([
    ['stays where it was', {}, [400, 300, 100, 60, 100, 200]],
    ['is all there is after a crop', { crop: true }, [100, 200, 0, 0, 100, 200]],
    ['has its margins, each of its own side', { crop: true, margins: [share(0.1), px(5), share(0.2), share(0.5)] }, [155, 260, 50, 20, 100, 200]],
    ['fills so much of the picture, in its middle', { scale: 0.5 }, [400, 300, 163, 75, 75, 150]],
    ['fills so much of what is left by a crop', { crop: true, scale: 0.5 }, [100, 200, 25, 50, 50, 100]],
    ['stands in a corner', { position: { x: 0, y: 1 } }, [400, 300, 0, 100, 100, 200]],
    ['stands where it is told, scaled', { scale: 1, position: { x: 1, y: 0.5 } }, [400, 300, 250, 0, 150, 300]],
  ])('%s', (_name, placement, expected) => {
    expect(sizeOf(plan(placement))).toEqual(expected);
  });

  it('is smaller in a picture that may have fewer pixels', () => {
    expect(sizeOf(plan({ crop: true }, 5000))).toEqual([50, 100, 0, 0, 50, 100]);
  });

  it('is drawn from where it was', () => {
    const { map, subject: to } = plan({ scale: 0.5, position: { x: 1, y: 1 } });
    const from = (x: number, y: number) => [map.a * x + map.tx, map.d * y + map.ty].map((value) => Math.round(value * 1e6) / 1e6);
    expect(from(to.x, to.y)).toEqual([subject.x, subject.y]);
    expect(from(to.x + to.width, to.y + to.height)).toEqual([200, 260]);
  });
});
