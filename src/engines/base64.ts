// Owns base64 from bytes to bytes. Refuses JavaScript strings: they cannot be erased.

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const padding = '='.charCodeAt(0);

/** Twelve bits → two characters, in the byte order of this machine: two look-ups encode three bytes. */
const pairs = createPairs();
/** Character → its six bits, shifted for its place in a group of four; negative for what is not base64. */
const places = [18, 12, 6, 0].map(createPlace) as [Int32Array, Int32Array, Int32Array, Int32Array];

/** Length of the base64 text of so many bytes, padding included. */
export function encodedLength(bytes: number): number {
  return Math.ceil(bytes / 3) * 4;
}

/**
 * Encode bytes as base64 text (RFC 4648 §4), padded when the length is no multiple of 3.
 *
 * @param target - Takes the characters; starts at an even byte, holds `encodedLength(source.length)`.
 * @returns Bytes written.
 */
export function encodeBase64(source: Uint8Array, target: Uint8Array): number {
  const out = new Uint16Array(target.buffer, target.byteOffset, target.byteLength >> 1);
  const whole = source.length - (source.length % 3);
  let at = 0;
  for (let i = 0; i < whole; i += 3) {
    const group = (source[i]! << 16) | (source[i + 1]! << 8) | source[i + 2]!;
    out[at++] = pairs[group >> 12]!;
    out[at++] = pairs[group & 0xfff]!;
  }
  return whole === source.length ? at * 2 : encodeRest(source, whole, target, at * 2);
}

function encodeRest(source: Uint8Array, from: number, target: Uint8Array, at: number): number {
  const group = (source[from]! << 16) | ((source[from + 1] ?? 0) << 8);
  target[at] = alphabet.charCodeAt(group >> 18);
  target[at + 1] = alphabet.charCodeAt((group >> 12) & 63);
  target[at + 2] = from + 1 < source.length ? alphabet.charCodeAt((group >> 6) & 63) : padding;
  target[at + 3] = padding;
  return at + 4;
}

// A multiple of 3, so that a group never crosses from one block to the next.
const blockBytes = 3 * 64 * 1024;

/**
 * Decodes base64 text that arrives in pieces of any length into blocks, so that growing copies nothing.
 * Standard and URL-safe alphabets, padded or not.
 */
export class Base64Decoder {
  readonly #blocks: Uint8Array<ArrayBuffer>[] = [];
  #block: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #at = 0;
  #bits = 0;
  #sextets = 0;
  #padded = 0;

  /** Bytes decoded so far. */
  get length(): number {
    return Math.max(0, this.#blocks.length - 1) * blockBytes + this.#at;
  }

  /**
   * Decode `text[from..to)`.
   *
   * @throws {SyntaxError} On a byte that is not base64.
   */
  push(text: Uint8Array, from: number, to: number): void {
    let at = from;
    while (this.#sextets > 0 && at < to) this.#pushOne(text[at++]!);
    at = this.#pushGroups(text, at, to);
    while (at < to) this.#pushOne(text[at++]!);
  }

  /**
   * End the text.
   *
   * @returns The bytes in a buffer of their own; the blocks are zero-filled.
   * @throws {SyntaxError} When the text ends inside a group.
   */
  finish(): Uint8Array<ArrayBuffer> {
    if (this.#sextets === 1 || (this.#padded > 0 && (this.#sextets + this.#padded) % 4 !== 0)) throw invalid();
    if (this.#sextets > 1) this.#write(this.#bits << (6 * (4 - this.#sextets)), this.#sextets - 1);
    const bytes = new Uint8Array(this.length);
    let at = 0;
    for (const block of this.#blocks) {
      bytes.set(block.subarray(0, bytes.length - at), at);
      at += block.length;
    }
    this.erase();
    return bytes;
  }

  /** Zero-fill what was decoded. */
  erase(): void {
    for (const block of this.#blocks) block.fill(0);
    this.#blocks.length = 0;
    this.#at = this.#bits = this.#sextets = 0;
  }

  #pushGroups(text: Uint8Array, from: number, to: number): number {
    let at = from;
    const [first, second, third, fourth] = places;
    while (at + 4 <= to && this.#padded === 0) {
      this.#makeRoom();
      const block = this.#block;
      const end = Math.min(to - 3, at + ((blockBytes - this.#at) / 3) * 4);
      let out = this.#at;
      while (at < end) {
        const group = first[text[at]!]! | second[text[at + 1]!]! | third[text[at + 2]!]! | fourth[text[at + 3]!]!;
        if (group < 0) break;
        block[out++] = group >> 16;
        block[out++] = group >> 8;
        block[out++] = group;
        at += 4;
      }
      this.#at = out;
      // Padding or a byte that is not base64: one by one from here.
      if (at < end) break;
    }
    return at;
  }

  #pushOne(character: number): void {
    if (character === padding && (this.#sextets >= 2 || this.#padded > 0)) {
      this.#padded += 1;
      return;
    }
    const sextet = places[3][character]!;
    if (sextet < 0 || this.#padded > 0) throw invalid();
    this.#bits = (this.#bits << 6) | sextet;
    this.#sextets += 1;
    if (this.#sextets < 4) return;
    this.#write(this.#bits, 3);
    this.#bits = this.#sextets = 0;
  }

  #write(group: number, count: number): void {
    this.#makeRoom();
    for (let i = 0; i < count; i += 1) this.#block[this.#at++] = group >> (16 - 8 * i);
  }

  #makeRoom(): void {
    if (this.#blocks.length > 0 && this.#at < blockBytes) return;
    this.#block = new Uint8Array(blockBytes);
    this.#blocks.push(this.#block);
    this.#at = 0;
  }
}

function invalid(): SyntaxError {
  return new SyntaxError('not base64');
}

function createPairs(): Uint16Array {
  const characters = new Uint8Array(2 * 4096);
  for (let i = 0; i < 4096; i += 1) {
    characters[2 * i] = alphabet.charCodeAt(i >> 6);
    characters[2 * i + 1] = alphabet.charCodeAt(i & 63);
  }
  return new Uint16Array(characters.buffer);
}

function createPlace(shift: number): Int32Array {
  const place = new Int32Array(256).fill(-1);
  for (let i = 0; i < 64; i += 1) place[alphabet.charCodeAt(i)] = i << shift;
  place['-'.charCodeAt(0)] = 62 << shift;
  place['_'.charCodeAt(0)] = 63 << shift;
  return place;
}
