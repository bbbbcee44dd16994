// Owns what is searched for: every secret cut into slices, each kept as 64 bits of hash. Refuses slices too plain to be anybody's.

/** Length of a slice, in bytes: long enough that no two photos share one by chance. */
export const sliceBytes = 32;

/** What a secret is, and which request it belongs to. */
export interface Secret {
  /** Such as `headshots gemini, png`. */
  readonly request: string;
  /** Such as `upload`, `pixels` or `text`. */
  readonly kind: string;
  /** Bytes from one place to the next, a multiple of `stride`: a fragment of `step` + 34 bytes is always seen. */
  readonly step: number;
}

/** 64 bits of hash of a slice, in halves. */
export interface Slice {
  readonly low: number;
  readonly high: number;
}

/** Memory is looked at every fourth byte only; so at each place of a secret a slice begins at four bytes in a row. */
const stride = 4;

/** Fewer different bytes than this, and a slice may as well be a library's. */
const leastDistinctBytes = 10;

/**
 * 2^24 bits, 2 MB, which a processor's cache holds, for the first word of a slice and for its second: with two million slices
 * one word of random memory in 64 is looked at closely.
 */
const filterBits = 24;

/** Owner of a slice that is no secret: two requests have it, or a process that was sent nothing. */
const nobody = 0xffff;

/** Places for slices at first; when half of them are taken, they double. */
const firstRoom = 2 ** 22;

/** Numbers for each slice: two of its hash, and who owns it plus one. */
const cells = 3;

/** Every slice of every secret, to be found by its bytes. */
export class Needles {
  readonly #firsts = new Int32Array(2 ** (filterBits - 5));
  readonly #seconds = new Int32Array(2 ** (filterBits - 5));
  readonly #secrets: Secret[] = [];
  readonly #places = new Map<Secret, number>();
  /** Side by side, so that looking one up touches memory in one place. */
  #table = new Int32Array(firstRoom * cells);
  #count = 0;

  /** Places of a secret: so many slices are found where one copy of it lies. */
  countPlaces(secret: Secret): number {
    return this.#places.get(secret) ?? 0;
  }

  /** Add the slices of a secret; one that another request has too is no secret, and no longer counted. */
  add(secret: Secret, bytes: Uint8Array): void {
    const owner = this.#secrets.push(secret) - 1;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let places = 0;
    for (let at = 0; at + sliceBytes <= bytes.length; at += secret.step) {
      if (!isRich(bytes, at)) continue;
      places++;
      for (let from = at; from < at + stride && from + sliceBytes <= bytes.length; from++) this.#insert(owner, view, from);
    }
    this.#places.set(secret, places);
  }

  /**
   * Look at a piece of memory.
   *
   * @param memory - Begins at the beginning of its ArrayBuffer; after `to` there is room for a slice.
   * @param from - A multiple of 4, as `to` is.
   * @param tell - Called with each slice found and whose it is.
   */
  search(memory: Uint8Array, from: number, to: number, tell: (slice: Slice, secret: Secret) => void): void {
    const words = new Int32Array(memory.buffer);
    const view = new DataView(memory.buffer);
    const firsts = this.#firsts;
    const seconds = this.#seconds;
    for (let at = from; at < to; at += stride) {
      const word = words[at >>> 2]!;
      if (word === 0 || !isMarked(firsts, word) || !isMarked(seconds, words[(at >>> 2) + 1]!)) continue;
      const slice = readSlice(view, at);
      const secret = this.#secrets[this.#table[this.#locate(slice) + 2]! - 1];
      if (secret) tell(slice, secret);
    }
  }

  /** Take a slice out of the count: what was never sent has it too. */
  dismiss(slice: Slice): void {
    const place = this.#locate(slice);
    if (this.#table[place + 2] !== 0) this.#table[place + 2] = nobody;
  }

  /** Whether a slice counts. */
  isSecret(slice: Slice): boolean {
    return this.#secrets[this.#table[this.#locate(slice) + 2]! - 1] !== undefined;
  }

  #insert(owner: number, view: DataView, at: number): void {
    const slice = readSlice(view, at);
    const place = this.#locate(slice);
    const known = this.#table[place + 2]! - 1;
    if (known >= 0) {
      if (this.#secrets[known]?.request !== this.#secrets[owner]?.request) this.#table[place + 2] = nobody;
      return;
    }
    this.#table[place] = slice.low;
    this.#table[place + 1] = slice.high;
    this.#table[place + 2] = owner + 1;
    mark(this.#firsts, view.getInt32(at, true));
    mark(this.#seconds, view.getInt32(at + 4, true));
    if (++this.#count * cells * 2 > this.#table.length) this.#grow();
  }

  /** Where a slice is in the table, or the free place where it would be. */
  #locate({ low, high }: Slice): number {
    const table = this.#table;
    const last = table.length / cells - 1;
    for (let place = low & last; ; place = (place + 1) & last) {
      const at = place * cells;
      if (table[at + 2] === 0 || (table[at] === low && table[at + 1] === high)) return at;
    }
  }

  #grow(): void {
    const old = this.#table;
    this.#table = new Int32Array(2 * old.length);
    for (let at = 0; at < old.length; at += cells) {
      if (old[at + 2] !== 0) this.#table.set(old.subarray(at, at + cells), this.#locate({ low: old[at]!, high: old[at + 1]! }));
    }
  }
}

/** Spreads the bits of a word. @see Knuth, The Art of Computer Programming 6.4, multiplicative hashing */
const spread = 0x9e3779b1;

function mark(filter: Int32Array, word: number): void {
  const bit = Math.imul(word, spread) >>> (32 - filterBits);
  filter[bit >>> 5]! |= 1 << bit;
}

function isMarked(filter: Int32Array, word: number): boolean {
  const bit = Math.imul(word, spread) >>> (32 - filterBits);
  return (filter[bit >>> 5]! & (1 << bit)) !== 0;
}

function readSlice(view: DataView, at: number): Slice {
  return { low: hash(view, at, 0x3c6ef372), high: hash(view, at, 0x1b873593) };
}

/** 32 bits of a slice; two with different seeds make a chance meeting of slices one in 2^64. @see MurmurHash3 */
function hash(view: DataView, at: number, seed: number): number {
  let sum = seed;
  for (let word = 0; word < sliceBytes; word += 4) {
    const mixed = Math.imul(view.getInt32(at + word, true), 0xcc9e2d51 ^ seed);
    sum = Math.imul(sum ^ ((mixed << 15) | (mixed >>> 17)), 0x85ebca6b);
    sum ^= sum >>> 13;
  }
  return sum ^ (sum >>> 16);
}

const seen = new Uint32Array(256);
let turn = 0;

function isRich(bytes: Uint8Array, from: number): boolean {
  turn++;
  let distinct = 0;
  for (let at = from; at < from + sliceBytes; at++) {
    if (seen[bytes[at]!] === turn) continue;
    seen[bytes[at]!] = turn;
    distinct++;
  }
  return distinct >= leastDistinctBytes;
}
