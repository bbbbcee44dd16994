// Owns a headshot from its photo to its file, by whichever engine makes it. A photo leaves the machine only after a face was found in it.

import type { ImageModel, Render } from '../engines/engine.ts';
import type { OpenPhoto } from '../photo/open.ts';
import type { EngineFacts } from './engine-choice.ts';
import { chooseEngines, localFacts, tryEngines } from './engine-choice.ts';
import { finishPicture } from './finish.ts';
import { openForWork } from './opening.ts';
import { paintHeadshot } from './painting.ts';
import type { FinishedPicture, HeadshotOrder, JobContext, StudioParts } from './orders.ts';

interface HeadshotEngine extends EngineFacts {
  render(): Promise<Render>;
}

/** @throws {Problem} `face-not-found`, `engine-unavailable`, `retention-exceeds`, and as opening, encoding and the engines do. */
export async function makeHeadshot(parts: StudioParts, order: HeadshotOrder, context: JobContext): Promise<FinishedPicture> {
  const engines = chooseEngines(listEngines(parts, order, context), order.wish, parts.order);
  const { engine, made } = await tryEngines(engines, (each) => each.render());
  return finishPicture(made, engine, order.encoding, context);
}

function listEngines(parts: StudioParts, order: HeadshotOrder, context: JobContext): HeadshotEngine[] {
  return [
    { ...localFacts, render: () => renderLocally(parts, order, context) },
    ...parts.models.map((model) => describeModel(model, () => paintHeadshot(parts, model, order, context))),
  ];
}

function describeModel({ name, retention }: ImageModel, render: () => Promise<Render>): HeadshotEngine {
  return { name, retention, render };
}

async function renderLocally(parts: StudioParts, order: HeadshotOrder, context: JobContext): Promise<Render> {
  using opened = await openForWork(parts, [order.photo], order.frame, context);
  const [photo] = opened.photos as [OpenPhoto];
  return parts.local.headshot(photo, { backdrop: order.backdrop, frame: order.frame }, context);
}
