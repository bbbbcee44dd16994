// Owns the hairlines that show where to cut a sheet. Refuses to touch a photo. Runs in the page as well.

import type { CropMark, SheetCopy } from '../photo/sheet-layout.ts';
import type { Paper } from './sheet-plan.ts';

/** Long enough to lay a guillotine's edge along. */
const maxLengthMm = 4;

/** Shorter ones are specks. */
const minLengthMm = 0.4;

/** Between a photo and its marks, so that a cut a little outside leaves no trace on it; a quarter of a narrow gap. */
const clearanceMm = 0.5;

/** Beside a photo a mark keeps half its own width and a dot of 300 dpi away. */
const sideClearanceMm = 0.2;

/** Copies that share an edge may differ by rounding. */
const roundingMm = 1e-6;

/** One way outwards from a photo's corner, along one of its edges. */
interface Arm {
  readonly along: 'x' | 'y';
  /** Where the cut runs: x of a line along y, y of a line along x. */
  readonly cutMm: number;
  readonly cornerMm: number;
  readonly outwards: 1 | -1;
}

/** Mark each edge of each photo beyond both of its ends, in the margins and in the gaps, wherever there is room. */
export function markCuts(copies: readonly SheetCopy[], paper: Pick<Paper, 'widthMm' | 'heightMm'>): CropMark[] {
  const marks = copies.flatMap(armsOf).map((arm) => drawArm(arm, copies, paper));
  // Neighbours share the mark in the gap between them.
  return [...new Map(marks.filter((mark) => mark !== undefined).map((mark) => [keyOf(mark), mark])).values()];
}

function armsOf({ xMm, yMm, widthMm, heightMm }: SheetCopy): Arm[] {
  const [acrossMm, downMm] = [[xMm, xMm + widthMm], [yMm, yMm + heightMm]] as const;
  const arms = (along: 'x' | 'y', cuts: readonly number[], [startMm, endMm]: readonly [number, number]): Arm[] =>
    cuts.flatMap((cutMm) => [
      { along, cutMm, cornerMm: startMm, outwards: -1 },
      { along, cutMm, cornerMm: endMm, outwards: 1 },
    ]);
  return [...arms('y', acrossMm, downMm), ...arms('x', downMm, acrossMm)];
}

/** From the corner to the next photo or the paper's edge, or for as long as a mark is. */
function drawArm(arm: Arm, copies: readonly SheetCopy[], paper: Pick<Paper, 'widthMm' | 'heightMm'>): CropMark | undefined {
  const { along, cutMm, cornerMm, outwards } = arm;
  const edgeMm = outwards < 0 ? cornerMm : (along === 'x' ? paper.widthMm : paper.heightMm) - cornerMm;
  const gapMm = Math.min(...copies.map((copy) => gapTo(arm, copy)));
  const clearMm = Math.min(clearanceMm, gapMm / 4);
  const endMm = Math.min(clearMm + maxLengthMm, edgeMm, gapMm - clearMm);
  if (endMm - clearMm < minLengthMm) return undefined;
  const [nearMm, farMm] = [cornerMm + outwards * clearMm, cornerMm + outwards * endMm];
  const [fromMm, toMm] = [Math.min(nearMm, farMm), Math.max(nearMm, farMm)];
  return along === 'x' ? { fromXMm: fromMm, fromYMm: cutMm, toXMm: toMm, toYMm: cutMm } : { fromXMm: cutMm, fromYMm: fromMm, toXMm: cutMm, toYMm: toMm };
}

/** How far a copy is from an arm's corner in its direction; none where the arm passes beside it or leads away from it. */
function gapTo({ along, cutMm, cornerMm, outwards }: Arm, copy: SheetCopy): number {
  const [x, y] = [{ fromMm: copy.xMm, toMm: copy.xMm + copy.widthMm }, { fromMm: copy.yMm, toMm: copy.yMm + copy.heightMm }];
  const [ahead, beside] = along === 'x' ? [x, y] : [y, x];
  const passes = cutMm < beside.fromMm - sideClearanceMm || cutMm > beside.toMm + sideClearanceMm;
  const distanceMm = outwards > 0 ? ahead.fromMm - cornerMm : cornerMm - ahead.toMm;
  return passes || distanceMm < -roundingMm ? Infinity : Math.max(0, distanceMm);
}

function keyOf({ fromXMm, fromYMm, toXMm, toYMm }: CropMark): string {
  return [fromXMm, fromYMm, toXMm, toYMm].map((mm) => mm.toFixed(3)).join(' ');
}
