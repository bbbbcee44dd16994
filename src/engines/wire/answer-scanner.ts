// Owns the answer's JSON while it arrives: pictures become bytes, the rest stays small. Refuses to make a string of a picture.

import { eraseBytes } from '../../retention/vault.ts';
import { Base64Decoder } from '../base64.ts';

const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;
const escapes: Readonly<Record<number, number>> = { 0x22: quote, 0x5c: backslash, 0x2f: 0x2f };

/** An answer's JSON without what was too large for it: usage, reasons and names take a few kB. */
const maxJsonBytes = 256 * 1024;
/** The longest string kept unless told; names, reasons and delays are shorter, thought signatures and prose are not needed. */
const usualStringBytes = 512;

/** An answer whose pictures were taken out. */
export interface ScannedAnswer {
  /** The JSON: each string under the key of pictures is the index of its picture, every long string is empty. */
  readonly json: Uint8Array<ArrayBuffer>;
  /** In the order of the answer, each in a buffer of its own. */
  readonly pictures: readonly Uint8Array<ArrayBuffer>[];
}

/**
 * Reads a JSON text in pieces of any length and decodes the string of every member of one name (a picture in
 * base64) straight into bytes. It does not check the JSON: whoever parses the rest does.
 */
export class AnswerScanner {
  readonly #json = new Uint8Array(maxJsonBytes);
  readonly #pictureKey: Uint8Array;
  readonly #maxStringBytes: number;
  readonly #pictures: Uint8Array<ArrayBuffer>[] = [];
  #jsonBytes = 0;
  #place: 'outside' | 'string' | 'picture' = 'outside';
  #stringStart = 0;
  #escaped = false;
  /** How far the key of a picture and its colon have been read. */
  #key: 'none' | 'name' | 'colon' = 'none';
  #picture = new Base64Decoder();
  #escape: number[] = [];

  /**
   * @param pictureKey - Name of the members whose strings are pictures, in ASCII.
   * @param maxStringBytes - A longer string is left empty.
   */
  constructor(pictureKey: string, maxStringBytes = usualStringBytes) {
    this.#pictureKey = Buffer.from(pictureKey);
    this.#maxStringBytes = maxStringBytes;
  }

  /**
   * Read the next piece; it may be zero-filled afterwards.
   *
   * @throws {SyntaxError} When a picture is not base64.
   * @throws {RangeError} When the JSON without its pictures is larger than an answer can be.
   */
  push(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#place === 'picture') at = this.#readPicture(chunk, at);
      else if (this.#place === 'string') this.#readString(chunk[at++]!);
      else this.#readOutside(chunk[at++]!);
    }
  }

  /** End the answer. A picture that was cut off is dropped; its JSON then does not parse. */
  finish(): ScannedAnswer {
    this.#picture.erase();
    return { json: this.#json.slice(0, this.#jsonBytes), pictures: this.#pictures };
  }

  /** Zero-fill every picture. */
  erase(): void {
    this.#picture.erase();
    for (const picture of this.#pictures) eraseBytes(picture);
    this.#json.fill(0);
  }

  #readOutside(byte: number): void {
    this.#keep(byte);
    if (byte === quote) {
      this.#place = this.#key === 'colon' ? 'picture' : 'string';
      this.#stringStart = this.#jsonBytes;
      this.#key = 'none';
    } else if (byte === colon && this.#key === 'name') this.#key = 'colon';
    else if (byte > 0x20) this.#key = 'none';
  }

  #readString(byte: number): void {
    if (byte === quote && !this.#escaped) {
      this.#key = this.#isPictureKey() ? 'name' : 'none';
      if (this.#jsonBytes - this.#stringStart > this.#maxStringBytes) this.#jsonBytes = this.#stringStart;
      this.#keep(byte);
      this.#place = 'outside';
      return;
    }
    this.#escaped = byte === backslash && !this.#escaped;
    // One byte more than is kept marks the string as too long.
    if (this.#jsonBytes - this.#stringStart <= this.#maxStringBytes) this.#keep(byte);
  }

  #readPicture(chunk: Uint8Array, from: number): number {
    if (this.#escape.length > 0) return this.#readEscape(chunk, from);
    const end = findEnd(chunk, from);
    this.#picture.push(chunk, from, end);
    if (chunk[end] === quote) this.#endPicture();
    else if (chunk[end] === backslash) this.#escape = [backslash];
    return end + 1;
  }

  // Writers of JSON may escape `/` as `\/` and `=` as `\u003d`.
  #readEscape(chunk: Uint8Array, from: number): number {
    this.#escape.push(chunk[from]!);
    const [, kind = 0, ...digits] = this.#escape;
    const isUnicode = kind === 0x75;
    if (isUnicode && digits.length < 4) return from + 1;
    const character = isUnicode ? Number.parseInt(String.fromCharCode(...digits), 16) : escapes[kind];
    if (character === undefined || !(character < 256)) throw new SyntaxError('not base64');
    this.#picture.push(Uint8Array.of(character), 0, 1);
    this.#escape = [];
    return from + 1;
  }

  #endPicture(): void {
    this.#pictures.push(this.#picture.finish());
    this.#picture = new Base64Decoder();
    for (const digit of String(this.#pictures.length - 1)) this.#keep(digit.charCodeAt(0));
    this.#keep(quote);
    this.#place = 'outside';
  }

  #isPictureKey(): boolean {
    if (this.#jsonBytes - this.#stringStart !== this.#pictureKey.length) return false;
    return this.#pictureKey.every((byte, i) => this.#json[this.#stringStart + i] === byte);
  }

  #keep(byte: number): void {
    if (this.#jsonBytes === maxJsonBytes) throw new RangeError('answer too large');
    this.#json[this.#jsonBytes++] = byte;
  }
}

// The first quote or backslash. Escaped slashes are 1 in 64: a search for the quote from each of them would be quadratic.
function findEnd(chunk: Uint8Array, from: number): number {
  let at = from;
  while (at < chunk.length && chunk[at] !== quote && chunk[at] !== backslash) at += 1;
  return at;
}
