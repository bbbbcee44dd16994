// Owns what is searched for: every secret cut into slices, in one index. Refuses slices too plain to be anybody's.

/** Length of a slice, in bytes: long enough that no two photos share one by chance. */
export const sliceBytes = 32;

/** What a secret is, and which request it belongs to. */
export interface Secret {
  /** Such as `headshots gemini, png`. */
  readonly request: string;
  /** Such as `upload`, `pixels` or `text`. */
  readonly kind: string;
  /** Bytes from one place to the next, a multiple of `stride`: a fragment of `step` + 39 bytes is always seen. */
  readonly step: number;
}

/** Memory is looked at every eighth byte only; so at each place of a secret a slice begins at eight bytes in a row. */
export const stride = 8;

/** Fewer different bytes than this, and a slice may as well be a library's. */
const leastDistinctBytes = 10;

/** Twice as many places as slices keeps the chains short. 2^24 places of four bytes, for up to 2^23 slices of 256 MB. */
const tableBits = 24;
const mostSlices = 2 ** (tableBits - 1);

/** Every slice of every secret, to be looked up by the bytes it begins with. */
export class Needles {
  readonly #slices = Buffer.alloc(mostSlices * sliceBytes);
  readonly #owners = new Uint16Array(mostSlices);
  readonly #table = new Uint32Array(2 ** tableBits);
  readonly #filter = new Uint8Array(2 ** (tableBits - 1));
  readonly #plain = new Set<number>();
  readonly #secrets: Secret[] = [];
  readonly #places = new Map<Secret, number>();
  #count = 0;

  /** Places of a secret: so many slices are found where one copy of it lies. */
  countPlaces(secret: Secret): number {
    return this.#places.get(secret) ?? 0;
  }

  /** Add the slices of a secret; one that another request has too is no secret, and no longer counted. */
  add(secret: Secret, bytes: Uint8Array): void {
    const owner = this.#secrets.push(secret) - 1;
    const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let places = 0;
    for (let at = 0; at + sliceBytes <= view.length; at += secret.step) {
      if (!isRich(view, at)) continue;
      places++;
      for (let shift = 0; shift < stride && at + shift + sliceBytes <= view.length; shift++) this.#insert(owner, view, at + shift);
    }
    this.#places.set(secret, places);
  }

  /** Whether bytes that begin with these four can be a slice; most can not. */
  mayBegin(word: number): boolean {
    const bit = Math.imul(word, 0x9e3779b1) >>> (32 - tableBits - 2);
    return (this.#filter[bit >>> 3]! & (1 << (bit & 7))) !== 0;
  }

  /** The number of the slice that stands at a place, or -1. */
  find(memory: Buffer, at: number): number {
    const place = this.#locate(memory, at);
    return this.#table[place]! - 1;
  }

  /** What a slice is of; undefined when it is known not to be a secret. */
  secretOf(slice: number): Secret | undefined {
    return this.#plain.has(slice) ? undefined : this.#secrets[this.#owners[slice]!];
  }

  /** Take a slice out of the count: a process that was never sent a photo has it too. */
  dismiss(slice: number): void {
    this.#plain.add(slice);
  }

  #insert(owner: number, bytes: Buffer, at: number): void {
    const place = this.#locate(bytes, at);
    const known = this.#table[place]! - 1;
    if (known >= 0) return this.#shareWith(known, owner);
    if (this.#count === mostSlices) throw new Error('more slices than the index has room for');
    bytes.copy(this.#slices, this.#count * sliceBytes, at, at + sliceBytes);
    this.#owners[this.#count] = owner;
    this.#table[place] = ++this.#count;
    const bit = Math.imul(bytes.readInt32LE(at), 0x9e3779b1) >>> (32 - tableBits - 2);
    this.#filter[bit >>> 3]! |= 1 << (bit & 7);
  }

  #shareWith(slice: number, owner: number): void {
    if (this.#secrets[this.#owners[slice]!]?.request !== this.#secrets[owner]?.request) this.#plain.add(slice);
  }

  /** Where a slice is in the table, or the free place where it would be. */
  #locate(bytes: Buffer, at: number): number {
    const hash = Math.imul(bytes.readInt32LE(at), 0x85ebca6b) ^ Math.imul(bytes.readInt32LE(at + 4), 0xc2b2ae35);
    let place = Math.imul(hash ^ (hash >>> 15), 0x27d4eb2f) >>> (32 - tableBits);
    for (;;) {
      const slice = this.#table[place]! - 1;
      if (slice < 0 || bytes.compare(this.#slices, slice * sliceBytes, (slice + 1) * sliceBytes, at, at + sliceBytes) === 0) return place;
      place = (place + 1) % this.#table.length;
    }
  }
}

const seen = new Uint32Array(256);
let turn = 0;

function isRich(bytes: Buffer, from: number): boolean {
  turn++;
  let distinct = 0;
  for (let at = from; at < from + sliceBytes; at++) {
    if (seen[bytes[at]!] === turn) continue;
    seen[bytes[at]!] = turn;
    distinct++;
  }
  return distinct >= leastDistinctBytes;
}
