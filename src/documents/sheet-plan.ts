// Owns where copies of a photo lie on a sheet of paper, in millimetres. Refuses pixels and files. Runs in the page as well.

import type { SheetCopy, SheetPlan } from '../photo/sheet-layout.ts';
import { Problem } from '../problem.ts';
import { markCuts } from './crop-marks.ts';

export type { SheetPlan };

/** A sheet of paper; lengths in millimetres. */
export interface Paper {
  /** Such as `10x15`; `WIDTHxHEIGHT` in millimetres for a size of one's own. */
  readonly id: string;
  readonly title: string;
  readonly widthMm: number;
  readonly heightMm: number;
}

/** What is wanted on the sheet. */
export interface SheetRequest {
  readonly paper: Paper;
  readonly photoWidthMm: number;
  readonly photoHeightMm: number;
  /** At most so many; as many as fit when absent. */
  readonly copies?: number | undefined;
  readonly gapMm: number;
  readonly cropMarks: boolean;
}

/** Most printers leave the outermost 3 mm white unless told to print borderless, and that mode enlarges the picture. */
const printableEdgeMm = 3;

/** Sums of decimals such as 50.8 + 50.8 may miss the paper's size by this much. */
const roundingMm = 1e-6;

/** Rows and columns of photos of one orientation. */
interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly turned: boolean;
  readonly count: number;
}

/**
 * Lay out as many copies as fit, or as many as are asked for: photos upright, or all turned by a quarter where more of them fit
 * that way. The printers' white edge stays free; only where not one copy fits beside it, the whole paper is used.
 *
 * @throws {Problem} `sheet-too-small` when not one copy fits on the paper.
 */
export function planSheet(request: SheetRequest): SheetPlan {
  const { paper } = request;
  const grid = chooseGrid(request, printableEdgeMm) ?? chooseGrid(request, 0);
  if (!grid) throw refuseSheet(request);
  const copies = placeCopies(request, grid);
  return { widthMm: paper.widthMm, heightMm: paper.heightMm, copies, marks: request.cropMarks ? markCuts(copies, paper) : [] };
}

function chooseGrid(request: SheetRequest, edgeMm: number): Grid | undefined {
  const [upright, turned] = [fitGrid(request, false, edgeMm), fitGrid(request, true, edgeMm)];
  const best = turned.count > upright.count ? turned : upright;
  return best.count > 0 ? best : undefined;
}

function fitGrid(request: SheetRequest, turned: boolean, edgeMm: number): Grid {
  const { paper, gapMm } = request;
  const size = sizeOf(request, turned);
  const fit = (paperMm: number, photoMm: number) => Math.max(0, Math.floor((paperMm - 2 * edgeMm + gapMm + roundingMm) / (photoMm + gapMm)));
  const [columns, rows] = [fit(paper.widthMm, size.widthMm), fit(paper.heightMm, size.heightMm)];
  return { columns, rows, turned, count: Math.min(columns * rows, request.copies ?? Infinity) };
}

function sizeOf({ photoWidthMm, photoHeightMm }: SheetRequest, turned: boolean): { widthMm: number; heightMm: number } {
  return turned ? { widthMm: photoHeightMm, heightMm: photoWidthMm } : { widthMm: photoWidthMm, heightMm: photoHeightMm };
}

/** Row by row from the top left of a block that is centred on the paper; only its last row may be short. */
function placeCopies(request: SheetRequest, grid: Grid): SheetCopy[] {
  const { paper, gapMm } = request;
  const { turned, count } = grid;
  const { widthMm, heightMm } = sizeOf(request, turned);
  const columns = Math.min(grid.columns, count);
  const rows = Math.ceil(count / columns);
  const leftMm = (paper.widthMm - columns * (widthMm + gapMm) + gapMm) / 2;
  const topMm = (paper.heightMm - rows * (heightMm + gapMm) + gapMm) / 2;
  return Array.from({ length: count }, (_, index) => ({
    xMm: leftMm + (index % columns) * (widthMm + gapMm),
    yMm: topMm + Math.floor(index / columns) * (heightMm + gapMm),
    widthMm,
    heightMm,
    turned,
  }));
}

function refuseSheet({ paper, photoWidthMm, photoHeightMm }: SheetRequest): Problem {
  return new Problem(
    'sheet-too-small',
    `A photo of ${photoWidthMm} × ${photoHeightMm} mm does not fit on paper of ${paper.widthMm} × ${paper.heightMm} mm. Choose a larger sheet.`,
    { members: { parameter: 'sheet' } },
  );
}
