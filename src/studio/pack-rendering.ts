// Owns one picture of a pack: which engines may make it, from which selfie, checked, made again once. Refuses to make the same picture twice and call it two.

import { availableParallelism } from 'node:os';
import type { EncodedPicture, EngineName, ImageModel, Render } from '../engines/engine.ts';
import type { OpenPhoto } from '../photo/open.ts';
import { createPixelGate } from '../photo/pixel-gate.ts';
import type { PixelGate } from '../photo/pixel-gate.ts';
import type { Pixels } from '../photo/pixels.ts';
import { Problem } from '../problem.ts';
import { framings } from '../styles/look.ts';
import type { Sitting } from '../styles/sitting.ts';
import { takeTile } from './contact-sheet.ts';
import type { Tile } from './contact-sheet.ts';
import { localFacts, tryEngines } from './engine-choice.ts';
import type { EngineFacts } from './engine-choice.ts';
import { finishPicture } from './finish.ts';
import { openForWork } from './opening.ts';
import type { FinishedPicture, JobContext, MadeBy, PackOrder, PackPicture, StudioParts } from './orders.ts';
import type { Selfie } from './pack-selfies.ts';
import { askModel, reviewAnswer } from './painting.ts';
import { checkPicture } from './picture-check.ts';

/** What all pictures of a pack are made with. */
export interface PackRoom {
  readonly parts: StudioParts;
  readonly order: PackOrder;
  readonly context: JobContext;
  /** Allowed for this pack, in the order in which they are tried. */
  readonly engines: readonly EngineFacts[];
  /** The best first. */
  readonly selfies: readonly [Selfie, ...Selfie[]];
  /** Whose pixels are worked on. */
  readonly desk: PixelGate;
  /** Gets every model that was sent photos, whatever came of it. */
  readonly asked: Set<ImageModel>;
}

/** A picture, and the same one small where a contact sheet is wanted. */
export interface MadePicture {
  readonly picture: FinishedPicture;
  readonly tile: Tile | undefined;
}

/**
 * A pack works on the pixels of so many pictures at a time: half the cores stay with others, its first picture does
 * not wait for its second, and forty pictures take the memory of one. What a provider does meanwhile costs neither.
 */
export function createDesk(): PixelGate {
  return createPixelGate(Infinity, Math.max(1, availableParallelism() >> 1));
}

/** @throws {Problem} As the engines do; `result-unusable`. */
export async function makePicture(room: PackRoom, asked: PackPicture): Promise<MadePicture> {
  const engines = listEngines(room, asked);
  const contacted = new Set<ImageModel>();
  const { made } = await tryEngines(engines, ({ name }) => {
    const model = room.parts.models.find((each) => each.name === name);
    return model ? orAgain(() => paint(room, model, asked, contacted)) : photograph(room, asked, contacted);
  });
  return made;
}

/** This machine moves and lights a photo and invents nothing: so many unlike pictures it makes of one look. */
export function countUnlike({ selfies }: Pick<PackRoom, 'selfies'>, { mayReframe }: Pick<PackPicture, 'mayReframe'>): number {
  return selfies.length * (mayReframe ? framings.length : 1);
}

function listEngines(room: PackRoom, asked: PackPicture): readonly EngineFacts[] {
  return room.engines.filter(({ name }) => name !== localFacts.name || asked.variant < countUnlike(room, asked));
}

/** A model makes another picture when it is asked once more. */
async function orAgain<T>(attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'result-unusable') throw error;
    return await attempt();
  }
}

async function paint(room: PackRoom, model: ImageModel, asked: PackPicture, contacted: Set<ImageModel>): Promise<MadePicture> {
  const { parts, order, context, selfies, desk } = room;
  const noting: ImageModel = {
    ...model,
    paint: (request, signal) => model.paint({ ...request, onSending: () => void [contacted, room.asked].forEach((set) => set.add(model)) }, signal),
  };
  const references = selfies.slice(0, model.maxReferences).map(({ reference }): EncodedPicture => reference);
  const painting = await askModel(noting, references, { sitting: asked.sitting, frame: order.frame }, context);
  using _place = await desk.acquire(0, context.signal);
  return finish(room, asked, await reviewAnswer(parts, painting, { sitting: asked.sitting, frame: order.frame }, context), model.name, contacted);
}

async function photograph(room: PackRoom, asked: PackPicture, contacted: Set<ImageModel>): Promise<MadePicture> {
  const { context, selfies, desk } = room;
  const selfie = selfies[asked.variant % selfies.length]!;
  const sitting = reframe(asked.sitting, Math.floor(asked.variant / selfies.length));
  using _place = await desk.acquire(0, context.signal);
  return finish(room, asked, await renderHere(room, selfie, sitting), localFacts.name, contacted);
}

async function renderHere({ parts, order, context }: PackRoom, selfie: Selfie, sitting: Sitting): Promise<Render> {
  using opened = await openForWork(parts, [selfie.photo], order.frame, context);
  const [photo] = opened.photos as [OpenPhoto];
  const render = await parts.local.headshot(photo, { ...sitting, frame: order.frame }, context);
  return { ...render, notes: [...render.notes, ...sitting.kept] };
}

/** The same sitting from nearer or further away: its own framing first. */
function reframe(sitting: Sitting, step: number): Sitting {
  const ordered = framings.toSorted((one, other) => Number(other.id === sitting.framing) - Number(one.id === sitting.framing));
  const { id, closeness } = ordered[step % ordered.length]!;
  return { ...sitting, framing: id, closeness };
}

async function finish({ order, context }: PackRoom, { number }: PackPicture, render: Render, engine: EngineName, contacted: ReadonlySet<ImageModel>): Promise<MadePicture> {
  try {
    checkPicture(render, order.frame);
  } catch (error) {
    context.vault.erase(render.pixels.data);
    throw error;
  }
  const tile = order.withContactSheet ? await takeTile(number, render.pixels as Pixels<3>, render.source, context) : undefined;
  return { tile, picture: await finishPicture(render, { engine, ...readContacts(contacted) }, order.encoding, context) };
}

/** Who was sent photos, and for how many days they are kept there. */
export function readContacts(models: ReadonlySet<ImageModel>): Pick<MadeBy, 'retentionDays' | 'hosts'> {
  const all = [...models];
  return { retentionDays: Math.max(0, ...all.map(({ retention }) => retention.days)), hosts: [...new Set(all.flatMap(({ hosts }) => hosts))] };
}
