// Owns the one scope in which a photo lives: admit, hold, receive, work, charge, deliver, forget. Whatever happens, the vault closes at its end.

import type { Request, Response } from 'express';
import type { Config } from '../config.ts';
import type { PricedWork } from '../credit-prices.ts';
import type { BudgetDoor } from '../retention/budget.ts';
import type { IdleCollection } from '../retention/idle-collection.ts';
import type { ReceiptFacts, ReceiptSigner } from '../retention/receipt.ts';
import { Vault } from '../retention/vault.ts';
import { createSteps } from '../studio/steps.ts';
import type { JobContext } from '../studio/orders.ts';
import { admitUpload } from './admission.ts';
import type { Till } from './charge.ts';
import { watchConnection } from './connection.ts';
import { deliver, describeSending } from './delivery.ts';
import type { Delivery, Sending, StreamDelivery } from './delivery.ts';
import { notesOf } from './requests.ts';
import type { Drain } from './requests.ts';
import { receiveUpload } from './upload.ts';
import type { FileFields, Upload } from './upload.ts';

/** What every route that takes a photo needs. */
export interface PhotoParts {
  readonly config: Config;
  readonly budget: BudgetDoor;
  readonly drain: Drain;
  readonly receipts: ReceiptSigner;
  readonly collection: IdleCollection;
  readonly till: Till;
}

/** Bodies that are no form of parts, and how they are read: as `receiveUpload` reads those. */
export interface OtherBodies {
  readonly types: readonly string[];
  readonly receive: typeof receiveUpload;
}

/** One kind of work: the files it takes and how it is made. */
export interface PhotoWork {
  readonly kind: PricedWork;
  readonly files: FileFields;
  /** The one of these that comes as base64. */
  readonly encodedField?: string;
  readonly otherBodies?: OtherBodies;
  /**
   * Read how much a body asks for, where that may be more than one picture: credits are put aside and time is given when it was read.
   *
   * @throws {Problem} `parameter-unknown`, `parameter-invalid`.
   */
  plan?(upload: Upload): WorkPlan;
  /** Make the answer; every buffer with image data belongs to the context's vault. */
  make(upload: Upload, context: JobContext, request: Request): Promise<Delivery>;
}

/** How much a body asks for. */
export interface WorkPlan {
  readonly pictures: number;
  /** Times that the work on one photo may take, one after the other. */
  readonly rounds: number;
}

const onePicture: WorkPlan = { pictures: 1, rounds: 1 };

/** After its job's last moment, in milliseconds: time for an answer that is sent as it is made to say how it ends. */
export const lastWordsMs = 2000;

/** A handler that takes a photo, works on it, answers and forgets. */
export function takePhoto(parts: PhotoParts, work: PhotoWork) {
  const maxFiles = Object.values(work.files).reduce((sum, count) => sum + count, 0);
  return async (request: Request, response: Response): Promise<void> => {
    const order = await parts.till.order(request, response, work.kind, 1);
    using room = new DisposableStack();
    const reservation = room.adopt(await admitUpload(request, maxFiles, parts.config, parts.budget, work.otherBodies?.types), (held) => held.release());
    using _collected = parts.collection.begin();
    if (work.plan) await parts.till.glance(order);
    // Closed after the vault: no photo waits for the database.
    await using charges = new AsyncDisposableStack();
    const early = work.plan ? undefined : charges.use(await parts.till.open(order, response));
    await using vault = new Vault(reservation);
    using life = watchConnection(response, parts.config.jobTimeoutMs + parts.config.uploadTimeoutMs, parts.drain.stopping);
    // Native work that nobody waits for ends in its own time; what it was to cost is given back at once.
    life.signal.addEventListener('abort', () => void early?.[Symbol.asyncDispose](), { once: true });
    const steps = createSteps();
    const context: JobContext = { vault, signal: life.signal, step: steps.step };
    const upload = await steps.step('receive', () =>
      readerOf(work, request)(request, response, work.files, parts.config, vault, life.signal, work.encodedField),
    );
    const { pictures, rounds } = work.plan?.(upload) ?? onePicture;
    const extraMs = (rounds - 1) * parts.config.jobTimeoutMs;
    life.extend(extraMs);
    const charge = early ?? charges.use(await parts.till.open(order, response, { pictures, extraMs }));
    // Likewise; but what came to its deadline may still send and charge what is made.
    life.signal.addEventListener('abort', () => void (response.destroyed && charge[Symbol.asyncDispose]()), { once: true });
    const delivery = await work.make(upload, context, request);
    const sign = (facts: Omit<ReceiptFacts, 'requestId' | 'bytesReceived'>) => steps.step('receipt', () => parts.receipts.sign({ ...facts, ...describeRequest(request, response) }));
    if ('send' in delivery) return await sendStream(delivery, { response, vault, charge, sign }, life.signal);
    const receipt = await sign(describeSending(delivery, work.kind));
    life.signal.throwIfAborted();
    const credits = await charge.capture(1);
    life.signal.throwIfAborted();
    // A client that stops reading does not keep its picture in memory past the deadline.
    life.signal.addEventListener('abort', () => response.destroy(), { once: true });
    await deliver(response, { ...delivery, headers: { ...delivery.headers, ...credits } }, receipt, steps.durations);
  };
}

/** The work stops with its signal; the answer may still end properly, unless its client has stopped reading. */
async function sendStream(delivery: StreamDelivery, sending: Omit<Sending, 'noteFailure'>, signal: AbortSignal): Promise<void> {
  const { response } = sending;
  using timers = new DisposableStack();
  const cutLater = () => timers.adopt(setTimeout(() => response.destroy(), lastWordsMs), clearTimeout);
  signal.addEventListener('abort', cutLater, { once: true });
  timers.defer(() => signal.removeEventListener('abort', cutLater));
  await delivery.send({ ...sending, noteFailure: (failure) => void (notesOf(response).failure = failure) });
}

function readerOf({ otherBodies }: PhotoWork, request: Request): typeof receiveUpload {
  return otherBodies && request.is([...otherBodies.types]) ? otherBodies.receive : receiveUpload;
}

/** The body has been read to its end, so it was as long as announced. */
function describeRequest(request: Request, response: Response): Pick<ReceiptFacts, 'requestId' | 'bytesReceived'> {
  return { requestId: notesOf(response).requestId, bytesReceived: Number(request.headers['content-length']) };
}
