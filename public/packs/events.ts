// Owns reading a pack's server-sent events as they come. Refuses to make text of pictures: their base64 goes from bytes to bytes, piece by piece.

import { Base64Decoder } from '../../src/engines/base64.ts';
import type { Refusal } from '../state.ts';
import { refusalOf, type ProblemDocument } from '../upload.ts';

/** What was found of one selfie. */
export interface SelfieVerdict {
  /** From 1, in the order in which they were sent. */
  readonly number: number;
  /** Why it is not used, and what to do about it. */
  readonly fault?: { readonly reason: string; readonly advice: string };
}

/** One picture without its bytes. */
export interface PictureFacts {
  readonly number: number;
  readonly name: string;
  readonly mediaType: string;
  readonly engine: string;
  readonly confidence: number;
  readonly notes: readonly string[];
}

/** What is told of a pack. */
export type PackEvent =
  | { readonly name: 'accepted' }
  | { readonly name: 'opened'; readonly selfies: readonly SelfieVerdict[] }
  | { readonly name: 'image'; readonly facts: PictureFacts; readonly blob: Blob }
  /** `number` is null when it is of the whole. */
  | { readonly name: 'problem'; readonly number: number | null; readonly refusal: Refusal }
  | { readonly name: 'receipt'; readonly receipt: string }
  | { readonly name: 'done'; readonly charged: number | undefined };

/** An event with forty problems in it has some 20 kB; what is longer, and no picture, is not the studio's. */
const longestText = 1_000_000;

const [newline, quote] = [10, 34];
/** What a picture's bytes follow in its event. */
const marker = new TextEncoder().encode('"base64":"');
const decoder = new TextDecoder();

/**
 * Read events until the stream ends.
 *
 * @throws {SyntaxError} What came is no event of the studio's.
 * @throws {TypeError} The connection broke; {DOMException} `AbortError`.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
 */
export async function* readEvents(stream: ReadableStream<Uint8Array>): AsyncGenerator<PackEvent, void, undefined> {
  const scanner = new Scanner();
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield* scanner.scan(next.value);
  } finally {
    scanner.forget();
    reader.releaseLock();
  }
}

/** Finds lines, and the base64 within one, in pieces of any length. */
class Scanner {
  /** Of the line that is read, without a picture's. */
  #line: number[] = [];
  #name = '';
  #data = '';
  #picture: Base64Decoder | undefined;
  #bytes: Uint8Array<ArrayBuffer> | undefined;

  *scan(piece: Uint8Array): Generator<PackEvent, void, undefined> {
    let at = 0;
    while (at < piece.length) {
      if (this.#picture) at = this.#readPicture(this.#picture, piece, at);
      else if (piece[at] === newline) {
        at += 1;
        const event = this.#endLine();
        if (event) yield event;
      } else this.#readText(piece[at++]!);
    }
  }

  forget(): void {
    this.#picture?.erase();
    this.#picture = this.#bytes = undefined;
  }

  #readPicture(picture: Base64Decoder, piece: Uint8Array, from: number): number {
    const end = piece.indexOf(quote, from);
    picture.push(piece, from, end < 0 ? piece.length : end);
    if (end < 0) return piece.length;
    this.#bytes = picture.finish();
    this.#picture = undefined;
    return end;
  }

  #readText(byte: number): void {
    if (this.#line.push(byte) > longestText) throw new SyntaxError('a line too long');
    const begins = byte === quote && this.#name === 'image' && !this.#bytes && marker.every((each, index) => this.#line[this.#line.length - marker.length + index] === each);
    if (begins) this.#picture = new Base64Decoder();
  }

  #endLine(): PackEvent | undefined {
    const line = decoder.decode(Uint8Array.from(this.#line));
    this.#line = [];
    if (line === '') return this.#endEvent();
    if (line.startsWith('event: ')) this.#name = line.slice('event: '.length);
    else if (line.startsWith('data: ')) this.#data = line.slice('data: '.length);
    return undefined;
  }

  #endEvent(): PackEvent | undefined {
    const [name, data, bytes] = [this.#name, this.#data, this.#bytes];
    this.#name = this.#data = '';
    this.#bytes = undefined;
    return data === '' ? undefined : describeEvent(name, JSON.parse(data), bytes);
  }
}

/** Which of it there is depends on the event. */
interface EventData extends PictureFacts {
  readonly selfies?: readonly SelfieVerdict[];
  readonly problem?: ProblemDocument;
  readonly receipt?: string;
  readonly credits?: { readonly charged: number };
}

/** Events that this page does not know say nothing. */
function describeEvent(name: string, data: EventData, bytes: Uint8Array<ArrayBuffer> | undefined): PackEvent | undefined {
  switch (name) {
    case 'accepted':
      return { name };
    case 'opened':
      return { name, selfies: data.selfies ?? [] };
    case 'image':
      return bytes && { name, facts: data, blob: new Blob([bytes], { type: data.mediaType }) };
    case 'problem':
      return { name, number: data.number, refusal: refusalOf(data.problem ?? {}, 0) };
    case 'receipt':
      return { name, receipt: data.receipt ?? '' };
    case 'done':
      return { name, charged: data.credits?.charged };
    default:
      return undefined;
  }
}
