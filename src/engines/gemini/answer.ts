// Owns the reading of a complete answer: the picture, or why there is none. Refuses pictures of an answer that was stopped.

import type { GenerateContentResponse, Part } from '@google/genai';
import { eraseBytes } from '../../retention/vault.ts';
import type { EncodedPicture, Painting } from '../engine.ts';
import { readBlock, readFinish, refuseWithoutPicture } from './refusals.ts';
import { WireFault } from '../wire/fault.ts';

const mimeTypes = ['image/jpeg', 'image/png', 'image/webp'] as const;

/**
 * Take the picture out of an answer: the last one that is not a thought. All others are zero-filled.
 *
 * @param answer - As the SDK read it; `inlineData.data` is an index into `pictures`.
 * @param model - The name to report when the answer has none.
 * @throws {Problem} `refused-by-provider`.
 * @throws {WireFault} `unreadable` for an answer that is neither a picture nor a refusal.
 */
export function readAnswer(
  answer: GenerateContentResponse,
  pictures: readonly Uint8Array<ArrayBuffer>[],
  model: string,
): Painting {
  const picture = choosePicture(answer, pictures);
  for (const other of pictures) if (other !== picture.bytes) eraseBytes(other);
  return { picture, model: readModel(answer.modelVersion) ?? model };
}

function choosePicture(answer: GenerateContentResponse, pictures: readonly Uint8Array<ArrayBuffer>[]): EncodedPicture {
  const blockReason = answer.promptFeedback?.blockReason;
  if (blockReason) throw readBlock(blockReason);
  const candidate = answer.candidates?.[0];
  const finishReason = candidate?.finishReason;
  if (finishReason !== 'STOP') throw (finishReason && readFinish(finishReason)) || new WireFault('unreadable');
  const part = candidate?.content?.parts?.findLast((each) => each.inlineData && !each.thought);
  if (!part) throw refuseWithoutPicture();
  return readPicture(part, pictures);
}

function readPicture({ inlineData }: Part, pictures: readonly Uint8Array<ArrayBuffer>[]): EncodedPicture {
  const bytes = pictures[Number(inlineData?.data)];
  const mimeType = mimeTypes.find((each) => each === inlineData?.mimeType);
  if (!bytes || bytes.length === 0 || !mimeType) throw new WireFault('unreadable');
  return { bytes, mimeType };
}

// Goes into headers and receipts.
function readModel(version: string | undefined): string | undefined {
  return version && /^[\w./@:-]{1,100}$/.test(version) ? version : undefined;
}
