// Owns what can be ordered of the studio and what comes back. Refuses HTTP: fields are read elsewhere.

import type { EngineName, FrameRequest, ImageModel, RenderContext, RenderNote } from '../engines/engine.ts';
import type { LocalEngine } from '../engines/local/local.ts';
import type { Vision } from '../face/portrait.ts';
import type { AssessChoice, Assessment } from '../documents/assess.ts';
import type { PhotoMeasures } from '../documents/measures.ts';
import type { LineOverrides } from '../documents/placement.ts';
import type { DocumentRule } from '../documents/rule.ts';
import type { SheetPlan } from '../documents/sheet-plan.ts';
import type { Background } from '../photo/background.ts';
import type { Colour } from '../photo/css-colour.ts';
import type { EncodeOptions } from '../photo/encode.ts';
import type { PixelGate } from '../photo/pixel-gate.ts';
import type { Layout } from '../styles/layouts.ts';
import type { Platform } from '../styles/platforms.ts';
import type { Sitting } from '../styles/sitting.ts';
import type { EnginePolicy, EngineWish } from './engine-choice.ts';

/** What a job works with: its vault, its signal, its clock. */
export type JobContext = RenderContext;

/** How the result is written. */
export type Encoding = Omit<EncodeOptions, 'source'>;

/** A cutout as ordered. */
export interface CutoutOrder {
  readonly photo: Uint8Array<ArrayBuffer>;
  readonly backgroundPicture: Uint8Array<ArrayBuffer> | undefined;
  readonly background: Background;
  readonly output: 'picture' | 'mask';
  readonly crop: 'none' | 'subject';
  /** Room around the subject, as a fraction of its longer side. */
  readonly margin: number;
  readonly frame: FrameRequest;
  readonly encoding: Encoding;
  readonly wish: EngineWish;
}

/** A headshot as ordered. */
export interface HeadshotOrder {
  readonly photo: Uint8Array<ArrayBuffer>;
  readonly sitting: Sitting;
  readonly frame: FrameRequest;
  readonly encoding: Encoding;
  readonly wish: EngineWish;
  /** Gets every model that was sent the photo, whatever came of it: for whoever tells of several headshots at once. */
  readonly asked?: Set<ImageModel>;
}

/** One picture of a pack, as wished. */
export interface PackPicture {
  /** From 1, in the order of looks. */
  readonly number: number;
  /** Id of its look; undefined where none was asked for. */
  readonly style: string | undefined;
  readonly sitting: Sitting;
  /** From 0: which of the pictures of its look. */
  readonly variant: number;
  /** Nobody asked for this very framing. */
  readonly mayReframe: boolean;
}

/** Several pictures as ordered, or one from several selfies. */
export interface PackOrder {
  /** All of one person; nothing here can tell. */
  readonly selfies: readonly Uint8Array<ArrayBuffer>[];
  readonly pictures: readonly PackPicture[];
  readonly frame: FrameRequest;
  readonly encoding: Encoding;
  readonly wish: EngineWish;
  readonly withContactSheet: boolean;
}

/** A thumbnail as ordered. */
export interface ThumbnailOrder {
  readonly photo: Uint8Array<ArrayBuffer>;
  readonly platform: Platform;
  readonly layout: Layout;
  readonly title: string;
  /** Empty for none. */
  readonly subtitle: string;
  /** `#rrggbb`; the layout's own colour unless given. */
  readonly brand: string | undefined;
  /** Words for a generated scene behind the person, as `readScene` returned them. */
  readonly scene: string | undefined;
  readonly encoding: Encoding;
  readonly wish: EngineWish;
}

/** Who made something, and who else was sent the photo on the way. */
export interface MadeBy {
  readonly engine: EngineName;
  /** Days for which a provider that was sent the photo keeps it, the longest of them; 0 when none was. */
  readonly retentionDays: number;
  /** Hosts contacted, also by an engine that failed. */
  readonly hosts: readonly string[];
}

/** A picture ready to be sent; its bytes belong to the job's vault. */
export interface FinishedPicture extends MadeBy {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mimeType: string;
  readonly width: number;
  readonly height: number;
  readonly faces: number;
  readonly confidence: number;
  readonly notes: readonly RenderNote[];
  /** Top left, top right and bottom left corner of the picture on the photo: x, y each, in fractions of its width and height. */
  readonly window: readonly number[] | undefined;
}

/** A thumbnail ready to be sent. */
export interface FinishedThumbnail extends FinishedPicture {
  /** Contrast of title and subtitle against what is behind them, as measured, where it is least; 1..21. */
  readonly contrast: number;
}

/** A photo to be checked against a document's rules. */
export interface CheckOrder {
  readonly photo: Uint8Array<ArrayBuffer>;
  readonly rule: DocumentRule;
  readonly lines: LineOverrides;
  readonly mode: AssessChoice['mode'];
  readonly wish: EngineWish;
}

/** What a check tells: numbers, no pixels. */
export interface CheckReport extends Assessment {
  readonly measures: PhotoMeasures;
  readonly notes: readonly RenderNote[];
}

/** An identity photo as ordered. */
export interface DocumentOrder extends Omit<CheckOrder, 'mode'> {
  readonly mode: 'crop' | 'studio';
  /** Painted behind the person with `mode=studio`; the rule's first background unless given. */
  readonly background: Colour | undefined;
  /** Further than a quarter, and told; otherwise a photo of too few pixels is refused. */
  readonly mayEnlarge: boolean;
  readonly encoding: Omit<Encoding, 'format'> & { readonly format: 'jpeg' | 'png'; readonly minKB?: number | undefined };
}

/** An identity photo ready to be sent. */
export interface FinishedDocument extends FinishedPicture {
  /** Written into the file. */
  readonly dpi: number;
  readonly assessment: Assessment;
}

/** Copies of a finished photo on a sheet of paper. */
export interface SheetOrder {
  /** A picture of the photo's shape, as made by `makeDocument` or by anybody. */
  readonly picture: Uint8Array<ArrayBuffer>;
  /** Written by this studio a moment ago, so that a PDF can hold the file as it is: nothing is in it but the picture. */
  readonly isOurs: boolean;
  readonly plan: SheetPlan;
  readonly format: 'pdf' | 'jpeg' | 'png';
  /** Of a JPEG or PNG; a PDF holds the picture's own pixels. */
  readonly dpi: 300 | 600;
}

/** A sheet ready to be sent; its bytes belong to the job's vault. */
export interface FinishedSheet {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mimeType: 'application/pdf' | 'image/jpeg' | 'image/png';
  readonly copies: number;
}

/** What a studio is made of. */
export interface StudioParts extends EnginePolicy {
  readonly vision: Vision;
  readonly local: LocalEngine;
  readonly models: readonly ImageModel[];
  readonly pixelGate: PixelGate;
  readonly maxPixels: number;
}
