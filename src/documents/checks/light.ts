// Owns the checks of light, colour and sharpness of the face. Refuses pixels.

import type { CheckSubject } from '../assess.ts';
import type { Check } from '../check.ts';
import type { PhotoMeasures } from '../measures.ts';
import { atLeast, atMost, gradeCheck, lookYourself, roundTo } from './grade.ts';

/** How much light, how even, of what colour, and how sharp. */
export function checkLight({ measures }: CheckSubject): Check[] {
  return [checkMean(measures), checkUnder(measures), checkOver(measures), checkRange(measures), checkUniformity(measures), checkColour(measures), checkSharpness(measures)];
}

/**
 * ISO/IEC 29794-5 wants a mean luminance of 20–80 %, which well-lit dark skin (8 %) cannot have. So the mean only warns
 * where no skin's can be, and exposure is judged by the ends of the range.
 */
const meanLimits = { min: 5, max: 80 };

function checkMean({ light }: PhotoMeasures): Check {
  const advice = light.mean > 0.5 ? 'The face is very light. Take a little light away.' : 'The face is very dark. Go to a window, face to the light.';
  return gradeCheck({ name: 'LuminanceMean', title: 'Light on the face' }, { value: roundTo(light.mean * 100, 0), unit: '%', limits: meanLimits, advice });
}

/**
 * CIE lightness of the whites of the eyes and the highlights, which are bright on every skin: drawn faces from fair to
 * dark 59–91, portraits 76–92, two stops too dark 34–51, three stops 22–37.
 */
const [leastHighlight, darkHighlight] = [55, 40];

function checkUnder({ light }: PhotoMeasures): Check {
  const advice = 'The photo is too dark. Take it again with more light from the front, or lighten it only if the authority allows that.';
  return gradeCheck({ name: 'UnderExposurePrevention', title: 'Not too dark' }, { value: roundTo(light.highlight, 0), unit: null, limits: atLeast(leastHighlight), failLimits: atLeast(darkHighlight), advice });
}

/** Share of the face without detail in the light: portraits under 1 %, light skin one stop too light 13 %, fair skin 70 %. */
const [mostOverexposed, clearlyOverexposed] = [5, 15];

function checkOver({ light }: PhotoMeasures): Check {
  const advice = 'Parts of the face are so light that nothing is seen in them. Take the photo again with less light, without flash.';
  return gradeCheck({ name: 'OverExposurePrevention', title: 'Not too light' }, { value: roundTo(light.overexposed * 100, 0), unit: '%', limits: atMost(mostOverexposed), failLimits: atMost(clearlyOverexposed), advice });
}

/** Entropy of luminance: drawn dark skin 4.9 bits, portraits 6.2–7.6; three stops too dark 2–3.7, burnt out 1–3. */
const leastBits = 4.5;

function checkRange({ light }: PhotoMeasures): Check {
  const advice = 'The face has few shades. Take the photo in soft light, without filters.';
  return gradeCheck({ name: 'DynamicRange', title: 'Shades of the face' }, { value: roundTo(light.entropyBits, 1), unit: null, limits: atLeast(leastBits), advice });
}

/** 100 · overlap^0.3 as in ISO/IEC 29794-5. Evenly lit portraits and drawings 75–97, a face lit from one side alone 0–40. */
const [leastUniformity, unevenUniformity] = [70, 45];

function checkUniformity({ light }: PhotoMeasures): Check {
  const advice = 'One side of the face is darker. Turn to the light so that it falls on both cheeks alike.';
  return gradeCheck(
    { name: 'IlluminationUniformity', title: 'Light even on both cheeks' },
    { value: roundTo(100 * light.uniformity ** 0.3, 0), unit: null, limits: atLeast(leastUniformity), failLimits: atLeast(unevenUniformity), advice },
  );
}

/** CIELAB distance from the natural range of skin: portraits and drawings 0, burnt-out ones 7, under coloured light from 10 on. */
const [mostColourDistance, wrongColourDistance] = [3, 12];

function checkColour({ light, file }: PhotoMeasures): Check {
  const named = { name: 'NaturalColour', title: 'Natural colours' };
  const limits = atMost(mostColourDistance);
  // Some authorities take black and white, so it only warns.
  if (!file.coloured) return { ...lookYourself(named, 'The photo has no colours. Send a colour photo, unless the authority takes black and white.', limits), result: 'warn' };
  const advice = 'The skin has an unnatural colour. Take the photo in daylight, without coloured lamps or walls near by, and without filters.';
  return gradeCheck(named, { value: roundTo(light.colourDistance, 0), unit: null, limits, failLimits: atMost(wrongColourDistance), advice });
}

/** Sharp portraits measure 0.36–0.52, sharp drawings 0.45–0.7, a blur of 2 % of the inter-eye distance 0.22, of 4 % 0.1. */
const [leastSharpness, blurredSharpness] = [0.3, 0.18];

function checkSharpness({ light }: PhotoMeasures): Check {
  const advice = 'The face is not sharp. Hold the camera still, let it focus on the eyes, clean the lens, and send the original file.';
  return gradeCheck({ name: 'Sharpness', title: 'Sharp' }, { value: roundTo(light.sharpness, 2), unit: null, limits: atLeast(leastSharpness), failLimits: atLeast(blurredSharpness), advice });
}

/** Whether the light is so wrong that colours mean nothing: the wall's neither. */
export function hidesColours(subject: CheckSubject): boolean {
  const { measures } = subject;
  return [checkUnder(measures), checkOver(measures), checkColour(measures)].some(({ result }) => result === 'fail');
}
