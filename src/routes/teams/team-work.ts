// Owns one team's headshots: photo after photo from the zip that comes into the zip that goes, one in memory at a time. Refuses to charge for what did not leave.

import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import type { HoldOrder } from '../../accounts/credit.ts';
import type { ImageModel } from '../../engines/engine.ts';
import { Problem } from '../../problem.ts';
import { describeFile } from '../../retention/receipt.ts';
import type { ReceiptResult } from '../../retention/receipt.ts';
import { Vault } from '../../retention/vault.ts';
import type { FinishedPicture, HeadshotOrder } from '../../studio/orders.ts';
import { createSteps } from '../../studio/steps.ts';
import type { Studio } from '../../studio/studio.ts';
import type { AnswerProgress, Charge } from '../charge.ts';
import { ClientGone, watchConnection } from '../connection.ts';
import type { JobLife } from '../connection.ts';
import type { PhotoParts } from '../photo-work.ts';
import { notesOf } from '../requests.ts';
import { withinTime } from '../upload.ts';
import { nameFile } from '../zip.ts';
import { openZipWriter } from '../zip-writer.ts';
import type { ZipWriter } from '../zip-writer.ts';
import { createFileNames } from './entry-name.ts';
import type { ResultRow } from './results.ts';
import { WalkEnded } from './zip-walk.ts';
import type { ZipEntry, ZipWalk } from './zip-walk.ts';

/** What a team's headshots are made with. */
export interface TeamRoom {
  readonly parts: PhotoParts;
  readonly studio: Studio;
  readonly request: Request;
  readonly response: Response;
  readonly walk: ZipWalk;
  /** Of every headshot. */
  readonly order: Omit<HeadshotOrder, 'photo' | 'asked'>;
  /** For one headshot; undefined where nothing is paid. */
  readonly price: HoldOrder | undefined;
}

/** What became of a team so far. */
export interface TeamTally {
  readonly rows: ResultRow[];
  readonly files: ReceiptResult[];
  readonly engines: Set<string>;
  readonly asked: Set<ImageModel>;
  bytesSent: number;
  /** Of headshots that left, where it matters how the whole answer ends; closed behind it. */
  readonly charges: AsyncDisposableStack;
  /** Undefined until the first headshot leaves. */
  zip: ZipWriter | undefined;
}

/** What is left of so many photos on the heap is about 30 MB; a collection takes 50 ms at most, a tenth of one photo. */
const photosPerCollection = 16;

/** Refusals that every further photo would get too: sign-in, credits, rights, and a wish for an engine that nothing meets. */
function concernsAll({ status, code }: Problem): boolean {
  return [401, 402, 403].includes(status) || code === 'engine-unavailable' || code === 'retention-exceeds' || code.startsWith('parameter-');
}

/**
 * Work through a zip to its directory.
 *
 * @throws {Problem} That of all photos, before anything is told. @throws {WalkEnded} The rest is not read. @throws {ClientGone}
 */
export async function workThrough(room: TeamRoom, tally: TeamTally): Promise<void> {
  const { parts: { config, drain, collection }, response, walk } = room;
  const names = createFileNames();
  let lasting: Problem | undefined;
  for (;;) {
    // As long as one photo of one request has.
    using turn = watchConnection(response, config.uploadTimeoutMs + config.jobTimeoutMs, drain.stopping);
    const entry = await receive(room, turn, () => walk.next());
    if (!entry) return;
    if (tally.rows.length % photosPerCollection === photosPerCollection - 1) collection.pause();
    try {
      if (lasting ?? entry.fault) throw lasting ?? entry.fault;
      tally.rows.push(await makeOne(room, tally, entry, turn, (ending) => names.give(entry.name, ending)));
    } catch (error) {
      const problem = readFault(error, room);
      const row = { name: entry.name, status: 'failed', file: '', problem: problem.code, advice: problem.detail, engine: '' } as const;
      if (concernsAll(problem)) {
        if (tally.rows.length === 0) throw problem;
        lasting = problem;
      }
      tally.rows.push(lasting ? { ...row, status: 'not-made' } : row);
      if (error instanceof WalkEnded) throw error;
      if (drain.stopping.aborted) throw new WalkEnded(problem);
    }
  }
}

