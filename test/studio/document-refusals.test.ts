// Shows what keeps an identity photo from being made, by numbers that no drawn face has. Whole jobs are in document.test.ts.

import { describe, expect, it } from 'vitest';
import type { PhotoMeasures } from '../../src/documents/measures.ts';
import type { Problem } from '../../src/problem.ts';
import { refuseAlteration, refuseMargin, refusePerson } from '../../src/studio/document-refusals.ts';
import { plainRule } from '../documents/rules.ts';

const person = { secondFaceShare: 0, faces: 1, yaw: 0, pitch: 0, cut: { top: false, right: false, bottom: false, left: false } };

function refused(work: () => void): Problem {
  try {
    work();
  } catch (problem) {
    return problem as Problem;
  }
  return expect.fail('it was not refused');
}

const refusedPerson = (change: Partial<typeof person>) => refused(() => refusePerson({ ...person, ...change } as PhotoMeasures));

describe('a person', () => {
  it('who looks into the camera is not refused', () => {
    expect(() => refusePerson({ ...person, yaw: 12, pitch: -14 } as PhotoMeasures)).not.toThrow();
  });

  it.each([
    [{ yaw: 42 }, 'to the side'],
    [{ yaw: -42 }, 'to the side'],
    [{ pitch: 35 }, 'up or down'],
    [{ pitch: -35 }, 'up or down'],
  ])('turned by %o is refused, with the way', (pose, way) => {
    const problem = refusedPerson(pose);
    expect(problem.code).toBe('face-turned');
    expect(problem.detail).toContain(way);
  });

  it('beside a large face is refused, before a small one in the distance is not', () => {
    expect(refusedPerson({ faces: 2, secondFaceShare: 0.5 }).code).toBe('several-faces');
    expect(() => refusePerson({ ...person, faces: 2, secondFaceShare: 0.04 } as PhotoMeasures)).not.toThrow();
  });

  it('cut on two sides is told of both', () => {
    const { members } = refusedPerson({ cut: { top: true, right: false, bottom: false, left: true } });
    expect(members).toEqual({ sides: ['top', 'left'] });
  });
});

it('a missing wall is painted, a missing chest is not', () => {
  const missing = (missingMm: { top: number; right: number; bottom: number; left: number }) => ({ missingMm }) as Parameters<typeof refuseMargin>[0];
  expect(() => refuseMargin(missing({ top: 3, right: 0, bottom: 0, left: 2 }), true)).not.toThrow();
  expect(refused(() => refuseMargin(missing({ top: 3, right: 0, bottom: 0, left: 2 }), false)).detail).toContain('top 3.0 mm, left 2.0 mm');
  expect(refused(() => refuseMargin(missing({ top: 0, right: 0, bottom: 2, left: 0 }), true)).code).toBe('margin-missing');
});

it('nothing is made for an authority that takes the original only', () => {
  expect(refused(() => refuseAlteration({ ...plainRule, takes: 'original' }, 'crop'))).toMatchObject({ code: 'alteration-forbidden', status: 409 });
});
