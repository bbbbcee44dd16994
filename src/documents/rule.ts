// Owns the shape of an identity document's published rules. Refuses to judge: checks are made elsewhere. Runs in the page as well.

/** Least and greatest allowed value, both allowed. */
export interface Band {
  readonly min: number;
  readonly max: number;
}

/** Backgrounds as authorities name them; `documents/background-shades.ts` says which colours each of them takes. */
export type BackgroundShade =
  | 'white'
  | 'off-white'
  | 'cream'
  | 'light-grey'
  | 'light-blue'
  | 'red'
  | 'plain-light'
  | 'plain-light-not-white'
  | 'plain';

export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

/**
 * What a portal takes. Kilobytes as authorities write them; we stay inside whether they mean 1000 or 1024 bytes.
 * Where a portal bounds width and height each alone, the pixels here are those of the print's shape inside its bounds.
 */
export interface DigitalLimits {
  readonly minPixels: PixelSize | null;
  readonly maxPixels: PixelSize | null;
  readonly minKB: number | null;
  readonly maxKB: number | null;
  /** The first is what we write unless another is asked for. */
  readonly formats: readonly ('jpeg' | 'png')[];
}

/** Where the rules were read. */
export interface RuleSource {
  /** As people would call it: "US Department of State", "passports.gov.au operator guide, mirrored". */
  readonly name: string;
  /** Null where there is no page of its own; the name then says why, in brackets. */
  readonly url: string | null;
  /** False where the page is the authority's own but only reports of it were read. */
  readonly read: boolean;
}

/** How a photo gets to the authority. */
export type Submission = 'print' | 'print-certified' | 'digital' | 'digital-certified' | 'onsite';

/** One document's rules; lengths in millimetres on the finished print. */
export interface DocumentRule {
  /** Such as `us-passport`. */
  readonly id: string;
  /** ISO 3166-1 alpha-2; `EU`, `ICAO` and `custom` stand beside them. */
  readonly country: string;
  readonly countryName: string;
  /** What it is called in English, with its own name where that differs. */
  readonly title: string;
  /** Further words to find it by, lower case: other names of country and document. */
  readonly aliases: readonly string[];
  readonly widthMm: number;
  readonly heightMm: number;
  /** Chin to crown; null where the authority publishes none. */
  readonly headMm: Band | null;
  /** `skull` where the authority measures without the hair. */
  readonly crownAt: 'hair' | 'skull';
  /** From the lower edge up to the line of the eyes. */
  readonly eyeFromBottomMm: Band | null;
  /** From the upper edge down to the crown. */
  readonly topMarginMm: Band | null;
  readonly digital: DigitalLimits | null;
  /** Least dots per inch of a print: 300 unless the authority asks for more. */
  readonly minDpi: number;
  /** Any of these will do; the first is painted when a background is replaced. */
  readonly background: readonly BackgroundShade[];
  readonly alteration: {
    readonly forbidden: boolean;
    /** What the authority says about edited photos; null where no statement was seen. */
    readonly sentence: string | null;
  };
  /** `room`: the authority crops it itself and wants room around the head; `original`: even a crop is refused, so that a photo can only be checked. */
  readonly takes: 'crop' | 'room' | 'original';
  readonly submission: Submission;
  readonly glasses: 'forbidden' | 'if-needed' | null;
  /** Prints to hand in, where the authority says how many. */
  readonly prints: number | null;
  /** What else the user should know, in sentences of our own. */
  readonly notes: string;
  readonly sources: readonly RuleSource[];
  /** `official`: the values that decide were read on a stored copy of the authority's page; `notes` names those that were not. */
  readonly confidence: 'official' | 'secondary';
  /** Month or day on which the rules were read, `2026-11` or `2026-05-16`; the date that the page or report carries where it carries one. */
  readonly readOn: string;
}
