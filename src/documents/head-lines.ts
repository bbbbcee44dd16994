// Owns the step from what vision read to where a head stands in the photo: eyes, crown, chin, roll, and which edges cut it. Refuses rules and verdicts.

import { findCrown, findCuts, readHead, toUpright } from '../face/head.ts';
import type { Face } from '../face/portrait.ts';
import type { PhotoReading, Silhouette } from '../face/reading.ts';
import type { Pixels, Point } from '../photo/pixels.ts';
import type { HeadLines, PhotoMeasures } from './measures.ts';

/** A head in pixels of the upright photo. */
export type HeadReading = Pick<PhotoMeasures, 'lines' | 'hairTop' | 'cut'>;

/**
 * Above the eyes a crown lies at most so many times as high as the eyes lie above the chin: eyes stand half way up a head,
 * a full head of hair adds four tenths. Above it is a bun or a hat, which is no crown.
 */
const highestCrown = 1.45;

/**
 * The mesh's chin against the lower edge that an officer measures to, in distances from eyes to chin: on drawn faces it ends
 * three hundredths too high, on photographs none or one. Between the two it is less than half a millimetre off on any print.
 */
const chinEdge = 1.02;

/** Read a head's lines; `photo` is the picture the reading was made of, upright. */
export function readHeadLines(reading: PhotoReading, face: Face, silhouette: Silhouette, photo: Pick<Pixels, 'width' | 'height'>): HeadReading {
  const { portrait } = reading;
  // The pose is laid through the whole face, so that it is steadier than the line through two eye corners.
  const roll = face.pose.roll;
  const { chin: meshChin, crown: hair } = readHead(portrait, face, silhouette, roll);
  const chin = meshChin * chinEdge;
  const crown = Math.max(findCrown(portrait, face, silhouette, roll), -highestCrown * chin);
  const onAxis = (y: number) => toPhotoPoint(reading, along(face.eyes, roll, y));
  const lines: HeadLines = {
    eyes: onAxis(0),
    crown: onAxis(crown),
    chin: onAxis(chin),
    rollDegrees: roll,
    interEyePixels: face.interEyePixels * reading.scale,
  };
  return { lines, hairTop: onAxis(Math.min(hair, crown)), cut: findHeadCuts(reading, face, silhouette, { chin, crown: Math.min(hair, crown) }, photo) };
}

/** Down the head's axis from the eyes. */
function along(eyes: Point, roll: number, y: number): Point {
  const radians = (roll * Math.PI) / 180;
  return { x: eyes.x - Math.sin(radians) * y, y: eyes.y + Math.cos(radians) * y };
}

function toPhotoPoint({ region, scale, scaleDown }: PhotoReading, { x, y }: Point): Point {
  return { x: x * scale + region.x, y: y * scaleDown + region.y };
}

/** Half the width of head and hair that an officer looks at, in distances from eyes to chin; long hair may hang out of the picture. */
const headHalfWidth = 1.15;

function findHeadCuts(
  { portrait, region }: PhotoReading,
  face: Face,
  silhouette: Silhouette,
  { chin, crown }: { readonly chin: number; readonly crown: number },
  photo: Pick<Pixels, 'width' | 'height'>,
): PhotoMeasures['cut'] {
  const [right, bottom] = [portrait.width - 1, portrait.height - 1];
  const isOfHead = (point: Point) => {
    const { x, y } = toUpright(face.eyes, face.pose.roll, point);
    return Math.abs(x) < chin * headHalfWidth && y < chin * 0.7 && y > crown - chin * 0.1;
  };
  const cuts = findCuts(portrait, silhouette).filter(isOfHead);
  const chinPoint = along(face.eyes, face.pose.roll, chin);
  return {
    top: region.y === 0 && cuts.some(({ y }) => y === 1),
    left: region.x === 0 && cuts.some(({ x }) => x === 1),
    right: region.x + region.width === photo.width && cuts.some(({ x }) => x === right),
    // The mesh guesses a chin that it cannot see right at the edge or past it.
    bottom: region.y + region.height === photo.height && chinPoint.y > bottom - chin * 0.04,
  };
}
