// Owns how well a selfie shows its person, and which of several go together. Refuses recognition: whether two show the same person is not told here.

import { measureLight } from '../documents/measuring/light.ts';
import { forgetPatch, takePatch } from '../documents/measuring/patch.ts';
import { measureSharpness } from '../documents/measuring/sharpness.ts';
import type { Face, Portrait, Vision } from '../face/portrait.ts';
import type { ReadContext } from '../face/reading.ts';
import type { Pixels, Point } from '../photo/pixels.ts';

/** Why a selfie is not used, and what to do about it. */
export const selfieFaults = {
  'face-not-found': 'No face was found. Use a photo in which the face can be seen, not turned away or covered.',
  'several-faces': 'More than one face is in it. Use a photo of one person alone.',
  'face-too-small': 'The face has too few pixels. Use the original photo, or one taken from nearer.',
  'face-turned': 'The face is turned too far away. Use a photo in which both eyes are seen.',
  blurred: 'The face is not sharp. Hold the camera still and let it focus on the eyes.',
  'too-dark': 'The face is too dark. Use a photo with light from the front.',
  'too-light': 'The face is so light that little is seen in it. Use a photo with less light, without flash.',
} as const;

export type SelfieFault = keyof typeof selfieFaults;

/** What counts of a selfie. */
export interface SelfieScore {
  /** 0..1: sharp, frontal, large enough, well lit, eyes open, multiplied. */
  readonly quality: number;
  /** Degrees. */
  readonly yaw: number;
  readonly pitch: number;
  /** Height of the face over the picture's: near or far. */
  readonly faceShare: number;
}

/** A second face of at least this share of the first one's width is a person; a smaller one hangs on a wall. */
const personShare = 0.25;

/** Below this, the eyes have too few pixels to be told from each other by any model. */
const leastInterEyePixels = 40;

/** From here on the far half of the face is not seen. */
const mostYaw = 45;

/**
 * Of seven photographs with 43 to 126 pixels between the eyes: as they are 0.36–0.52, and no less with grain of 10 to 50 steps
 * or as a JPEG of quality 10; blurred by 2 pixels, which still serves, 0.20–0.23; by 4 pixels 0.06–0.12, under grain of 10
 * steps 0.11–0.21, so that some of those pass; by 8 pixels 0.02–0.05.
 */
const [leastSharpness, fullSharpness] = [0.19, 0.36];

/** CIE lightness of the whites of the eyes, of the same photographs: 76–92; one stop too dark 57–70, two 43–55, three 30–38, four 21–27. */
const [leastHighlight, fullHighlight] = [40, 55];

/** Share of the face without detail in the light, of the same: 0; one stop too light 0.01–0.45, two 0.04 on dark skin and 0.36–0.78 on fair. */
const [mostOverexposed, noticeablyOverexposed] = [0.5, 0.05];

/** A head 460 pixels high, about as large as a portrait of 1K shows it. */
const fullInterEyePixels = 120;

/** Lid gap over eye width; shut eyes measure 0.06–0.1. */
const openEye = 0.15;

/**
 * Look at a selfie.
 *
 * @param pixels - Upright; stay the caller's.
 * @param portrait - Read in them.
 * @returns Its score, or why it is of no use.
 */
export async function scoreSelfie(vision: Vision, pixels: Pixels<3>, portrait: Portrait, context: ReadContext): Promise<SelfieScore | SelfieFault> {
  const [face, ...others] = portrait.faces;
  if (!face) return 'face-not-found';
  const scale = pixels.width / portrait.width;
  if (face.interEyePixels * scale < leastInterEyePixels) return 'face-too-small';
  if (Math.abs(face.pose.yaw) > mostYaw) return 'face-turned';
  const { sharpness, highlight, overexposed } = await measureFace(vision, pixels, portrait, face, context);
  if (sharpness < leastSharpness) return 'blurred';
  // Only now: in a small or blurred picture, what is no face is taken for one more often.
  if (others.some(({ box }) => box.width >= personShare * face.box.width)) return 'several-faces';
  if (highlight < leastHighlight) return 'too-dark';
  if (overexposed > mostOverexposed) return 'too-light';
  const isLit = highlight >= fullHighlight && overexposed <= noticeablyOverexposed;
  const isAwake = Math.max(...face.eyeOpenness) >= openEye;
  const quality = Math.min(1, sharpness / fullSharpness) * seenShare(face) * Math.min(1, (face.interEyePixels * scale) / fullInterEyePixels) * (isLit ? 1 : 0.7) * (isAwake ? 1 : 0.5);
  return { quality, yaw: face.pose.yaw, pitch: face.pose.pitch, faceShare: face.box.height / portrait.height };
}

/** As much of a turned plane as the camera sees: 1 from the front, 0.7 at 45°. */
function seenShare({ pose: { yaw, pitch } }: Face): number {
  const cosine = (degrees: number) => Math.cos((degrees * Math.PI) / 180);
  return cosine(yaw) * Math.max(0, cosine(pitch));
}

async function measureFace(vision: Vision, photo: Pixels<3>, portrait: Portrait, face: Face, context: ReadContext) {
  const scale = photo.width / portrait.width;
  const region = { x: 0, y: 0, width: photo.width, height: photo.height };
  const reading = { portrait, region, scale, scaleDown: photo.height / portrait.height, faces: portrait.faces.length };
  const lines = drawLines(face, scale);
  const patch = await takePatch({ vision, photo, reading, face, lines, hairTop: lines.crown }, context);
  const measures = { ...measureLight(patch), sharpness: measureSharpness(patch, context) };
  forgetPatch(patch, context);
  return measures;
}

/** Without an outline of the hair: the crown of a usual head. The patch only has to hold the face. */
function drawLines({ eyes, chin, interEyePixels, pose: { roll } }: Face, scale: number) {
  const at = (share: number): Point => ({ x: (eyes.x + (chin.x - eyes.x) * share) * scale, y: (eyes.y + (chin.y - eyes.y) * share) * scale });
  return { eyes: at(0), crown: at(-1.15), chin: at(1), rollDegrees: roll, interEyePixels: interEyePixels * scale };
}

/**
 * Choose the selfies that are sent: the best first, then whichever adds most, being good and unlike those chosen.
 *
 * @returns Places in `scores`, at most `limit`.
 */
export function chooseSelfies(scores: readonly SelfieScore[], limit: number): number[] {
  const chosen: number[] = [];
  const left = new Set(scores.keys());
  while (left.size > 0 && chosen.length < limit) {
    const worth = (place: number) => scores[place]!.quality * noveltyOf(scores[place]!, chosen.map((other) => scores[other]!));
    const best = [...left].reduce((one, other) => (worth(other) > worth(one) ? other : one));
    left.delete(best);
    chosen.push(best);
  }
  return chosen;
}

/** A pose that is this far from another one shows something else of a head: degrees, and a factor of size. */
const unlike = { yaw: 20, pitch: 15, factor: 1.6 };

/** One that repeats another still tells a model what noise is and what skin. */
const leastNovelty = 0.3;

function noveltyOf(score: SelfieScore, chosen: readonly SelfieScore[]): number {
  const distances = chosen.map((other) =>
    Math.hypot((score.yaw - other.yaw) / unlike.yaw, (score.pitch - other.pitch) / unlike.pitch, Math.log(score.faceShare / other.faceShare) / Math.log(unlike.factor)),
  );
  return leastNovelty + (1 - leastNovelty) * Math.min(1, ...distances);
}
