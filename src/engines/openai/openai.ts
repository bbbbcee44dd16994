// Owns the engine `openai`: one call for one picture. Refuses conversations, stored files and answers by address.

import { toStreamingFile } from 'openai';
import type { ImageEditParamsNonStreaming } from 'openai/resources/images';
import type { ImageModel, PaintRequest } from '../engine.ts';
import { callProvider } from '../wire/call.ts';
import type { Line } from '../wire/call.ts';
import type { Transfer } from '../wire/transfer.ts';
import type { Placeholder } from '../wire/upload.ts';
import { readAnswer } from './answer.ts';
import { dialect } from './dialect.ts';
import { planSize } from './image-size.ts';
import { createClient, readBaseUrl, readRetention } from './settings.ts';
import type { OpenaiSettings } from './settings.ts';

/** Sixteen pictures in one edit. @see https://developers.openai.com/api/reference/resources/images/methods/edit */
const maxReferences = 16;

/** The one model of the family that is told how faithful to be to a face; later ones always are, or refuse the word. */
const modelWithFidelity = /^gpt-image-1\.5(-|$)/;

/** Create the engine `openai`. */
export function createOpenai(settings: OpenaiSettings): ImageModel {
  const line: Line = { provider: 'OpenAI', timeoutMs: settings.timeoutMs, dialect, encoding: 'bytes' };
  return {
    name: 'openai',
    title: 'OpenAI',
    retention: readRetention(settings),
    hosts: [new URL(readBaseUrl(settings)).hostname],
    signInHosts: [],
    maxReferences,
    paint(request, signal) {
      const attempt = async (transfer: Transfer) => {
        const client = createClient(settings, transfer.fetch);
        const answer = await client.images.edit(describeEdit(settings, request, transfer.placeholders), { signal: transfer.signal });
        return readAnswer(answer, transfer.pictures, settings.model);
      };
      return callProvider(line, request.references.slice(0, maxReferences), attempt, signal);
    },
  };
}

function describeEdit({ model }: OpenaiSettings, request: PaintRequest, placeholders: readonly Placeholder[]): ImageEditParamsNonStreaming {
  return {
    model,
    prompt: request.prompt,
    image: placeholders.map(describeFile),
    size: planSize(request.aspectRatio, request.imageSize, model),
    // What the finish encodes again should have been encoded without loss before.
    output_format: 'png',
    quality: 'high',
    ...(modelWithFidelity.test(model) ? { input_fidelity: 'high' } : {}),
  };
}

/** The token stands where the bytes go. The name is a number: that of the upload leaves with nobody. */
function describeFile({ token, picture }: Placeholder, index: number) {
  return toStreamingFile(say(token), `${index + 1}.${picture.mimeType.slice('image/'.length)}`, { type: picture.mimeType });
}

async function* say(token: string): AsyncGenerator<Buffer> {
  yield Buffer.from(token);
}
