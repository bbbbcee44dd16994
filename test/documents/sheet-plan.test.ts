// Shows that copies on a sheet never overlap, keep their gap and stay on the paper, and that no mark touches a photo.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { papers, readPaper } from '../../src/documents/papers.ts';
import { planSheet } from '../../src/documents/sheet-plan.ts';
import type { SheetPlan, SheetRequest } from '../../src/documents/sheet-plan.ts';
import { Problem } from '../../src/problem.ts';

/** Rounding of sums of decimals. */
const slackMm = 1e-6;

const mm = (min: number, max: number) => fc.integer({ min: min * 100, max: max * 100 }).map((hundredths) => hundredths / 100);

const paper = fc.oneof(
  fc.constantFrom(...papers),
  fc.tuple(mm(50, 500), mm(50, 500)).map(([widthMm, heightMm]) => readPaper(`${widthMm}x${heightMm}`)!),
);

const requests: fc.Arbitrary<SheetRequest> = fc.record({
  paper,
  photoWidthMm: mm(20, 120),
  photoHeightMm: mm(20, 120),
  copies: fc.option(fc.integer({ min: 1, max: 200 }), { nil: undefined }),
  gapMm: fc.oneof(fc.constant(0), mm(0, 20)),
  cropMarks: fc.boolean(),
});

/** The plan, or undefined where the photo does not fit on the paper at all. */
function plan(request: SheetRequest): SheetPlan | undefined {
  try {
    return planSheet(request);
  } catch (error) {
    const { paper: { widthMm, heightMm }, photoWidthMm, photoHeightMm } = request;
    expect(error).toBeInstanceOf(Problem);
    expect((error as Problem).code).toBe('sheet-too-small');
    const fits = (width: number, height: number) => width <= widthMm && height <= heightMm;
    expect(fits(photoWidthMm, photoHeightMm) || fits(photoHeightMm, photoWidthMm)).toBe(false);
    return undefined;
  }
}

function always(check: (plan: SheetPlan, request: SheetRequest) => void): void {
  fc.assert(
    fc.property(requests, (request) => {
      const planned = plan(request);
      if (planned) check(planned, request);
    }),
    { numRuns: 300 },
  );
}

interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const areasOf = ({ copies }: SheetPlan): Area[] =>
  copies.map(({ xMm, yMm, widthMm, heightMm }) => ({ left: xMm, right: xMm + widthMm, top: yMm, bottom: yMm + heightMm }));

/** Distance along the axis on which two areas are apart; negative where they overlap. */
function apart(one: Area, other: Area): number {
  return Math.max(one.left - other.right, other.left - one.right, one.top - other.bottom, other.top - one.bottom);
}

describe('copies on a sheet', () => {
  it('keep the gap from each other', () => {
    always((planned, { gapMm }) => {
      const areas = areasOf(planned).slice(0, 60);
      areas.forEach((one, index) => areas.slice(0, index).forEach((other) => expect(apart(one, other)).toBeGreaterThan(gapMm - slackMm)));
    });
  });

  it('stay on the paper, in its middle, and off its edge wherever one of them can', () => {
    always((planned, { paper: { widthMm, heightMm }, photoWidthMm, photoHeightMm }) => {
      const areas = areasOf(planned);
      const [left, top] = [Math.min(...areas.map((area) => area.left)), Math.min(...areas.map((area) => area.top))];
      const [right, bottom] = [Math.max(...areas.map((area) => area.right)), Math.max(...areas.map((area) => area.bottom))];
      expect(left - (widthMm - right)).toBeCloseTo(0, 6);
      expect(top - (heightMm - bottom)).toBeCloseTo(0, 6);
      const fitsInside = (width: number, height: number) => width <= widthMm - 6 && height <= heightMm - 6;
      const edge = fitsInside(photoWidthMm, photoHeightMm) || fitsInside(photoHeightMm, photoWidthMm) ? 3 : 0;
      expect(Math.min(left, top)).toBeGreaterThan(edge - slackMm);
    });
  });

  it('have the photo’s size, all the same way round', () => {
    always(({ copies }, { photoWidthMm, photoHeightMm }) => {
      const [turned] = copies.map((copy) => copy.turned);
      const [widthMm, heightMm] = turned ? [photoHeightMm, photoWidthMm] : [photoWidthMm, photoHeightMm];
      for (const copy of copies) expect(copy).toMatchObject({ widthMm, heightMm, turned });
    });
  });

  it('are as many as a grid holds either way round, and no more than asked for', () => {
    always(({ copies }, { paper: { widthMm, heightMm }, photoWidthMm, photoHeightMm, gapMm, copies: wanted = Infinity }) => {
      const along = (length: number, photo: number) => {
        let count = 0;
        for (let used = photo; used <= length - 6; used += photo + gapMm) count++;
        return count;
      };
      const grids = [along(widthMm, photoWidthMm) * along(heightMm, photoHeightMm), along(widthMm, photoHeightMm) * along(heightMm, photoWidthMm)];
      expect(copies.length).toBeGreaterThanOrEqual(Math.min(wanted, Math.max(...grids)));
      expect(copies.length).toBeLessThanOrEqual(wanted);
    });
  });

  it.each([
    ['10x15', 35, 45, 0, 8, true],
    ['10x15', 35, 45, 1, 8, true],
    ['10x15', 35, 45, 2, 6, false],
    ['4x6', 35, 45, 2, 8, true],
    ['4x6', 50.8, 50.8, 2, 2, false],
    ['10x15', 50, 70, 2, 2, false],
    ['13x18', 35, 45, 2, 9, false],
    ['13x18', 50, 70, 2, 4, false],
    ['a4', 35, 45, 2, 30, false],
    ['a4', 50.8, 50.8, 2, 15, false],
    ['letter', 50.8, 50.8, 2, 20, false],
    ['101.6x152.4', 95.6, 146.4, 0, 1, false],
    ['50x70', 50, 70, 2, 1, false],
    ['70x50', 50, 70, 2, 1, true],
  ])('on %s of %d × %d mm with a gap of %d mm are %d, turned: %s', (id, photoWidthMm, photoHeightMm, gapMm, count, turned) => {
    const { copies } = planSheet({ paper: readPaper(id)!, photoWidthMm, photoHeightMm, gapMm, cropMarks: true });
    expect([copies.length, copies[0]?.turned]).toEqual([count, turned]);
  });

  it('fill row after row when there are fewer, upright where they fit so', () => {
    const { copies } = planSheet({ paper: readPaper('4x6')!, photoWidthMm: 35, photoHeightMm: 45, gapMm: 2, copies: 5, cropMarks: false });
    expect(copies.map(({ xMm, yMm, turned }) => [xMm, yMm, turned].map((value) => (typeof value === 'number' ? Math.round(value * 10) / 10 : value)))).toEqual([
      [14.8, 6.7, false], [51.8, 6.7, false], [14.8, 53.7, false], [51.8, 53.7, false], [14.8, 100.7, false],
    ]);
  });
});

