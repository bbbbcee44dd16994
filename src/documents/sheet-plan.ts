// Owns where copies of a photo lie on a sheet of paper, in millimetres. Refuses pixels and files. Runs in the page as well.

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

/** One copy on the sheet, from the sheet's top left corner; turned by a quarter clockwise when that fits more. */
export interface SheetCopy {
  readonly xMm: number;
  readonly yMm: number;
  readonly widthMm: number;
  readonly heightMm: number;
  readonly turned: boolean;
}

/** A straight line to cut along, outside of every photo. */
export interface CropMark {
  readonly fromXMm: number;
  readonly fromYMm: number;
  readonly toXMm: number;
  readonly toYMm: number;
}

/** A sheet laid out; its paper may lie on its side. */
export interface SheetPlan {
  readonly widthMm: number;
  readonly heightMm: number;
  readonly copies: readonly SheetCopy[];
  readonly marks: readonly CropMark[];
}
