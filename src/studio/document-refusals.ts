// Owns what keeps an identity photo from being made, each with the way out. Refuses to judge light and look: those are checks.

import { unseenMm } from '../documents/checks/geometry.ts';
import type { PhotoMeasures } from '../documents/measures.ts';
import type { OutputSize } from '../documents/output-size.ts';
import { mostAskedEnlargement, mostEnlargement } from '../documents/output-size.ts';
import type { DocumentPlacement } from '../documents/placement.ts';
import type { DocumentRule } from '../documents/rule.ts';
import { Problem } from '../problem.ts';

/** @throws {Problem} `alteration-forbidden` before anything is read: what the authority does not take is not made. */
export function refuseAlteration({ id, alteration, takes, sources }: DocumentRule, mode: 'crop' | 'studio'): void {
  const members = { document: id, source: sources[0] ?? null };
  const said = alteration.sentence ? ` It says: “${alteration.sentence}”` : '';
  if (takes === 'original') {
    throw new Problem('alteration-forbidden', `The authority takes the photo as the camera wrote it, not even cropped.${said} Have it checked by POST /v1/checks, and send the original.`, { members });
  }
  if (mode === 'studio' && alteration.forbidden) {
    throw new Problem('alteration-forbidden', `The authority refuses altered photos, so the background stays as it is.${said} Use mode=crop, with a photo taken before a background of the right colour.`, { members });
  }
}

/** A second face this large beside the first is another person in the picture, not a face on a poster far behind. */
const secondFaceShare = 0.12;

/**
 * Beyond this an ear is hidden or the face foreshortened: no crop makes it frontal. Checks already fail far below. Pitch is
 * told to some 10° only: straight faces read up to 15.
 */
const mostTurnedDegrees = { yaw: 24, pitch: 30 };

/** @throws {Problem} `several-faces`, `face-turned`, `face-cut-off`. */
export function refusePerson({ secondFaceShare: second, faces, yaw, pitch, cut }: PhotoMeasures): void {
  if (second > secondFaceShare) {
    throw new Problem('several-faces', `${faces} faces are in the photo. Send one in which nobody else can be seen.`, { members: { faces } });
  }
  if (Math.abs(yaw) > mostTurnedDegrees.yaw || Math.abs(pitch) > mostTurnedDegrees.pitch) {
    const [way, degrees] = Math.abs(yaw) > Math.abs(pitch) ? ['to the side', yaw] : ['up or down', pitch];
    throw new Problem('face-turned', `The face is turned ${way} by about ${Math.round(Math.abs(degrees))}°. Look straight into the camera, held at the height of the eyes, with both ears at the same distance from it.`, {
      members: { yaw: Math.round(yaw), pitch: Math.round(pitch) },
    });
  }
  const sides = (['top', 'right', 'bottom', 'left'] as const).filter((side) => cut[side]);
  if (sides.length > 0) {
    throw new Problem('face-cut-off', `The photo’s edge cuts the head: ${sides.join(' and ')}. Take it again from further away, with the whole head and some wall around it.`, { members: { sides } });
  }
}

/** @throws {Problem} `face-too-small` where the photo would have to be enlarged further than was asked. */
export function refuseEnlargement({ enlargement, dpi }: OutputSize, { headMm, pixelsPerMm }: DocumentPlacement, mayEnlarge: boolean): void {
  const most = mayEnlarge ? mostAskedEnlargement : mostEnlargement;
  if (enlargement <= most) return;
  const headPixels = Math.round(headMm * pixelsPerMm);
  const neededPixels = Math.ceil((headMm * pixelsPerMm * enlargement) / most);
  const remedy = enlargement <= mostAskedEnlargement ? ', or send enlarge=yes and have it drawn larger and softer' : '';
  throw new Problem(
    'face-too-small',
    `From chin to crown the head has ${headPixels} pixels; at ${dpi} dpi this document needs at least ${neededPixels}. Go nearer or use a camera with more pixels, and send the original file${remedy}.`,
    { members: { headPixels, neededPixels, dpi, mayBeEnlarged: enlargement <= mostAskedEnlargement } },
  );
}

/**
 * @param isPainted - The background is painted anew, so that a missing wall does no harm above the shoulders.
 * @throws {Problem} `margin-missing`.
 */
export function refuseMargin({ missingMm }: DocumentPlacement, isPainted: boolean): void {
  const sides = (['top', 'right', 'bottom', 'left'] as const).filter((side) => missingMm[side] > unseenMm && !(isPainted && side !== 'bottom'));
  if (sides.length === 0) return;
  const list = sides.map((side) => `${side} ${missingMm[side].toFixed(1)} mm`).join(', ');
  throw new Problem('margin-missing', `The photo ends before the print does: ${list} missing around the head. Take it again from further away, and send it uncropped.`, { members: { missingMm } });
}