/** A fault of the studio fails one photo, not its team. @throws {ClientGone} */
function readFault(error: unknown, { response }: TeamRoom): Problem {
  if (response.destroyed) throw error instanceof ClientGone ? error : new ClientGone('', { cause: error });
  if (error instanceof ClientGone) throw error;
  if (error instanceof WalkEnded) return error.problem;
  if (error instanceof Problem) return error;
  notesOf(response).failure = error;
  return new Problem('internal', 'This is a fault of the studio, not of the photo. Send this photo again.');
}

/** Wait for the client, as long as one upload may take. @throws {WalkEnded} It came too slowly: the place in the zip is lost. */
export async function receive<T>({ parts: { config } }: Pick<TeamRoom, 'parts'>, { signal }: Pick<JobLife, 'signal'>, work: () => Promise<T>): Promise<T> {
  let result: { readonly value: T } | undefined;
  let failure: unknown;
  try {
    await withinTime(config.uploadTimeoutMs, signal, (resolve, reject) => {
      work().then(
        (value) => {
          result = { value };
          resolve();
        },
        (error: unknown) => reject((failure = error)),
      );
    });
  } catch (error) {
    throw error instanceof Problem && error !== failure ? new WalkEnded(error) : error;
  }
  return result!.value;
}

async function makeOne(room: TeamRoom, tally: TeamTally, entry: ZipEntry, turn: JobLife, name: (ending: string) => string): Promise<ResultRow> {
  const { parts, studio, order, response } = room;
  const number = tally.rows.length + 1;
  const progress: PictureProgress = {
    headersSent: false,
    get writableFinished() {
      return response.writableFinished;
    },
  };
  // Closed after the vault: no photo waits for the database.
  await using charges = new AsyncDisposableStack();
  const charge = charges.use(await parts.till.open(room.price && forOne(room.price, number), progress));
  await using vault = new Vault();
  const giveBack = () => void charge[Symbol.asyncDispose]();
  turn.signal.addEventListener('abort', giveBack, { once: true });
  const photo = await receive(room, turn, () => entry.read(vault));
  const picture = await studio.makeHeadshot({ ...order, photo, asked: tally.asked }, { vault, signal: turn.signal, step: createSteps().step });
  turn.signal.throwIfAborted();
  turn.signal.removeEventListener('abort', giveBack);
  const file = name(nameFile('', picture.mimeType).slice(1));
  await send(room, tally, charge, progress, picture, { number, file });
  // Who comes again with the same key gets anew what was cut off: a zip without its end is hard to open.
  if (room.price?.idempotencyKey !== undefined) tally.charges.use(charges.move());
  return { name: entry.name, status: 'made', file, problem: '', advice: '', engine: picture.engine };
}

/** How far one headshot of the answer was sent. */
interface PictureProgress extends AnswerProgress {
  headersSent: boolean;
}

/** Each photo is charged on its own, so each has a key of its own. */
function forOne(price: HoldOrder, number: number): HoldOrder {
  const { idempotencyKey: key } = price;
  return { ...price, idempotencyKey: key === undefined ? undefined : createHash('sha256').update(`${key}\0${number}`).digest('base64url') };
}

async function send({ parts, response }: TeamRoom, tally: TeamTally, charge: Charge, progress: PictureProgress, { bytes, mimeType, engine }: FinishedPicture, { number, file }: { readonly number: number; readonly file: string }): Promise<void> {
  await charge.capture(1);
  // The receipt says which headshot, and not whose.
  tally.files.push(describeFile({ name: nameFile(String(number).padStart(4, '0'), mimeType), mediaType: mimeType, engine, bytes }));
  tally.engines.add(engine);
  tally.bytesSent += bytes.byteLength;
  progress.headersSent = true;
  await whileRead(response, parts.config.uploadTimeoutMs, async () => (tally.zip ??= await openZipWriter(response)).add({ name: file, bytes }));
}

/** Cut the connection of a client that reads nothing: many send all before they read, and both sides would wait for ever. */
export async function whileRead(response: Response, timeoutMs: number, write: () => Promise<void>): Promise<void> {
  const cut = setTimeout(() => response.destroy(), timeoutMs);
  try {
    await write();
  } finally {
    clearTimeout(cut);
  }
}
