// Owns a pack: selfies in, pictures out one by one as each is ready, what fails told beside what succeeds. Refuses to run ahead of whoever takes them.

import type { ImageModel } from '../engines/engine.ts';
import type { EncodedFile } from '../photo/encode.ts';
import { Problem } from '../problem.ts';
import { inOrderOfCompletion } from './completion.ts';
import { printContactSheet } from './contact-sheet.ts';
import type { Tile } from './contact-sheet.ts';
import { chooseEngines, localFacts } from './engine-choice.ts';
import type { FinishedPicture, JobContext, MadeBy, PackOrder, PackPicture, StudioParts } from './orders.ts';
import { countUnlike, createDesk, makePicture, readContacts } from './pack-rendering.ts';
import type { MadePicture, PackRoom } from './pack-rendering.ts';
import { seeSelfies } from './pack-selfies.ts';
import type { SeenSelfies, SelfieVerdict } from './pack-selfies.ts';

/** Selfies that one pack takes, and pictures that it gives. */
export const packLimits = { selfies: 20, pictures: 40 } as const;

/**
 * Pictures of one pack on their way at once. Each holds a file of at most about 10 MB (2K, PNG) until its reader has it: 40 MB
 * for one reader, however slow; and four calls take no more than a quarter of the usual places at a provider.
 */
const atOnce = 4;

/**
 * As long as a picture takes here from its answer to its file: calls that begin together come back together, and the
 * first picture would share the machine with the others'.
 */
const headStartMs = 1000;

/** How often a pack waits for its slowest picture, at least. */
export function countRounds(pictures: number): number {
  return Math.ceil(pictures / atOnce);
}

/** What happens to a pack, one after the other. */
export type PackEvent =
  | { readonly kind: 'opened'; readonly selfies: readonly SelfieVerdict[] }
  /** Its bytes belong to the vault; whoever takes the event erases them when they are delivered. */
  | { readonly kind: 'picture'; readonly asked: PackPicture; readonly picture: FinishedPicture }
  | { readonly kind: 'problem'; readonly asked: PackPicture; readonly problem: Problem }
  /** All pictures small, on one page; the last event, where one is wanted and there are pictures. */
  | { readonly kind: 'contact-sheet'; readonly file: EncodedFile };

/** A pack on its way. */
export interface Pack {
  /**
   * Runs as it is asked; whoever stops asking ends it.
   *
   * @throws {Problem} `engine-unavailable`, `retention-exceeds`, `selfies-unusable`, `parameter-invalid` before the first event;
   * the signal's reason when the client is gone.
   */
  readonly events: AsyncGenerator<PackEvent, void, undefined>;
  /** Who was sent the photos so far. */
  readContacts(): Pick<MadeBy, 'retentionDays' | 'hosts'>;
}

/** Begin a pack; nothing is done before its events are asked for. */
export function makePack(parts: StudioParts, order: PackOrder, context: JobContext): Pack {
  const asked = new Set<ImageModel>();
  return { events: runPack(parts, order, context, asked), readContacts: () => readContacts(asked) };
}

async function* runPack(parts: StudioParts, order: PackOrder, whole: JobContext, asked: Set<ImageModel>): AsyncGenerator<PackEvent, void, undefined> {
  const engines = chooseEngines([localFacts, ...parts.models], order.wish, parts);
  const stop = new AbortController();
  const context: JobContext = { ...whole, signal: AbortSignal.any([whole.signal, stop.signal]) };
  const seen = await seeSelfies(parts, order.selfies, context);
  const room: PackRoom = { parts, order, context, engines, selfies: seen.usable, desk: createDesk(), asked };
  refuseRepetition(room);
  if (!engines.some(({ name }) => name === localFacts.name)) forgetOriginals(seen, context);
  yield { kind: 'opened', selfies: seen.verdicts };
  const tiles: Tile[] = [];
  const jobs = order.pictures.map((picture) => () => tryPicture(room, picture));
  const results = inOrderOfCompletion(jobs, atOnce, headStartMs);
  try {
    for (let next = await results.next(); !next.done; next = await results.next()) {
      if ('problem' in next.value) yield { kind: 'problem', ...next.value };
      else {
        if (next.value.tile) tiles.push(next.value.tile);
        yield { kind: 'picture', asked: next.value.asked, picture: next.value.picture };
      }
    }
  } finally {
    // First the calls that run, then the wait for their end: a hang-up stops them at once.
    stop.abort(new PackEnded());
    await results.return();
  }
  if (tiles.length > 0 && !whole.signal.aborted) yield { kind: 'contact-sheet', file: await printContactSheet(tiles, whole) };
}

/** Nobody takes the pictures any more. */
class PackEnded extends Error {
  override readonly name = 'PackEnded';
}

type Tried = { readonly asked: PackPicture } & (MadePicture | { readonly problem: Problem });

/** A picture or why there is none; thrown is only what ends the pack: nobody is there to take anything. */
async function tryPicture(room: PackRoom, asked: PackPicture): Promise<Tried> {
  const { signal } = room.context;
  try {
    signal.throwIfAborted();
    return { asked, ...(await makePicture(room, asked)) };
  } catch (error) {
    if (signal.aborted && !(signal.reason instanceof Problem)) throw error;
    if (error instanceof Problem) return { asked, problem: error };
    return { asked, problem: new Problem('internal', 'This is a fault of the studio, not of your photo. Nothing was kept, and nothing is charged for this picture.', { cause: error }) };
  }
}

/** Where this machine is the only engine, what it would make twice is not made. @throws {Problem} `parameter-invalid`. */
function refuseRepetition(room: PackRoom): void {
  if (room.engines.some(({ name }) => name !== localFacts.name)) return;
  const repeated = room.order.pictures.find((picture) => picture.variant >= countUnlike(room, picture));
  if (!repeated) return;
  const most = countUnlike(room, repeated);
  const pictures = most === 1 ? '1 picture' : `${most} unlike pictures`;
  const detail = `From the usable selfies, this server makes ${pictures} of a look: by selfie${repeated.mayReframe ? ' and framing' : ''}. Set \`count\` to at most ${most}, ask for more looks, or send more selfies.`;
  throw new Problem('parameter-invalid', detail, { members: { parameter: 'count', most } });
}

/** Models are sent the references alone. */
function forgetOriginals({ usable }: SeenSelfies, { vault }: JobContext): void {
  for (const { photo } of usable) vault.erase(photo);
}
