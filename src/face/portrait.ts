// Owns the words in which vision speaks of a picture: faces, pose, matte. Refuses recognition: nothing here tells one person from another.

import type { Affine, Box, CutOut, Pixels, Point } from '../photo/pixels.ts';

/** Head pose in degrees from the camera's axis; roll is the picture's, 0 upright, positive clockwise, −180..180. */
export interface Pose {
  readonly yaw: number;
  readonly pitch: number;
  readonly roll: number;
}

/** One face, in pixels of the working picture. */
export interface Face {
  /** The detector's box, upright in the picture whatever the face's roll. */
  readonly box: Box;
  /** Sigmoid score of the detector, 0..1. */
  readonly score: number;
  /** Sigmoid of the mesh's own face flag, 0..1. */
  readonly meshScore: number;
  /** 478 points x, y, z: 468 of the mesh and 5 of each iris; z in the same unit, towards the camera negative. */
  readonly mesh: Float32Array;
  readonly pose: Pose;
  /** Midpoint of the eyes (of the four eye corners). */
  readonly eyes: Point;
  /** Mesh point 152. */
  readonly chin: Point;
  /** Distance between the two eyes' centres, in pixels. */
  readonly interEyePixels: number;
  /** Lid gap over eye width of the eye on the image's left and right; open is about 0.25, shut below 0.15. */
  readonly eyeOpenness: readonly [left: number, right: number];
  /** Inner-lip gap over the distance from eyes to chin; closed is below 0.03. */
  readonly mouthOpenness: number;
}

/**
 * How to separate person and background at any size: a small solution to apply large.
 * Its numbers derive from the picture, so it belongs to the request's vault (`buffers`).
 */
export interface MatteSolution {
  /** Size of the working picture it was solved for; the solution's own grid is smaller. */
  readonly width: number;
  readonly height: number;
  /** Every buffer of the solution, for the vault to own. */
  readonly buffers: readonly Float32Array<ArrayBuffer>[];
  /** Whole-person box of alpha > 0.5, in pixels of the working picture. */
  readonly subject: Box;
  /** The top of the hair above the subject's face, or of the subject where there is no face, in working pixels. */
  readonly crown: Point;
  /** Mean certainty of the mask over its unknown band and face, 0..1; below 0.5 the cutout should not be trusted. */
  readonly confidence: number;
}

/** What vision read in one picture. */
export interface Portrait {
  /** Size of the working picture it was read in. */
  readonly width: number;
  readonly height: number;
  /** Faces accepted by detector and mesh, the largest first. */
  readonly faces: readonly Face[];
  /** Clockwise quarter turns, in degrees, that bring the largest face upright. */
  readonly turn: 0 | 90 | 180 | 270;
  /** Present when a matte was asked for and a person was found. */
  readonly matte: MatteSolution | undefined;
  /** 0..1: the least of the subject's detector score, mesh score and matte confidence. */
  readonly confidence: number;
}

/** State of the local engine, shown by health checks and the page. */
export interface VisionStatus {
  readonly state: 'starting' | 'ready' | 'failed';
  /** Why it failed, in words an operator can act on. */
  readonly reason: string | undefined;
  readonly workers: number;
  /** Milliseconds from creation to the first worker's passed self-test. */
  readonly startMs: number | undefined;
}

/**
 * The local vision engine: a pool of worker threads. Buffers passed in are transferred (the caller's
 * views become empty); what comes back belongs to the caller. Workers zero-fill what they held.
 */
export interface Vision extends AsyncDisposable {
  readonly status: VisionStatus;
  /** Resolves when one worker is warm; rejects with Problem `vision-unavailable` when the self-test failed. */
  ready(): Promise<void>;
  /**
   * Find faces and, when asked, solve the matte.
   *
   * @param working - RGB, upright by EXIF, longest side ≤ 1280; transferred.
   * @param options - `matte` costs several times the faces alone.
   * @throws {Problem} `vision-unavailable`; the signal's reason when aborted, within one step.
   */
  read(working: Pixels<3>, options: { readonly matte: boolean }, signal: AbortSignal): Promise<Portrait>;
  /**
   * Apply a matte solution at output size and estimate the foreground's colour.
   *
   * @param picture - RGB at output size; transferred, comes back as the foreground.
   * @param map - From output pixels to working pixels.
   */
  cut(picture: Pixels<3>, matte: MatteSolution, map: Affine, signal: AbortSignal): Promise<CutOut>;
}
