// Owns the contract every engine fulfils. Refuses HTTP and SDK types.

import type { EngineName } from '../engine-settings.ts';
import type { Affine, Pixels } from '../photo/pixels.ts';
import type { DigitalSourceType } from '../photo/provenance.ts';
import type { Vault } from '../retention/vault.ts';
import type { KeptFromPhoto } from '../styles/sitting.ts';

export type { DigitalSourceType };

export type { EngineName };

/** What a provider keeps of a request. */
export interface EngineRetention {
  /** Days for which the provider keeps inputs or outputs; 0 means nothing leaves the machine or nothing is kept. */
  readonly days: number;
  /** One sentence for people. */
  readonly note: string;
  /** The provider's page that says so. */
  readonly page: string | undefined;
}

/** An encoded picture in a buffer the vault owns. */
export interface EncodedPicture {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mimeType: 'image/jpeg' | 'image/png' | 'image/webp';
}

/** One picture asked of an image model. */
export interface PaintRequest {
  /** Photos of the person, best first; metadata already gone. */
  readonly references: readonly EncodedPicture[];
  readonly prompt: string;
  /** Such as `4:5`; the model's nearest is used and the finish crops. */
  readonly aspectRatio: string;
  readonly imageSize: '1K' | '2K' | '4K';
  /** Told once the photos are about to leave; never when the engine is left alone because it keeps failing. */
  readonly onSending?: (() => void) | undefined;
}

/** What an image model answered. */
export interface Painting {
  /** In a buffer of its own; the caller owns it from here. */
  readonly picture: EncodedPicture;
  /** The model's own name and version for the picture, as it reports it. */
  readonly model: string;
}

/**
 * An image model somewhere else. It never retains: what it needs is in the request, what it makes is in the answer.
 */
export interface ImageModel {
  readonly name: EngineName;
  /** As people know it. */
  readonly title: string;
  readonly retention: EngineRetention;
  /** Hosts it sends photos to. */
  readonly hosts: readonly string[];
  /** Hosts that its sign-in asks for a token; no photo goes there. */
  readonly signInHosts: readonly string[];
  /** References it takes in one call. */
  readonly maxReferences: number;
  /**
   * Ask for one picture. One retry on 429, 5xx or a reset, honouring the provider's delay inside the deadline.
   *
   * @throws {Problem} `refused-by-provider` (final), `provider-busy` and `provider-failed` (another engine may cure),
   * `provider-misconfigured` (final, an operator must act); the signal's own reason when it is aborted.
   */
  paint(request: PaintRequest, signal: AbortSignal): Promise<Painting>;
}

/** What a job lends to whoever works for it. */
export interface RenderContext {
  /** Owns every buffer with image data. */
  readonly vault: Vault;
  /** Aborted on hang-up, deadline or shutdown. */
  readonly signal: AbortSignal;
  /** Run one named step of the work and count its duration for `Server-Timing`. */
  step<T>(name: string, work: () => Promise<T>): Promise<T>;
}

/** Things worth telling about a picture, sent in the header `Ephemera-Notes`. */
export type RenderNote =
  | 'several-people'
  | 'low-confidence'
  | 'enlarged'
  | 'smaller-than-asked'
  | 'tilt-corrected'
  | 'turned-upright'
  | 'hair-cut-by-photo'
  | 'shoulders-cut-by-photo'
  | 'below-min-kb'
  | KeptFromPhoto;

/** Where a picture was taken from, so that before and after can be laid over each other. */
export interface Placement {
  /** From pixels of the picture to pixels of the photo, upright by its EXIF orientation. */
  readonly map: Affine;
  /** Size of that photo in pixels. */
  readonly photoWidth: number;
  readonly photoHeight: number;
}

/** A picture before it is encoded. */
export interface Render {
  readonly pixels: Pixels;
  readonly source: DigitalSourceType;
  /** Faces found in the photo. */
  readonly faces: number;
  /** 0..1, see Portrait.confidence. */
  readonly confidence: number;
  readonly notes: readonly RenderNote[];
  /** Absent when the picture was painted anew. */
  readonly placement?: Placement | undefined;
}

/** Output frame: both sides in pixels, or one of them with a shape, or a shape alone, or nothing (the natural size). */
export interface FrameRequest {
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  /** Width over height. */
  readonly aspect?: number | undefined;
}