describe('crop marks', () => {
  it('touch no photo and stay on the paper', () => {
    always((planned) => {
      const areas = areasOf(planned);
      for (const { fromXMm: left, toXMm: right, fromYMm: top, toYMm: bottom } of planned.marks.slice(0, 100)) {
        const mark = { left, right, top, bottom };
        expect(Math.min(...areas.map((area) => apart(area, mark)))).toBeGreaterThanOrEqual(0.15);
        expect(Math.min(left, top, planned.widthMm - right, planned.heightMm - bottom)).toBeGreaterThanOrEqual(-slackMm);
        expect(Math.max(right - left, bottom - top)).toBeGreaterThanOrEqual(0.4 - slackMm);
      }
    });
  });

  it('lie on a line along which a photo is cut', () => {
    always((planned) => {
      const areas = areasOf(planned);
      for (const { fromXMm, toXMm, fromYMm, toYMm } of planned.marks.slice(0, 100)) {
        const cuts = fromXMm === toXMm ? areas.flatMap(({ left, right }) => [left, right]) : areas.flatMap(({ top, bottom }) => [top, bottom]);
        expect(fromXMm === toXMm || fromYMm === toYMm).toBe(true);
        expect(Math.min(...cuts.map((cut) => Math.abs(cut - (fromXMm === toXMm ? fromXMm : fromYMm))))).toBeLessThan(slackMm);
      }
    });
  });

  it('show both ends of every cut that ends in a margin of a millimetre or more', () => {
    always((planned, { cropMarks, copies }) => {
      if (!cropMarks || copies !== undefined) return;
      const areas = areasOf(planned);
      const [top, left] = [Math.min(...areas.map((area) => area.top)), Math.min(...areas.map((area) => area.left))];
      const downwards = planned.marks.filter((mark) => mark.fromXMm === mark.toXMm);
      const across = planned.marks.filter((mark) => mark.fromYMm === mark.toYMm);
      const ends = (cuts: number[]) => new Set(cuts.map((cut) => cut.toFixed(3))).size;
      const both = (margin: number, cuts: number[], marks: number, inMargin: number) => {
        if (margin >= 1) expect([marks, inMargin]).toEqual([ends(cuts), ends(cuts)]);
      };
      both(top, areas.flatMap((area) => [area.left, area.right]), downwards.filter((mark) => mark.toYMm < top).length, downwards.filter((mark) => mark.fromYMm > planned.heightMm - top).length);
      both(left, areas.flatMap((area) => [area.top, area.bottom]), across.filter((mark) => mark.toXMm < left).length, across.filter((mark) => mark.fromXMm > planned.widthMm - left).length);
    });
  });

  it('are left out when they are not wanted', () => {
    always(({ marks }, { cropMarks }) => expect(cropMarks || marks.length === 0).toBe(true));
  });
});
