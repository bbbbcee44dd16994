// Owns the one scope in which a photo lives: admit, receive, work, deliver, forget. Whatever happens, the vault closes at its end.

import { finished } from 'node:stream/promises';
import type { Request, Response } from 'express';
import type { Config } from '../config.ts';
import type { MemoryBudget } from '../retention/budget.ts';
import { Vault } from '../retention/vault.ts';
import { createSteps } from '../studio/steps.ts';
import type { FinishedPicture, JobContext } from '../studio/orders.ts';
import { admitUpload } from './admission.ts';
import { ClientGone, watchConnection } from './connection.ts';
import type { Drain } from './requests.ts';
import { receiveUpload } from './upload.ts';
import type { FileFields, Upload } from './upload.ts';

/** What every route that takes a photo needs. */
export interface PhotoParts {
  readonly config: Config;
  readonly budget: MemoryBudget;
  readonly drain: Drain;
}

/** One kind of work: the files it takes and how it is made. */
export interface PhotoWork {
  readonly files: FileFields;
  /** Make the picture; every buffer with image data belongs to the context's vault. */
  make(upload: Upload, context: JobContext, request: Request): Promise<FinishedPicture>;
}

/** A handler that takes a photo, works on it, answers and forgets. */
export function takePhoto(parts: PhotoParts, work: PhotoWork) {
  const maxFiles = Object.values(work.files).reduce((sum, count) => sum + count, 0);
  return async (request: Request, response: Response): Promise<void> => {
    const reservation = admitUpload(request, maxFiles, parts.config, parts.budget);
    await using vault = new Vault(reservation);
    using life = watchConnection(response, parts.config.jobTimeoutMs + parts.config.uploadTimeoutMs, parts.drain.stopping);
    const steps = createSteps();
    const context: JobContext = { vault, signal: life.signal, step: steps.step };
    const upload = await steps.step('receive', () =>
      receiveUpload(request, response, work.files, parts.config, vault, life.signal),
    );
    const picture = await work.make(upload, context, request);
    life.signal.throwIfAborted();
    await deliver(response, picture, steps.durations);
  };
}

async function deliver(response: Response, picture: FinishedPicture, durations: ReadonlyMap<string, number>): Promise<void> {
  response.status(200).set({
    'Content-Type': picture.mimeType,
    'Content-Length': String(picture.bytes.byteLength),
    'Cache-Control': 'no-store',
    'Ephemera-Engine': picture.engine,
    'Ephemera-Retention-Days': String(picture.retentionDays),
    'Ephemera-Faces': String(picture.faces),
    'Ephemera-Confidence': picture.confidence.toFixed(2),
    'Ephemera-Width': String(picture.width),
    'Ephemera-Height': String(picture.height),
    'Server-Timing': [...durations].map(([name, ms]) => `${name};dur=${ms.toFixed(1)}`).join(', '),
  });
  if (picture.window) response.set('Ephemera-Window', picture.window.map((share) => share.toFixed(4)).join(', '));
  if (picture.notes.length > 0) response.set('Ephemera-Notes', picture.notes.join(', '));
  const sent = finished(response);
  response.end(picture.bytes);
  try {
    await sent;
  } catch (error) {
    throw new ClientGone('', { cause: error });
  }
}
