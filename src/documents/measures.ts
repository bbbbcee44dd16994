// Owns what is measured in a photo of a person, whatever the document. Refuses pixels: these are numbers. Runs in the page as well.

import type { Point } from '../photo/pixels.ts';

/**
 * Where a head stands, in pixels of the upright photo: turned by its EXIF orientation and then by `turn`.
 * Crown and chin lie on the head's own axis, which is tilted by `rollDegrees`.
 */
export interface HeadLines {
  /** Midpoint of the eyes. */
  readonly eyes: Point;
  readonly crown: Point;
  readonly chin: Point;
  /** Direction of the eye line, positive clockwise. */
  readonly rollDegrees: number;
  /** Between the centres of the eyes. */
  readonly interEyePixels: number;
}

/** Everything measured in one photo; a rule's checks are made from it without the photo. */
export interface PhotoMeasures {
  /** Pixels of the upright photo. */
  readonly width: number;
  readonly height: number;
  /** Clockwise quarter turns, in degrees, by which the photo was turned after its EXIF orientation. */
  readonly turn: 0 | 90 | 180 | 270;
  readonly lines: HeadLines;
  /** The top of everything on the head, bun and hat included; at or above the crown. */
  readonly hairTop: Point;
  /** Degrees; yaw and pitch of the head from the camera's axis. */
  readonly yaw: number;
  readonly pitch: number;
  /** Faces found, and the second one's area over the first one's; 0 where there is one. */
  readonly faces: number;
  readonly secondFaceShare: number;
  /** Whether the photo's edges cut the head: hair, ears, chin. */
  readonly cut: { readonly top: boolean; readonly left: boolean; readonly right: boolean; readonly bottom: boolean };
  /** 0..1, how far the outline can be trusted. */
  readonly confidence: number;
  readonly face: FaceMeasures;
  readonly light: LightMeasures;
  readonly background: BackgroundMeasures;
  readonly file: FileMeasures;
}

/** Eyes, mouth and what is worn on the head. */
export interface FaceMeasures {
  /** Lid gap over eye width, the eye on the image's left first. */
  readonly eyeOpenness: readonly [number, number];
  /** Inner-lip gap over the distance from eyes to chin. */
  readonly mouthOpenness: number;
  /** Mouth width over inter-eye distance. */
  readonly mouthWidth: number;
  /** Irises from the middle of their eyes, in eye widths: to the image's right and down, mean of both eyes. */
  readonly gaze: { readonly across: number; readonly down: number };
  /** Share of the pupils' area that is red as from a flash, the worse eye. */
  readonly redEyes: number;
  /** CIE lightness of the darker eye's brightest tenth over the cheeks': the white of the eye, about 1; far below behind dark lenses or hair. */
  readonly eyeBrightness: number;
  /** 0..1 hint of a frame across the nose; null where it cannot be told. Rimless glasses give none. */
  readonly glasses: number | null;
  /** 0..1 hint that something other than hair covers the head; null where it cannot be told. */
  readonly headCovering: number | null;
}

/** Light on the face; computed as in ISO/IEC 29794-5 on linear luminance of the aligned face. */
export interface LightMeasures {
  /** Mean luminance, 0..1. */
  readonly mean: number;
  /** Overlap of the luminance histograms of the two cheeks, 0..1; in half stops of light, so that it is the same for every skin. */
  readonly uniformity: number;
  /** CIE lightness 0..100 of the face's brightest hundredth, the whites of the eyes and highlights: bright on every skin when the photo is. */
  readonly highlight: number;
  /** Share of the face's pixels at the upper end of the range. */
  readonly overexposed: number;
  /** Entropy of luminance, in bits. */
  readonly entropyBits: number;
  /** CIELAB distance of the skin from the natural range a 5..25, b 5..35; 0 inside it. */
  readonly colourDistance: number;
  /** 0..1: 1 as sharp as the pixels can show at the size that counts, near 0 blurred. */
  readonly sharpness: number;
}

/** What stands behind the head, inside a frame of an identity photo around it. */
export interface BackgroundMeasures {
  /** Share of that frame that is background and inside the photo; below a few per cent nothing is told. */
  readonly share: number;
  /** Mean CIELAB colour. */
  readonly colour: { readonly lightness: number; readonly a: number; readonly b: number };
  /** Spread of CIELAB around its mean, after a slow change of light is taken out: pattern and clutter. */
  readonly texture: number;
  /** Difference of lightness between the frame's sides or corners: uneven light on the wall. */
  readonly unevenness: number;
  /** Lightness that the wall loses in a shadow beside the head. */
  readonly shadow: number;
}

/** The file itself. */
export interface FileMeasures {
  /** Bytes of the upload. */
  readonly bytes: number;
  readonly format: string;
  /** Quality 1–100 that its JPEG tables correspond to; null where it is no JPEG. */
  readonly jpegQuality: number | null;
  /** Strength of 8 × 8 block edges against the differences inside blocks; about 1 where there are none. */
  readonly blockiness: number;
  /** A colour photo, not grey. */
  readonly coloured: boolean;
}
