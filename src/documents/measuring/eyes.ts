// Owns what is measured of the eyes: where they look, whether a flash made them red, whether they can be seen. Refuses to judge.

import { cheekPoints } from '../../face/landmarks.ts';
import type { Point } from '../../photo/pixels.ts';
import { lightnessOf } from '../../styles/colour.ts';
import type { FaceMeasures } from '../measures.ts';
import { luminanceAt } from './light.ts';
import type { FacePatch } from './patch.ts';
import { pointOf, rimOf } from './patch.ts';
import { eachInside, squareAround } from './polygon.ts';

/** Corners of an eye from the image's left to its right, and the middle of its iris. */
const eyeMarks = [
  { left: 33, right: 133, iris: 468 },
  { left: 362, right: 263, iris: 473 },
] as const;

/** Of the iris's radius: a pupil as wide as in the dim light that makes flashes red. */
const pupilShare = 0.55;

/** Red as from the blood behind the lens: light, and nearly without green and blue. Brown eyes are neither. */
const [leastRed, redDominance] = [110, 1.9];

/** Measure both eyes on an aligned face. */
export function measureEyes(patch: FacePatch): Pick<FaceMeasures, 'gaze' | 'redEyes' | 'eyeBrightness'> {
  const looks = eyeMarks.map((marks) => lookOf(patch, marks));
  const mean = (pick: (look: { across: number; down: number }) => number) => looks.reduce((sum, look) => sum + pick(look) / looks.length, 0);
  return {
    gaze: { across: mean(({ across }) => across), down: mean(({ down }) => down) },
    redEyes: Math.max(...eyeMarks.map(({ iris }) => redShare(patch, iris))),
    eyeBrightness: Math.min(brightnessOf(patch, 0), brightnessOf(patch, 1)) / Math.max(1, cheekLightness(patch)),
  };
}

function lookOf(patch: FacePatch, { left, right, iris }: (typeof eyeMarks)[number]): { across: number; down: number } {
  const [from, to, middle] = [pointOf(patch, left), pointOf(patch, right), pointOf(patch, iris)];
  const [axisX, axisY] = [to.x - from.x, to.y - from.y];
  const width = axisX ** 2 + axisY ** 2 || 1;
  const [x, y] = [middle.x - (from.x + to.x) / 2, middle.y - (from.y + to.y) / 2];
  return { across: (x * axisX + y * axisY) / width, down: (y * axisX - x * axisY) / width };
}

/** The mesh's four points of an iris follow its middle. */
function irisRadius(patch: FacePatch, iris: number): number {
  const middle = pointOf(patch, iris);
  return [1, 2, 3, 4].reduce((sum, step) => sum + distance(middle, pointOf(patch, iris + step)) / 4, 0);
}

function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}

function redShare(patch: FacePatch, iris: number): number {
  const { picture: { data, width, height } } = patch;
  const [middle, radius] = [pointOf(patch, iris), irisRadius(patch, iris) * pupilShare];
  let [red, count] = [0, 0];
  eachInside(squareAround(middle, radius * 2), width, height, (index, x, y) => {
    if (distance(middle, { x: x + 0.5, y: y + 0.5 }) > radius) return;
    const [r, g, b] = [data[index * 3]!, data[index * 3 + 1]!, data[index * 3 + 2]!];
    count++;
    if (r >= leastRed && r > redDominance * Math.max(g, b)) red++;
  });
  return count === 0 ? 0 : red / count;
}

/** CIE lightness above which a tenth of an eye's opening is: the white of the eye, unless something hides it. */
function brightnessOf(patch: FacePatch, eye: 0 | 1): number {
  const { picture: { data, width, height } } = patch;
  const histogram = new Uint32Array(101);
  let count = 0;
  eachInside(rimOf(patch, eye), width, height, (index) => {
    const lightness = Math.max(0, Math.round(lightnessOf(luminanceAt(data, index))));
    histogram[lightness] = histogram[lightness]! + 1;
    count++;
  });
  let [lightness, above] = [100, 0];
  while (lightness > 0 && (above += histogram[lightness]!) < count / 10) lightness--;
  histogram.fill(0);
  return lightness;
}

function cheekLightness(patch: FacePatch): number {
  const { picture: { data, width, height } } = patch;
  let [sum, count] = [0, 0];
  for (const point of cheekPoints.flat()) {
    eachInside(squareAround(pointOf(patch, point), 0.2 * patch.interEyePixels), width, height, (index) => {
      sum += luminanceAt(data, index);
      count++;
    });
  }
  return lightnessOf(sum / Math.max(1, count));
}
