// Owns a thumbnail from its photo to its file. The photo never leaves this machine: of a generated scene only the words for it do.

import type { ImageModel, PaintRequest } from '../engines/engine.ts';
import { arrange } from '../engines/poster/arrangement.ts';
import { checkWords } from '../engines/poster/poster.ts';
import { readPortrait } from '../face/reading.ts';
import { readPhotoFacts } from '../photo/open.ts';
import type { OpenPhoto } from '../photo/open.ts';
import { Problem } from '../problem.ts';
import { writeScenePrompt } from '../styles/scene.ts';
import { chooseEngines, localFacts, localPolicy, madeHere, tryEngines } from './engine-choice.ts';
import { finishPicture } from './finish.ts';
import { openForWork, openLimits } from './opening.ts';
import type { FinishedThumbnail, JobContext, MadeBy, StudioParts, ThumbnailOrder } from './orders.ts';

/** @throws {Problem} `text-too-long`, `script-unsettable`, `face-not-found`, `engine-unavailable`, `retention-exceeds`, and as opening, encoding and the engines do. */
export async function makeThumbnail(parts: StudioParts, order: ThumbnailOrder, context: JobContext): Promise<FinishedThumbnail> {
  if (order.scene === undefined) chooseEngines([localFacts], order.wish, localPolicy);
  const painters = order.scene === undefined ? [] : choosePainters(parts, order);
  await checkWords(order);
  const scene = order.scene === undefined ? undefined : await paintScene(parts, painters, order, order.scene, context);
  using opened = await openForWork(parts, scene ? [order.photo, scene.bytes] : [order.photo], order.platform, context);
  for (const file of scene ? [order.photo, scene.bytes] : [order.photo]) context.vault.erase(file);
  const [photo, painted] = opened.photos as [OpenPhoto, OpenPhoto?];
  const poster = await parts.local.poster(photo, { ...order, scene: painted?.pixels }, context);
  const source = scene ? 'compositeWithTrainedAlgorithmicMedia' : poster.source;
  const finished = await finishPicture({ ...poster, source }, scene?.made ?? madeHere, order.encoding, context);
  return { ...finished, contrast: poster.contrast };
}

/** Engines that paint from words alone; OpenAI's edits begin with a picture. */
const fromWords: ReadonlySet<ImageModel['name']> = new Set(['gemini']);

/** Whether an engine can paint what stands behind the person of a thumbnail. */
export function paintsScenes(name: ImageModel['name']): boolean {
  return fromWords.has(name);
}

function choosePainters(parts: StudioParts, { wish }: ThumbnailOrder): readonly ImageModel[] {
  const able = parts.models.filter(({ name }) => paintsScenes(name));
  if (able.length === 0) throw new Problem('engine-unavailable', 'A `scene` is painted by an engine that generates pictures, and this server has none. Leave `scene` out: the layout brings a ground of its own.', { members: { available: [] } });
  const generating = wish.engine === undefined || wish.engine === 'auto' ? { ...parts, order: able.map(({ name }) => name) } : parts;
  return chooseEngines(able, wish, generating);
}

interface Scene {
  /** Encoded, and known to be a picture; the vault's. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly made: MadeBy;
}

async function paintScene(parts: StudioParts, painters: readonly ImageModel[], order: ThumbnailOrder, scene: string, context: JobContext): Promise<Scene> {
  const { vault, signal, step } = context;
  await insistOnFace(parts, order.photo, context);
  const asked = new Set<ImageModel>();
  const request = describeScene(order, scene);
  const { engine, made } = await tryEngines(painters, (model) => step(model.name, () => model.paint({ ...request, onSending: () => asked.add(model) }, signal)));
  const bytes = vault.own(made.picture.bytes);
  await insistOnPicture(parts, bytes, context);
  const retentionDays = Math.max(0, ...[...asked].map(({ retention }) => retention.days));
  return { bytes, made: { engine: engine.name, retentionDays, hosts: [...new Set([...asked].flatMap(({ hosts }) => hosts))] } };
}

/** No provider is asked for a scene before which nobody will stand. Its room in memory is given back: a job that waits for more could wait for itself. */
async function insistOnFace(parts: StudioParts, file: Uint8Array<ArrayBuffer>, context: JobContext): Promise<void> {
  using opened = await openForWork(parts, [file], {}, context);
  const [photo] = opened.photos as [OpenPhoto];
  const { faces } = await context.step('read', () => readPortrait(parts.vision, photo.pixels, { matte: false }, context));
  context.vault.erase(photo.pixels.data);
  for (const { mesh } of faces) context.vault.erase(mesh);
  if (faces.length === 0) throw new Problem('face-not-found', 'No face was found, so no scene was asked for. Use a photo in which the face can be seen, not turned away or covered.');
}

function describeScene({ layout, platform }: ThumbnailOrder, scene: string): PaintRequest {
  const longest = Math.max(platform.width, platform.height);
  return {
    references: [],
    prompt: writeScenePrompt(scene, arrange(layout, platform, 0).stand.wordsAt),
    aspectRatio: `${platform.width}:${platform.height}`,
    imageSize: longest <= 1024 ? '1K' : longest <= 2048 ? '2K' : '4K',
  };
}

async function insistOnPicture(parts: StudioParts, bytes: Uint8Array<ArrayBuffer>, { vault, signal }: JobContext): Promise<void> {
  try {
    await readPhotoFacts(bytes, openLimits(parts), vault, signal);
  } catch (cause) {
    if (!(cause instanceof Problem) || cause.status >= 500) throw cause;
    throw new Problem('result-unusable', 'The provider’s answer is not a picture that can be opened. Try again.', { cause });
  }
}
