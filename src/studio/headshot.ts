// Owns a headshot from its photo to its file, by whichever engine makes it. A photo leaves the machine only after a face was found in it.

import type { ImageModel, Render } from '../engines/engine.ts';
import type { OpenPhoto } from '../photo/open.ts';
import type { EngineFacts } from './engine-choice.ts';
import { chooseEngines, localFacts, tryEngines } from './engine-choice.ts';
import { finishPicture } from './finish.ts';
import { openForWork } from './opening.ts';
import { paintHeadshot } from './painting.ts';
import type { FinishedPicture, HeadshotOrder, JobContext, MadeBy, StudioParts } from './orders.ts';

interface HeadshotEngine extends EngineFacts {
  render(): Promise<Render>;
}

/** @throws {Problem} `face-not-found`, `engine-unavailable`, `retention-exceeds`, and as opening, encoding and the engines do. */
export async function makeHeadshot(parts: StudioParts, order: HeadshotOrder, context: JobContext): Promise<FinishedPicture> {
  const contacted = new Set<ImageModel>();
  const asked = { add: (model: ImageModel) => [contacted, order.asked].forEach((set) => set?.add(model)) };
  const engines = chooseEngines(listEngines(parts, order, context, asked), order.wish, parts);
  const { engine, made } = await tryEngines(engines, (each) => each.render());
  return finishPicture(made, describeMaking(engine, [...contacted]), order.encoding, context);
}

/** @param asked - Gets every model that was sent the photo, whatever came of it. */
function listEngines(parts: StudioParts, order: HeadshotOrder, context: JobContext, asked: ModelNote): HeadshotEngine[] {
  return [
    { ...localFacts, render: () => renderLocally(parts, order, context) },
    ...parts.models.map((model) => describeModel(model, () => paintHeadshot(parts, noteWhenAsked(model, asked), order, context))),
  ];
}

/** Where it is noted who was sent a photo. */
interface ModelNote {
  add(model: ImageModel): void;
}

function noteWhenAsked(model: ImageModel, asked: ModelNote): ImageModel {
  return {
    ...model,
    paint: (request, signal) => model.paint({ ...request, onSending: () => asked.add(model) }, signal),
  };
}

/** A provider keeps the photo also when it failed, and the picture was made by another engine. */
function describeMaking({ name }: EngineFacts, asked: readonly ImageModel[]): MadeBy {
  return { engine: name, retentionDays: Math.max(0, ...asked.map(({ retention }) => retention.days)), hosts: [...new Set(asked.flatMap(({ hosts }) => hosts))] };
}

function describeModel({ name, retention }: ImageModel, render: () => Promise<Render>): HeadshotEngine {
  return { name, retention, render };
}

async function renderLocally(parts: StudioParts, order: HeadshotOrder, context: JobContext): Promise<Render> {
  using opened = await openForWork(parts, [order.photo], order.frame, context);
  const [photo] = opened.photos as [OpenPhoto];
  const render = await parts.local.headshot(photo, { ...order.sitting, frame: order.frame }, context);
  return { ...render, notes: [...render.notes, ...order.sitting.kept] };
}
