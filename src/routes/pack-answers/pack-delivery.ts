// Owns the choice between the forms of a pack's answer. Refuses a picture's bytes for several pictures.

import { Problem } from '../../problem.ts';
import type { Pack } from '../../studio/pack.ts';
import type { SelfieVerdict } from '../../studio/pack-selfies.ts';
import { describePicture } from '../delivery.ts';
import type { FileDelivery, Sending, StreamDelivery } from '../delivery.ts';
import { createEventForm } from './event-form.ts';
import { createJsonForm } from './json-form.ts';
import { answerPack } from './pack-answer.ts';
import type { PackForm } from './pack-answer.ts';
import { createZipForm } from './zip-form.ts';

/** Forms of an answer with several pictures, the usual one first. */
export const packTypes = ['application/zip', 'text/event-stream', 'application/json'] as const;

export type PackType = (typeof packTypes)[number];

const forms: Readonly<Record<PackType, (sending: Sending) => PackForm>> = {
  'application/zip': ({ response }) => createZipForm(response),
  'text/event-stream': ({ response, vault }) => createEventForm(response, vault),
  'application/json': ({ response, vault }) => createJsonForm(response, vault),
};

/** Answer with a pack as it is made. @param asked - Pictures of it. */
export function streamPack(pack: Pack, asked: number, type: PackType): StreamDelivery {
  return { send: (sending) => answerPack(pack, asked, forms[type](sending), sending) };
}

/**
 * Wait for the one picture of a pack.
 *
 * @throws {Problem} That of the picture, or of the whole.
 */
export async function awaitPicture(pack: Pack): Promise<FileDelivery> {
  let selfies: readonly SelfieVerdict[] = [];
  for await (const event of pack.events) {
    if (event.kind === 'opened') selfies = event.selfies;
    if (event.kind === 'problem') throw event.problem;
    if (event.kind === 'picture') return tellSelfies(describePicture(event.picture), selfies);
  }
  throw new Problem('internal', 'This is a fault of the studio: the picture was not made. Nothing was kept. Try again.');
}

function tellSelfies(delivery: FileDelivery, selfies: readonly SelfieVerdict[]): FileDelivery {
  const unused = selfies.flatMap(({ number, fault }) => (fault ? [`${number} ${fault.reason}`] : []));
  return unused.length === 0 ? delivery : { ...delivery, headers: { ...delivery.headers, 'Ephemera-Selfies-Unused': unused.join(', ') } };
}
