// Owns the last look at a picture of a pack that no one looks at before it leaves: its shape, and that there is anything on it. Faces are counted where it is framed.

import type { FrameRequest, Render } from '../engines/engine.ts';
import type { Pixels } from '../photo/pixels.ts';
import { Problem } from '../problem.ts';

/** Places looked at across and down; a face takes a fifth of a headshot's width, so a dozen of them fall on it. */
const places = 64;

/** Greys between the darkest and the lightest place; a portrait in fog has 60, a sheet of one colour with noise 6. */
const leastSpread = 16;

/** Pixels by which rounding may change a side. */
const rounding = 1;

/** @throws {Problem} `result-unusable`. */
export function checkPicture({ pixels }: Render, frame: FrameRequest): void {
  if (!hasShape(pixels, frame)) throw new Problem('result-unusable', 'The picture came out in another shape than asked for. Try again.');
  if (isBlank(pixels)) throw new Problem('result-unusable', 'The picture came out blank. Try again.');
}

function hasShape({ width, height }: Pixels, frame: FrameRequest): boolean {
  if (frame.width !== undefined && frame.width !== width) return false;
  if (frame.height !== undefined && frame.height !== height) return false;
  return frame.aspect === undefined || Math.abs(width - height * frame.aspect) <= rounding * Math.max(1, frame.aspect);
}

function isBlank({ data, width, height, channels }: Pixels): boolean {
  let [darkest, lightest] = [255, 0];
  for (let row = 0; row < places; row++) {
    for (let column = 0; column < places; column++) {
      const [x, y] = [Math.floor(((column + 0.5) * width) / places), Math.floor(((row + 0.5) * height) / places)];
      const at = (y * width + x) * channels;
      const grey = channels < 3 ? data[at]! : (data[at]! + 2 * data[at + 1]! + data[at + 2]!) / 4;
      darkest = Math.min(darkest, grey);
      lightest = Math.max(lightest, grey);
    }
  }
  return lightest - darkest < leastSpread;
}
