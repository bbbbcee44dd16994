// Owns the checks of the eyes: open, visible, on the camera, not red. Refuses pixels.

import type { Check } from '../check.ts';
import type { PhotoMeasures } from '../measures.ts';
import { atLeast, atMost, gradeCheck, lookYourself, roundTo, within } from './grade.ts';

/** Lid gap over eye width: shut eyes measure 0.06–0.1, open ones from 0.22. */
const [leastOpenness, shutOpenness] = [0.2, 0.15];

/** From here on the far eye is seen too narrow to tell; in degrees. */
const farEyeYaw = 25;

/** CIE lightness of the eye's white over the cheeks': portraits 0.5 and more, behind dark lenses 0.2–0.3. */
const [leastBrightness, hiddenBrightness] = [0.45, 0.35];

/** Of the eye's width; straight looks measure up to 4 %, irises visibly aside 8 % and more. */
const [mostGaze, asideGaze] = [6, 10];

/** The lids hide how high an iris stands: straight looks measure −9 to −2 % of the eye's width. */
const [straightDown, mostDown] = [-5, 15];

/** The corners of an eye lie some 5 mm before the point it turns around, in an eye 28 mm wide: 0.3 % for each degree of yaw. */
const gazePerDegree = 0.3;

/** Of the pupils; eyes without a flash in them have none at all, a drawn red pupil 88 %. */
const [mostRed, clearlyRed] = [8, 20];

/** Every check of the eyes. Behind lids and dark lenses neither look nor colour can be told. */
export function checkEyes(measures: PhotoMeasures): Check[] {
  const openness = opennessOf(measures);
  const isHidden = openness < shutOpenness || measures.face.eyeBrightness < hiddenBrightness;
  return [checkOpen(openness), checkVisible(measures, openness), checkGaze(measures, isHidden), checkRed(measures, isHidden)];
}

function opennessOf({ face: { eyeOpenness }, yaw }: PhotoMeasures): number {
  return roundTo(Math.abs(yaw) > farEyeYaw ? Math.max(...eyeOpenness) : Math.min(...eyeOpenness), 2);
}

function checkOpen(value: number): Check {
  const advice = value < shutOpenness ? 'An eye is shut. Take the photo again with both eyes open.' : 'The eyes are nearly shut. Open them as when you look at somebody.';
  return gradeCheck({ name: 'EyesOpen', title: 'Eyes open' }, { value, unit: null, limits: atLeast(leastOpenness), failLimits: atLeast(shutOpenness), advice });
}

function checkVisible({ face }: PhotoMeasures, openness: number): Check {
  const named = { name: 'EyesVisible', title: 'Eyes visible' };
  if (openness < shutOpenness) return lookYourself(named, 'Shut eyes cannot be told from covered ones. Look yourself: no hair, no dark lenses, no shadow over the eyes.');
  const advice = 'The eyes are dark: dark lenses, hair, a hat’s shadow? They have to be seen clearly.';
  return gradeCheck(named, { value: roundTo(face.eyeBrightness, 2), unit: null, limits: atLeast(leastBrightness), failLimits: atLeast(hiddenBrightness), advice });
}

function checkGaze({ face: { gaze }, yaw }: PhotoMeasures, isHidden: boolean): Check {
  const named = { name: 'GazeToCamera', title: 'Eyes on the camera' };
  if (isHidden) return lookYourself(named, 'Where the eyes look cannot be told. Look yourself: straight into the camera.');
  const [across, down] = [gaze.across * 100 + gazePerDegree * yaw, gaze.down * 100 - straightDown];
  const advice = 'Look straight into the lens, not at the screen.';
  // Up and down is told so much worse that it only warns.
  if (Math.abs(across) <= mostGaze && Math.abs(down) > mostDown) return gradeCheck(named, { value: roundTo(down, 0), unit: '%', limits: within(mostDown), advice });
  return gradeCheck(named, { value: roundTo(across, 0), unit: '%', limits: within(mostGaze), failLimits: within(asideGaze), advice });
}

function checkRed({ face }: PhotoMeasures, isHidden: boolean): Check {
  const named = { name: 'RedEyesAbsent', title: 'No red eyes' };
  if (isHidden) return lookYourself(named, 'The pupils are not seen. Look yourself: none may be red from a flash.');
  const advice = 'A pupil is red from the flash. Take the photo again without flash, in the light of a window.';
  return gradeCheck(named, { value: roundTo(face.redEyes * 100, 0), unit: '%', limits: atMost(mostRed), failLimits: atMost(clearlyRed), advice });
}
