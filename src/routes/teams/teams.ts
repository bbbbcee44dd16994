// Owns `POST /v1/team-headshots`: a zip of people's photos in, a zip of their headshots out, both as they come. Refuses a body in parts, and to hold it whole.

import type { Request, Response } from 'express';
import type { Reception } from '../../accounts/auth/reception.ts';
import { Problem } from '../../problem.ts';
import { readContacts } from '../../studio/pack-rendering.ts';
import type { Studio } from '../../studio/studio.ts';
import { bytesPerUploadByte } from '../admission.ts';
import { allowLongBody, discardBody, watchConnection } from '../connection.ts';
import { describeOrder, readHeadshot } from '../headshots.ts';
import { arrangePictures } from '../look-wishes.ts';
import { endResponse } from '../pack-answers/pack-answer.ts';
import { acceptOnly } from '../photo.ts';
import type { PhotoParts } from '../photo-work.ts';
import { notesOf } from '../requests.ts';
import { openZipWriter } from '../zip-writer.ts';
import { EndOfBody, openBody } from './body-bytes.ts';
import type { BodyBytes } from './body-bytes.ts';
import { writeResults } from './results.ts';
import { receive, whileRead, workThrough } from './team-work.ts';
import type { TeamRoom, TeamTally } from './team-work.ts';
import { WalkEnded, walkZip } from './zip-walk.ts';

/** The second is what browsers on Windows call it. */
const zipTypes = ['application/zip', 'application/x-zip-compressed'];

const encoder = new TextEncoder();

/** A handler that makes a headshot of each photo of a zip. @param reception - Undefined where accounts are off. */
export function takeTeam(parts: PhotoParts, studio: Studio, reception: Reception | undefined) {
  return async (request: Request, response: Response): Promise<void> => {
    const order = await readTeamOrder(request, reception);
    const price = await parts.till.order(request, response, 'headshot', 1);
    using places = new DisposableStack();
    // One photo is in memory at a time, however many there are: as it comes, whole, and the headshot that goes.
    places.adopt(await parts.budget.reserve(parts.config.maxUploadBytes * bytesPerUploadByte), (held) => held.release());
    using _collected = parts.collection.begin();
    await parts.till.glance(price);
    allowLongBody(request, response);
    if (request.headers.expect === '100-continue') response.writeContinue();
    using body = openBody(request);
    const room: TeamRoom = { parts, studio, request, response, walk: walkZip(body, parts.config.maxUploadBytes), order, price };
    await answerTeam(room, body);
  };
}

/** @throws {Problem} `media-type-unsupported`, `not-acceptable`, and as `readHeadshot`. */
async function readTeamOrder(request: Request, reception: Reception | undefined): Promise<TeamRoom['order']> {
  if (!request.is(zipTypes)) throw new Problem('media-type-unsupported', 'Send the zip itself as the body, with `Content-Type: application/zip`. The fields go into the address, after a question mark.');
  acceptOnly(request, ['application/zip']);
  const { fields, wish } = await readHeadshot(request.query, request, reception);
  const [{ sitting }, second] = arrangePictures(fields, wish);
  if (second) throw new Problem('parameter-invalid', 'A team gets one headshot of each person, all in one look: send one `style`, without `count`.', { members: { parameter: fields.count === undefined ? 'style' : 'count' } });
  return { ...describeOrder(fields, fields.format ?? 'jpeg'), sitting };
}

async function answerTeam(room: TeamRoom, body: BodyBytes): Promise<void> {
  await using charges = new AsyncDisposableStack();
  const tally: TeamTally = { charges, rows: [], files: [], engines: new Set(), asked: new Set(), bytesSent: 0, zip: undefined };
  try {
    await workThrough(room, tally);
    await readToEnd(room, body);
  } catch (error) {
    if (!(error instanceof WalkEnded) || room.response.destroyed) throw error;
    if (tally.rows.length === 0) throw error.problem;
    notesOf(room.response).failure = error.problem;
    tally.rows.push({ name: '', status: 'not-made', file: '', problem: error.problem.code, advice: `Nothing behind this was read. ${error.problem.detail}`, engine: '' });
    body[Symbol.dispose]();
    discardBody(room.request);
  }
  if (tally.rows.length === 0) throw new Problem('photo-missing', 'The zip has no photo. Put the photos of your people into it, one of each.');
  await finish(room, tally, body.usedBytes);
}

/** The directory says again what was read. */
async function readToEnd(room: TeamRoom, body: BodyBytes): Promise<void> {
  using turn = watchConnection(room.response, room.parts.config.uploadTimeoutMs, room.parts.drain.stopping);
  await receive(room, turn, async () => {
    try {
      for (;;) body.use((await body.piece()).byteLength);
    } catch (error) {
      if (!(error instanceof EndOfBody)) throw error;
    }
  });
}

async function finish({ parts, response }: TeamRoom, tally: TeamTally, bytesReceived: number): Promise<void> {
  const { rows, files, engines, asked, bytesSent } = tally;
  const engine = engines.size === 0 ? 'none' : [...engines].join(', ');
  const receipt = await parts.receipts.sign({ kind: 'team', engine, ...readContacts(asked), requestId: notesOf(response).requestId, bytesReceived, bytesSent, files });
  await whileRead(response, parts.config.uploadTimeoutMs, async () => {
    const zip = (tally.zip ??= await openZipWriter(response));
    await zip.add({ name: 'results.csv', bytes: encoder.encode(writeResults(rows)) });
    await zip.add({ name: 'receipt.jwt', bytes: encoder.encode(receipt) });
    await zip.finish();
    await endResponse(response);
  });
}
