// Owns how a pack is answered, whatever the form: each picture charged as it leaves and erased when it has left, one receipt for all. Refuses to charge for what failed.

import type { ServerResponse } from 'node:http';
import { Problem } from '../../problem.ts';
import { describeFile } from '../../retention/receipt.ts';
import type { ReceiptResult } from '../../retention/receipt.ts';
import type { FinishedPicture, MadeBy, PackPicture } from '../../studio/orders.ts';
import type { Pack, PackEvent } from '../../studio/pack.ts';
import type { SelfieVerdict } from '../../studio/pack-selfies.ts';
import type { CreditHeaders } from '../charge.ts';
import type { Sending } from '../delivery.ts';
import { nameFile } from '../zip.ts';

/** One picture as it is told of, without its bytes. */
export interface PictureFacts {
  readonly number: number;
  readonly style: string | null;
  readonly name: string;
  readonly mediaType: string;
  readonly width: number;
  readonly height: number;
  readonly engine: string;
  readonly confidence: number;
  readonly notes: readonly string[];
}

/** One picture that there is none of. */
export interface FailureFacts {
  readonly number: number;
  readonly style: string | null;
  /** Without `instance`: that is the request's. */
  readonly problem: Readonly<Record<string, unknown>>;
}

/** What is told at the end. */
export interface PackReport {
  readonly asked: number;
  readonly delivered: number;
  readonly failed: number;
  /** Undefined where nothing is charged. What was put aside for pictures that failed comes back when the answer has ended. */
  readonly credits: { readonly charged: number } | undefined;
  readonly selfies: readonly SelfieVerdict[];
  readonly pictures: readonly PictureFacts[];
  readonly problems: readonly FailureFacts[];
}

/** A form in which a pack is answered. Each call resolves when the client's side has taken what it writes. */
export interface PackForm {
  /** Before anything is done. */
  accepted?(pictures: number): Promise<void>;
  opened?(selfies: readonly SelfieVerdict[]): Promise<void>;
  picture(facts: PictureFacts, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  problem?(facts: FailureFacts): Promise<void>;
  progress?(done: number, failed: number, pictures: number): Promise<void>;
  contactSheet?(file: { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }): Promise<void>;
  /** Told of what broke the whole. @returns False when it has no words for it: the error rises. */
  broken?(problem: Problem): Promise<boolean>;
  end(report: PackReport, receipt: string): Promise<void>;
}

interface Tally {
  selfies: readonly SelfieVerdict[];
  readonly pictures: PictureFacts[];
  readonly problems: FailureFacts[];
  readonly files: ReceiptResult[];
  bytesSent: number;
  /** Undefined until something is, or could be. */
  charged: number | undefined;
  /** The first of them, for whoever gets nothing else. */
  failure: Problem | undefined;
}

/**
 * Answer with a pack.
 *
 * @throws The first picture's problem where there is no picture and nothing was sent; {ClientGone}.
 */
export async function answerPack(pack: Pack, asked: number, form: PackForm, sending: Sending): Promise<void> {
  const { response } = sending;
  const tally: Tally = { selfies: [], pictures: [], problems: [], files: [], bytesSent: 0, charged: undefined, failure: undefined };
  await form.accepted?.(asked);
  try {
    for await (const event of pack.events) await tell(event, asked, form, sending, tally);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    tally.failure ??= error;
    // Whoever has pictures gets the end of their answer too: a zip without it cannot be opened.
    if (!(await form.broken?.(error)) && tally.pictures.length === 0) throw error;
  }
  sending.noteFailure(tally.failure);
  if (!response.headersSent && tally.failure) throw tally.failure;
  const receipt = await sending.sign({ kind: 'headshot', ...describeMaking(tally, pack.readContacts()), bytesSent: tally.bytesSent, files: tally.files });
  await form.end(describePack(tally, asked), receipt);
  await endResponse(response);
}

async function tell(event: PackEvent, asked: number, form: PackForm, sending: Sending, tally: Tally): Promise<void> {
  if (event.kind === 'opened') {
    tally.selfies = event.selfies;
    return form.opened?.(event.selfies);
  }
  if (event.kind === 'contact-sheet') return sendSheet(event.file.bytes, form, sending, tally);
  if (event.kind === 'picture') await sendPicture(event.asked, event.picture, form, sending, tally);
  else await tellProblem(event.asked, event.problem, form, tally);
  await form.progress?.(tally.pictures.length, tally.problems.length, asked);
}

async function tellProblem({ number, style }: PackPicture, problem: Problem, form: PackForm, tally: Tally): Promise<void> {
  tally.failure ??= problem;
  const facts = { number, style: style ?? null, problem: describeProblem(problem) };
  tally.problems.push(facts);
  await form.problem?.(facts);
}

async function sendPicture({ number, style }: PackPicture, picture: FinishedPicture, form: PackForm, { charge, vault }: Sending, tally: Tally): Promise<void> {
  const { mimeType, bytes, width, height, engine, confidence, notes } = picture;
  countCredits(await charge.capture(1), tally);
  const name = nameFile(`${String(number).padStart(2, '0')}-${style ?? 'headshot'}`, mimeType);
  const facts: PictureFacts = { number, style: style ?? null, name, mediaType: mimeType, width, height, engine, confidence: Number(confidence.toFixed(2)), notes };
  tally.files.push(describeFile({ name, mediaType: mimeType, engine, bytes }));
  tally.bytesSent += bytes.byteLength;
  await form.picture(facts, bytes);
  tally.pictures.push(facts);
  vault.erase(bytes);
}

async function sendSheet(bytes: Uint8Array<ArrayBuffer>, form: PackForm, { vault }: Sending, tally: Tally): Promise<void> {
  const name = 'contact-sheet.jpg';
  // Laid out here, whoever made the pictures on it.
  tally.files.push(describeFile({ name, mediaType: 'image/jpeg', engine: 'local', bytes }));
  tally.bytesSent += bytes.byteLength;
  await form.contactSheet?.({ name, bytes });
  vault.erase(bytes);
}

function countCredits({ 'X-Credits-Charged': charged }: CreditHeaders, tally: Tally): void {
  if (charged !== undefined) tally.charged = (tally.charged ?? 0) + Number(charged);
}

function describeMaking({ pictures }: Tally, contacts: Pick<MadeBy, 'retentionDays' | 'hosts'>) {
  const engines = new Set(pictures.map(({ engine }) => engine));
  return { engine: engines.size === 0 ? 'none' : [...engines].join(', '), ...contacts };
}

function describePack({ selfies, pictures, problems, charged }: Tally, asked: number): PackReport {
  const credits = charged === undefined ? undefined : { charged };
  return { asked, delivered: pictures.length, failed: asked - pictures.length, credits, selfies, pictures, problems };
}

/** As in a problem document. */
export function describeProblem({ code, title, status, detail, members, retryAfterSeconds }: Problem): Readonly<Record<string, unknown>> {
  return { type: `/problems#${code}`, title, status, detail, code, ...members, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) };
}

/** End an answer and wait until it has left. */
export async function endResponse(response: ServerResponse): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  response.once('close', resolve);
  response.end(resolve);
  await promise;
}
