// Owns the words between the local engine and its render threads: what is asked, what comes back. Refuses to do any of it: see render-tasks.ts.

import type { Affine, CutOut, Pixels } from '../../photo/pixels.ts';
import type { Printing } from '../../styles/look.ts';
import type { Divider } from './companions.ts';
import type { LightReading } from './light-reading.ts';
import type { FaceMarks } from './marks.ts';

/** Put a person's light right. */
export interface ToneWork extends CutOut {
  readonly task: 'tone';
  readonly marks: FaceMarks;
  /** −1 cooler to 1 warmer. */
  readonly warmth?: number | undefined;
  readonly isRetouched?: boolean | undefined;
}

/** Set a person before a backdrop; `auto` chooses by the reading. */
export interface SeatWork extends CutOut {
  readonly task: 'seat';
  readonly marks: FaceMarks;
  readonly backdrop: string;
  readonly reading: LightReading;
  /** Undefined for a picture in colour. */
  readonly printing?: Printing | undefined;
}

/** Make transparent what lies past the photo's edges, of which a matte says nothing, and past dividers. */
export interface BoundWork extends CutOut {
  readonly task: 'bound';
  readonly map: Affine;
  /** Size of the picture the map leads to. */
  readonly width: number;
  readonly height: number;
  readonly dividers: readonly Divider[];
  /** Takes the haze of the old background away as well; toning does it otherwise. */
  readonly clearsVeil?: boolean;
}

/** Take the colour out of a picture that was lit and toned elsewhere. */
export interface DecolourWork {
  readonly task: 'decolour';
  readonly picture: Pixels<3>;
}

export type RenderWork = ToneWork | SeatWork | BoundWork | DecolourWork;

/** What comes back of each work. */
export interface RenderAnswers {
  readonly tone: CutOut & { readonly reading: LightReading };
  readonly seat: { readonly picture: Pixels<3> };
  readonly bound: CutOut;
  readonly decolour: { readonly picture: Pixels<3> };
}

/** The pictures that a work or an answer holds. */
export function picturesOf(holder: RenderWork | RenderAnswers[keyof RenderAnswers]): readonly Pixels[] {
  const { foreground, alpha, picture } = holder as Partial<CutOut> & { readonly picture?: Pixels };
  return [foreground, alpha, picture].filter((pixels) => pixels !== undefined);
}
