// Owns a cutout from its photo to its file. Always made on this machine: no engine elsewhere does it better.

import type { OpenPhoto } from '../photo/open.ts';
import { finishPicture } from './finish.ts';
import { openForWork } from './opening.ts';
import { madeHere } from './engine-choice.ts';
import type { CutoutOrder, FinishedPicture, JobContext, StudioParts } from './orders.ts';

/** @throws {Problem} `person-not-found`, and as opening, encoding and the local engine do. */
export async function makeCutout(parts: StudioParts, order: CutoutOrder, context: JobContext): Promise<FinishedPicture> {
  const files = order.backgroundPicture ? [order.photo, order.backgroundPicture] : [order.photo];
  using opened = await openForWork(parts, files, order.frame, context);
  const [photo, backgroundPicture] = opened.photos as [OpenPhoto, OpenPhoto?];
  for (const file of files) context.vault.erase(file);
  const { background, output, crop, margin, frame } = order;
  const render = await parts.local.cutout(photo, { background, backgroundPicture, output, crop, margin, frame }, context);
  return finishPicture(render, madeHere, order.encoding, context);
}
