// Owns the checks of pose, expression and how many faces there are. Refuses pixels.

import type { CheckSubject } from '../assess.ts';
import type { Check } from '../check.ts';
import type { PhotoMeasures } from '../measures.ts';
import { checkEyes } from './eyes.ts';
import { atLeast, atMost, gradeCheck, lookYourself, roundTo, within } from './grade.ts';

/** Who is in the photo, how the head is held, eyes and mouth, what is worn. */
export function checkFace(subject: CheckSubject): Check[] {
  const { measures } = subject;
  return [
    checkSingle(measures),
    checkYaw(measures),
    checkPitch(measures),
    checkRoll(subject),
    checkDistance(measures),
    ...checkEyes(measures),
    checkMouth(measures),
    checkExpression(measures),
    checkGlasses(subject),
    lookYourself(
      { name: 'NoHeadCoverings', title: 'Nothing on the head' },
      'Whether hair or something else covers the head cannot be measured. Look yourself: nothing on the head but for religious or medical reasons, and then the face free from chin to forehead.',
    ),
  ];
}

/** A second face smaller than this beside the first, by area, may be a picture on the wall: that is the background's check. */
const leastSecondFace = 0.05;

function checkSingle({ faces, secondFaceShare }: PhotoMeasures): Check {
  const advice = secondFaceShare > leastSecondFace ? 'There is more than one face. Send a photo of one person alone.' : 'There seems to be a second, small face. Look whether anybody is behind.';
  const failLimits = secondFaceShare > leastSecondFace ? atMost(1) : { min: null, max: null };
  return gradeCheck({ name: 'SingleFacePresent', title: 'One face only' }, { value: faces, unit: null, limits: { min: 1, max: 1 }, failLimits, advice });
}

/** ISO/IEC 19794-5: 5°. Measured to about 2°: told as wrong beyond 10°; a portrait visibly turned has 11.6°. */
const [mostYaw, wrongYaw] = [5, 10];

function checkYaw({ yaw }: PhotoMeasures): Check {
  const advice = 'Turn the face straight to the camera: both ears as far from it, the nose in the middle.';
  return gradeCheck({ name: 'HeadPoseYaw', title: 'Head turned left or right' }, { value: roundTo(yaw, 0), unit: '°', limits: within(mostYaw), failLimits: within(wrongYaw), advice });
}

/** ISO/IEC 19794-5: 5°. */
const mostPitch = 5;

/** Faces that look straight measure from −3 to 15° (drawn ones 1–5°, official portraits −3–−2°), smiling ones 6° more than their own neutral. */
const straightPitch = 2;

/** So it is told to some 10° only: between the limit and this, nothing is said but to look. */
const [doubtfulPitch, wrongPitch] = [14, 20];

function checkPitch({ pitch }: PhotoMeasures): Check {
  const named = { name: 'HeadPosePitch', title: 'Head raised or lowered' };
  const [value, limits] = [roundTo(pitch - straightPitch, 0), within(mostPitch)];
  if (Math.abs(value) > mostPitch && Math.abs(value) <= doubtfulPitch) {
    return { ...lookYourself(named, 'The head may be raised or lowered a little; that is told to some 10° only. Look yourself: camera at the height of the eyes, chin neither up nor down.', limits), value, unit: '°' };
  }
  return gradeCheck(named, { value, unit: '°', limits, failLimits: within(wrongPitch), advice: 'Hold the head level, chin neither up nor down, with the camera at the height of the eyes.' });
}

/** ISO/IEC 19794-5: 8°. Up to 15° levelling costs nothing that is seen. */
const [mostRoll, wrongRoll] = [8, 15];

function checkRoll({ measures: { lines }, choice }: CheckSubject): Check {
  // A photo that is taken as it stands is not levelled.
  const wrong = choice.mode === 'whole' ? mostRoll : wrongRoll;
  const isSlip = Math.abs(lines.rollDegrees) <= wrong;
  const advice = isSlip ? 'The head is tilted. The finished photo is levelled; better is a photo with the eyes level.' : 'The head is tilted too far. Hold it upright, both eyes on one height.';
  return gradeCheck({ name: 'HeadPoseRoll', title: 'Head tilted to a shoulder' }, { value: roundTo(lines.rollDegrees, 0), unit: '°', limits: within(mostRoll), failLimits: within(wrong), advice });
}

/** ICAO Doc 9303: at least 90 pixels between the eyes. Below 45 lids and lips are told by a pixel or two. */
const [leastEyeDistance, tooSmallEyeDistance] = [90, 45];

/** As in ISO/IEC 29794-5, corrected for the head's turn. */
function checkDistance({ lines, yaw }: PhotoMeasures): Check {
  const value = roundTo(lines.interEyePixels / Math.cos((Math.min(60, Math.abs(yaw)) * Math.PI) / 180), 0);
  return gradeCheck(
    { name: 'InterEyeDistance', title: 'Pixels between the eyes' },
    { value, unit: 'px', limits: atLeast(leastEyeDistance), failLimits: atLeast(tooSmallEyeDistance), advice: 'The face has few pixels. Go nearer, or send the original file instead of a smaller copy.' },
  );
}

/** Inner-lip gap over the distance from eyes to chin: closed lips measure 0–0.03, parted ones from 0.06, open ones 0.18. */
const [mostMouth, openMouth] = [0.03, 0.06];

function checkMouth({ face }: PhotoMeasures): Check {
  return gradeCheck(
    { name: 'MouthClosed', title: 'Mouth closed' },
    { value: roundTo(face.mouthOpenness, 2), unit: null, limits: atMost(mostMouth), failLimits: atMost(openMouth), advice: 'Close the mouth, lips together without pressing.' },
  );
}

/** Mouth width over inter-eye distance: neutral 0.66–0.91, smiling 0.91–1.2; a hint, so it never fails. */
const mostMouthWidth = 0.95;

function checkExpression({ face }: PhotoMeasures): Check {
  return gradeCheck(
    { name: 'ExpressionNeutrality', title: 'Neutral expression' },
    { value: roundTo(face.mouthWidth, 2), unit: null, limits: atMost(mostMouthWidth), advice: 'This may be a smile. Look neutral, lips relaxed.' },
  );
}

/** Half of what a sure frame gives: bare noses reach a quarter. */
const mostFrame = 0.5;

function checkGlasses({ measures: { face }, rule }: CheckSubject): Check {
  const isForbidden = rule.glasses === 'forbidden';
  const named = { name: 'Glasses', title: isForbidden ? 'No glasses' : 'Glasses', basis: rule.glasses === null ? ('practice' as const) : ('document' as const) };
  const advice = isForbidden ? 'There seem to be glasses. Take them off.' : 'There seem to be glasses. Take them off if you can; else no reflection, no tint, and no frame over the eyes.';
  const hasFrame = face.glasses !== null && face.glasses > mostFrame;
  if (isForbidden && !hasFrame) {
    return lookYourself(named, 'No frame was found, but thin and rimless glasses cannot be told. Look yourself: glasses have to come off.', atMost(mostFrame));
  }
  if (face.glasses === null) return lookYourself(named, 'Whether there are glasses cannot be told. Look yourself: no reflection, no tint, no frame over the eyes.', atMost(mostFrame));
  return gradeCheck(named, { value: roundTo(face.glasses, 1), unit: null, limits: atMost(mostFrame), ...(isForbidden && { failLimits: atMost(mostFrame) }), advice });
}
