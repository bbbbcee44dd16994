// Owns what the provider's refusals mean to people. Refuses the provider's own text: it can quote the request.

import { Problem } from '../../problem.ts';

/** Why the provider would not make a picture: the public member `reason` of `refused-by-provider`. */
export type RefusalReason =
  | 'safety'
  | 'prohibited-content'
  | 'blocked-words'
  | 'recitation'
  | 'personal-data'
  | 'language'
  | 'no-picture'
  | 'too-long'
  | 'unspecified';

const advice: Readonly<Record<RefusalReason, string>> = {
  safety: 'The provider’s safety filter stopped this picture. Use another photo, or leave out or reword the note.',
  'prohibited-content': 'The provider does not make pictures of this kind. Use another photo of a clothed adult, or leave out the note.',
  'blocked-words': 'The request has words that the provider does not accept. Leave out or reword the note.',
  recitation: 'The picture came too close to an existing one. Leave names of works, brands and people out of the note.',
  'personal-data': 'The provider found personal data in the request. Leave names, numbers and addresses out of the note and the photo.',
  language: 'The provider does not take requests in this language. Write the note in English.',
  'no-picture': 'The provider answered without a picture. Try again, with a simpler note or another photo.',
  'too-long': 'The provider’s answer grew too long before the picture was done. Try again with fewer photos or a smaller size.',
  unspecified: 'The provider refused without saying why. Try another photo, or leave out or reword the note.',
};

/** `promptFeedback.blockReason` → reason; MODEL_ARMOR and JAILBREAK come from Vertex. */
const blockReasons: Readonly<Record<string, RefusalReason>> = {
  SAFETY: 'safety',
  IMAGE_SAFETY: 'safety',
  BLOCKLIST: 'blocked-words',
  PROHIBITED_CONTENT: 'prohibited-content',
  MODEL_ARMOR: 'safety',
  JAILBREAK: 'safety',
};

/** `finishReason` of a candidate → reason. What is missing here is no refusal but a fault. */
const finishReasons: Readonly<Record<string, RefusalReason>> = {
  SAFETY: 'safety',
  IMAGE_SAFETY: 'safety',
  PROHIBITED_CONTENT: 'prohibited-content',
  IMAGE_PROHIBITED_CONTENT: 'prohibited-content',
  BLOCKLIST: 'blocked-words',
  RECITATION: 'recitation',
  IMAGE_RECITATION: 'recitation',
  SPII: 'personal-data',
  LANGUAGE: 'language',
  NO_IMAGE: 'no-picture',
  IMAGE_OTHER: 'unspecified',
  OTHER: 'unspecified',
  MAX_TOKENS: 'too-long',
};

/** A request that was blocked before anything was made; every block is a refusal, known or not. */
export function readBlock(blockReason: string): Problem {
  return refuse(blockReasons[blockReason] ?? 'unspecified');
}

/** @returns Undefined for a finish that is no refusal. */
export function readFinish(finishReason: string): Problem | undefined {
  const reason = finishReasons[finishReason];
  return reason && refuse(reason);
}

/** A call that ended well, with words and no picture. */
export function refuseWithoutPicture(): Problem {
  return refuse('no-picture');
}

function refuse(reason: RefusalReason): Problem {
  return new Problem('refused-by-provider', advice[reason], { members: { reason } });
}
