// Owns a cutout from its photo to its file. Always made on this machine: no engine elsewhere does it better.

import { finishPicture } from './finish.ts';
import { openForWork } from './opening.ts';
import { localFacts } from './engine-choice.ts';
import type { CutoutOrder, FinishedPicture, JobContext, StudioParts } from './orders.ts';

/** @throws {Problem} `person-not-found`, and as opening, encoding and the local engine do. */
export async function makeCutout(parts: StudioParts, order: CutoutOrder, context: JobContext): Promise<FinishedPicture> {
  using opened = await openForWork(parts, order.photo, context);
  using behind = order.backgroundPicture ? await openForWork(parts, order.backgroundPicture, context) : undefined;
  context.vault.erase(order.photo);
  const { background, output, crop, margin, frame } = order;
  const render = await parts.local.cutout(
    opened.photo,
    { background, backgroundPicture: behind?.photo, output, crop, margin, frame },
    context,
  );
  return finishPicture(render, localFacts, order.encoding, context);
}
