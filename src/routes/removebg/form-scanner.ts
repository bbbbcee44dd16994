// Owns a body of `application/x-www-form-urlencoded` while it arrives: the picture becomes bytes, the rest stays small. Refuses to make a string of a picture.

import { Base64Decoder } from '../../engines/base64.ts';
import { eraseBytes } from '../../retention/vault.ts';

const [equals, ampersand, percent] = [0x3d, 0x26, 0x25];

/** All fields but the picture: two addresses of 2000 characters, escaped, and a dozen short ones. */
const maxTextBytes = 32 * 1024;

/** A form whose picture was taken out. */
export interface ScannedForm {
  readonly fields: Readonly<Record<string, string>>;
  /** In the order of the form, each in a buffer of its own. */
  readonly pictures: readonly Uint8Array<ArrayBuffer>[];
}

/** Reads a form in pieces of any length and decodes the value of one field (a picture in base64, escaped or not) straight into bytes. */
export class FormScanner {
  readonly #pictureField: string;
  readonly #pictures: Uint8Array<ArrayBuffer>[] = [];
  readonly #text = new Uint8Array(maxTextBytes);
  #textBytes = 0;
  #nameStart = 0;
  #inPicture = false;
  #picture = new Base64Decoder();
  /** The two digits of an escape inside the picture, as far as they came. */
  #escape: number[] | undefined;

  constructor(pictureField: string) {
    this.#pictureField = pictureField;
  }

  /**
   * Read the next piece; it may be zero-filled afterwards.
   *
   * @throws {SyntaxError} When a picture is not base64.
   * @throws {RangeError} When the other fields are larger than they can be.
   */
  push(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length) at = this.#inPicture ? this.#readPicture(chunk, at) : this.#readText(chunk, at);
  }

  /** End the form. @throws {SyntaxError} When a picture is cut off inside a group. */
  finish(): ScannedForm {
    if (this.#inPicture) this.#endPicture();
    const sent = new URLSearchParams(new TextDecoder().decode(this.#text.subarray(0, this.#textBytes)));
    sent.delete(this.#pictureField);
    return { fields: Object.fromEntries(sent), pictures: this.#pictures };
  }

  /** Zero-fill every picture. */
  erase(): void {
    this.#picture.erase();
    for (const picture of this.#pictures) eraseBytes(picture);
    this.#text.fill(0);
  }

  #readText(chunk: Uint8Array, at: number): number {
    const byte = chunk[at]!;
    if (this.#textBytes === maxTextBytes) throw new RangeError('form too large');
    this.#text[this.#textBytes++] = byte;
    if (byte === ampersand) this.#nameStart = this.#textBytes;
    if (byte === equals) this.#inPicture = this.#isPictureField();
    return at + 1;
  }

  #isPictureField(): boolean {
    const name = this.#text.subarray(this.#nameStart, this.#textBytes - 1);
    return name.length === this.#pictureField.length && name.every((byte, i) => byte === this.#pictureField.charCodeAt(i));
  }

  #readPicture(chunk: Uint8Array, from: number): number {
    if (this.#escape) return this.#readEscape(chunk, from);
    let end = from;
    while (end < chunk.length && chunk[end] !== ampersand && chunk[end] !== percent) end += 1;
    // An unescaped plus means a space, which base64 has none of: it was a plus.
    this.#picture.push(chunk, from, end);
    if (chunk[end] === ampersand) this.#endPicture();
    else if (chunk[end] === percent) this.#escape = [];
    return end + 1;
  }

  #readEscape(chunk: Uint8Array, from: number): number {
    const digits = this.#escape ?? [];
    digits.push(chunk[from]!);
    if (digits.length < 2) return from + 1;
    this.#picture.push(Uint8Array.of(Number.parseInt(String.fromCharCode(...digits), 16)), 0, 1);
    this.#escape = undefined;
    return from + 1;
  }

  #endPicture(): void {
    if (this.#escape) throw new SyntaxError('not base64');
    const picture = this.#picture.finish();
    if (picture.length > 0) this.#pictures.push(picture);
    this.#picture = new Base64Decoder();
    this.#inPicture = false;
    // The name of the picture stays behind as a field without a value.
    if (this.#textBytes < maxTextBytes) this.#text[this.#textBytes++] = ampersand;
    this.#nameStart = this.#textBytes;
  }
}
