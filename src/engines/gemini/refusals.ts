// Owns which of Google's reasons is which refusal. Refuses the provider's own text: it can quote the request.

import type { Problem } from '../../problem.ts';
import { refuse } from '../refusals.ts';
import type { RefusalReason } from '../refusals.ts';

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
