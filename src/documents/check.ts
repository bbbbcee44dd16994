// Owns the shape of a check and of the verdict over all of them. Refuses the words "compliant" and "guaranteed". Runs in the page as well.

/** `unknown` is for what cannot be measured honestly: look yourself. */
export type CheckResult = 'pass' | 'warn' | 'fail' | 'unknown';

/** Where a limit comes from: the document's own rule, ICAO and ISO practice for all documents, or what a print needs. */
export type CheckBasis = 'document' | 'practice' | 'print';

/** One rule, measured. */
export interface Check {
  /** As in ISO/IEC 29794-5 where it has one (`HeadPoseYaw`), otherwise of the same kind (`HeadHeight`). Stable. */
  readonly name: string;
  /** For people: "Head turned left or right". */
  readonly title: string;
  /** Rounded to what the measurement can tell; null where nothing was measured. */
  readonly value: number | null;
  /** `°`, `mm`, `px`, `%`, `dpi`, `kB`, or null for a bare number. */
  readonly unit: string | null;
  readonly limits: { readonly min: number | null; readonly max: number | null };
  readonly result: CheckResult;
  /** What to do; what to look at when it is `unknown`; empty when it passes. */
  readonly advice: string;
  readonly basis: CheckBasis;
}

/** A check that did not pass. */
export type Reason = Pick<Check, 'name' | 'title' | 'result' | 'advice'>;

/** The whole, in words that promise nothing. */
export interface Verdict {
  readonly result: 'pass' | 'warn' | 'fail';
  /** Failures first, then warnings, then what could not be measured. */
  readonly reasons: readonly Reason[];
  /** "Two things to put right." */
  readonly sentence: string;
  /** "Measured against the published rules of United States, Passport, read in November 2026." */
  readonly basis: string;
  /** Said when the rules were read second-hand; null when on the authority's own page. */
  readonly secondHand: string | null;
}
