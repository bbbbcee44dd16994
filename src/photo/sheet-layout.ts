// Owns the shape of a sheet that is laid out, in millimetres from its top left corner. Refuses to lay it out. Runs in the page as well.

/** One copy of the photo; turned by a quarter clockwise when that fits more. */
export interface SheetCopy {
  readonly xMm: number;
  readonly yMm: number;
  /** As it lies: a turned copy is as wide as the photo is high. */
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

/**
 * A sheet laid out. The paper lies as it was named, the way it is fed: turning it would fit just what turning the photos does,
 * and page and paper of one orientation leave a printer nothing to turn or scale.
 */
export interface SheetPlan {
  readonly widthMm: number;
  readonly heightMm: number;
  /** At least one, all of one size; from the top left, row by row. */
  readonly copies: readonly SheetCopy[];
  readonly marks: readonly CropMark[];
}

/** Size in millimetres of the photo that is on a sheet, as its person stands upright. */
export function photoSizeOf({ copies }: SheetPlan): { readonly widthMm: number; readonly heightMm: number } {
  const [first] = copies;
  if (!first) throw new Error('a sheet without a photo');
  const { turned, widthMm, heightMm } = first;
  return turned ? { widthMm: heightMm, heightMm: widthMm } : { widthMm, heightMm };
}
