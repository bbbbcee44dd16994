// Owns what is searched for: every secret, by marks that any 32 bytes of it share with it. Refuses bytes too plain to be anybody's.

/** Length of a slice, in bytes: none so long of any secret is missed, wherever it begins in the secret and in memory. */
export const sliceBytes = 32;

/** What a secret is, and which request it belongs to. */
export interface Secret {
  /** Such as `headshots gemini, png`. */
  readonly request: string;
  /** Such as `upload`, `pixels` or `text`. */
  readonly kind: string;
}

/** A piece of a secret, by where its mark is. */
export interface Piece {
  readonly secret: Secret;
  readonly at: number;
}

/** What is looked up of a slice, in bytes. */
const markBytes = 12;

/** Where in a slice its mark may be. */
const places = sliceBytes - markBytes + 1;

/** Fewer different bytes than this, and a slice may as well be a library's. */
const leastDistinctBytes = 6;

/** As often as this in what is searched for, and a mark is a pattern: a margin, a flat colour, a table that many files have. */
const mostAlike = 8;

/** 2^28 bits, 32 MB: with twenty million marks one of random memory in thirteen is looked at closely. */
const filterBits = 28;

/** Of an owner: the piece is no secret, for two requests have it, or a process that was sent nothing. */
const noSecret = 0x8000;

/** Room for marks at first; when three quarters are taken, it doubles. */
const firstRoom = 2 ** 25;

/** Every piece of every secret, to be found by its mark. */
export class Needles {
  readonly #filter = new Int32Array(2 ** (filterBits - 5));
  readonly #secrets: Secret[] = [];
  readonly #bytes: Uint8Array[] = [];
  readonly #pieces = new Map<Secret, number>();
  /** Of each mark its hash and where it is in its secret, side by side, so that looking one up touches memory in one place. */
  #marks = new Int32Array(2 * firstRoom);
  /** One more than the secret's number, and whether it is none; 0 where nothing is. */
  #owners = new Uint16Array(firstRoom);
  #count = 0;

  /** Pieces of a secret: so many are found where one copy of it lies. */
  countPieces(secret: Secret): number {
    return this.#pieces.get(secret) ?? 0;
  }

  /**
   * Add a secret. What another request has too is no secret, and no longer counted.
   *
   * @param bytes - Kept, and not to be changed.
   */
  add(secret: Secret, bytes: Uint8Array): void {
    const owner = this.#secrets.push(secret);
    if (owner >= noSecret) throw new Error('more secrets than can be told apart');
    this.#bytes.push(bytes);
    let pieces = 0;
    const last = bytes.length - sliceBytes + 1;
    for (let from = 0; from < last; from += stretchBytes) {
      const found = findMarks(bytes, from, Math.min(last, from + stretchBytes));
      this.#fetch(found);
      for (let mark = 0; mark < found; mark++) {
        const at = marksAt[mark]!;
        if (!isRich(bytes, Math.max(0, at - places + 1), Math.min(bytes.length, at + sliceBytes))) continue;
        pieces++;
        this.#insert(owner, hashes[mark]!, at);
      }
    }
    this.#pieces.set(secret, pieces);
  }

  /**
   * Look at a stretch of memory.
   *
   * @param memory - After `to` there is room for a slice.
   * @param tell - Called with each piece of which a slice begins in the stretch.
   */
  search(memory: Uint8Array, from: number, to: number, tell: (piece: Piece) => void): void {
    for (let start = from; start < to; start += stretchBytes) {
      const end = Math.min(to, start + stretchBytes);
      const found = findMarks(memory, start, end);
      for (let mark = 0; mark < found; mark++) fetched[mark] = this.#filter[wordOf(hashes[mark]!)]!;
      for (let mark = 0; mark < found; mark++) {
        if ((fetched[mark]! & bitOf(hashes[mark]!)) === 0) continue;
        const place = this.#find(hashes[mark]!, { bytes: memory, at: marksAt[mark]!, from: start, to: end + sliceBytes - 1 });
        const secret = this.#secrets[this.#owners[place]! - 1];
        if (secret) tell({ secret, at: this.#marks[2 * place + 1]! });
      }
    }
  }

  /** Take a piece out of the count: what was never sent has it too. */
  dismiss(piece: Piece): void {
    this.#owners[this.#findPiece(piece)]! |= noSecret;
  }

  /** Whether a piece counts. */
  isSecret(piece: Piece): boolean {
    return this.#secrets[this.#owners[this.#findPiece(piece)]! - 1] !== undefined;
  }

  #findPiece({ secret, at }: Piece): number {
    const bytes = this.#bytes[this.#secrets.indexOf(secret)]!;
    return this.#find(hash(viewOf(bytes), at), whole(bytes, at));
  }

  /** Look at all that is about to be needed, one right after the other: so the ways from memory overlap. */
  #fetch(found: number): void {
    const [owners, marks, filter] = [this.#owners, this.#marks, this.#filter];
    const last = owners.length - 1;
    for (let mark = 0; mark < found; mark++) {
      const place = hashes[mark]! & last;
      fetched[mark] = owners[place]! ^ marks[2 * place]! ^ filter[wordOf(hashes[mark]!)]!;
    }
  }

  #insert(owner: number, hash: number, at: number): void {
    const last = this.#owners.length - 1;
    const here = whole(this.#bytes[owner - 1]!, at);
    let place = hash & last;
    for (let others = 0; this.#owners[place] !== 0; place = (place + 1) & last) {
      if (this.#marks[2 * place] !== hash) continue;
      if (this.#isAt(place, here)) {
        if (this.#secretAt(place).request !== this.#secrets[owner - 1]!.request) this.#owners[place]! |= noSecret;
        return;
      }
      if (++others === mostAlike) return;
    }
    this.#put(place, hash, at, owner);
    this.#filter[wordOf(hash)]! |= bitOf(hash);
    if (++this.#count * 4 > this.#owners.length * 3) this.#grow();
  }

  /** Where the piece that these bytes show is in the table, or the free place where it would be. */
  #find(hash: number, shown: Shown): number {
    const last = this.#owners.length - 1;
    for (let place = hash & last; ; place = (place + 1) & last) {
      if (this.#owners[place] === 0 || (this.#marks[2 * place] === hash && this.#isAt(place, shown))) return place;
    }
  }

  #secretAt(place: number): Secret {
    return this.#secrets[(this.#owners[place]! & ~noSecret) - 1]!;
  }

  /** Whether a whole slice around the mark is the same in the secret. */
  #isAt(place: number, { bytes, at, from, to }: Shown): boolean {
    const secret = this.#bytes[(this.#owners[place]! & ~noSecret) - 1]!;
    const shift = this.#marks[2 * place + 1]! - at;
    let start = at;
    while (start > from && start > at - places + 1 && bytes[start - 1] === secret[start - 1 + shift]) start--;
    let end = at;
    while (end < to && end < at + sliceBytes && bytes[end] === secret[end + shift]) end++;
    return end - start >= sliceBytes && isRich(bytes, start, end);
  }

  #put(place: number, hash: number, at: number, owner: number): void {
    this.#marks[2 * place] = hash;
    this.#marks[2 * place + 1] = at;
    this.#owners[place] = owner;
  }

  #grow(): void {
    const [marks, owners] = [this.#marks, this.#owners];
    this.#marks = new Int32Array(2 * marks.length);
    this.#owners = new Uint16Array(2 * owners.length);
    const last = this.#owners.length - 1;
    for (const [before, owner] of owners.entries()) {
      if (owner === 0) continue;
      let place = marks[2 * before]! & last;
      while (this.#owners[place] !== 0) place = (place + 1) & last;
      this.#put(place, marks[2 * before]!, marks[2 * before + 1]!, owner);
    }
  }
}

/** Bytes around a mark. */
interface Shown {
  readonly bytes: Uint8Array;
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

function whole(bytes: Uint8Array, at: number): Shown {
  return { bytes, at, from: 0, to: bytes.length };
}

function wordOf(hash: number): number {
  return hash >>> (37 - filterBits);
}

function bitOf(hash: number): number {
  return 1 << (hash >>> (32 - filterBits));
}

/** Spreads the bits of a word. @see Knuth, The Art of Computer Programming 6.4, multiplicative hashing */
const spread = 0x9e3779b1;

/** Looked at in one go. */
const stretchBytes = 4096;

/** Of the marks of one stretch: where they are, their hashes, and what was fetched for each. One more is written than counts. */
const marksAt = new Int32Array(stretchBytes + 1);
const hashes = new Int32Array(stretchBytes);
const fetched = new Int32Array(stretchBytes);

/** All places of a stretch, in whole rows of as many as a slice has, and a row behind them. */
const rowsRoom = (Math.ceil(stretchBytes / places) + 2) * places;

/** Rank of each place, and the least from it to the end of its row. The lowest bits say which place it is, the last being least. */
const ranks = new Int32Array(rowsRoom);
const leasts = new Int32Array(rowsRoom);
const placeBits = 0x1fff;
const greatest = 0x7fffffff;

/** Four bytes that are the same, of which memory is full, come last, and are no mark: a slice without another is 24 of them and 8 more. */
const flatRank = greatest & ~placeBits;

/**
 * Find the marks of all slices that begin in a stretch. Of the places of a slice it is the one where the hash of four bytes is
 * least, the last of equals. The bytes of the slice alone decide, so that two equal slices have equal marks. One place in eleven
 * is one. Without branches, which a processor would guess wrong. @see Schleimer, Wilkerson and Aiken, Winnowing: Local
 * Algorithms for Document Fingerprinting, SIGMOD 2003, and van Herk, A fast algorithm for local minimum filters, 1992
 *
 * @param to - End of the stretch; up to 31 bytes behind it are read.
 * @returns How many.
 */
function findMarks(bytes: Uint8Array, from: number, to: number): number {
  rankPlaces(bytes, from, to - from + places - 1);
  let found = 0;
  let known = -1;
  for (let row = 0; row < to - from; row += places) {
    let ahead = greatest;
    for (let slice = row; slice < Math.min(row + places, to - from); slice++) {
      const least = lesser(leasts[slice]!, ahead);
      marksAt[found] = from + placeBits - (least & placeBits);
      found += (isNot(least, known) & (least - flatRank)) >>> 31;
      known = least;
      ahead = lesser(ranks[slice + places]!, ahead);
    }
  }
  const view = viewOf(bytes);
  for (let mark = 0; mark < found; mark++) hashes[mark] = hash(view, marksAt[mark]!);
  return found;
}

function rankPlaces(bytes: Uint8Array, from: number, count: number): void {
  let word = (bytes[from]! << 8) | (bytes[from + 1]! << 16) | (bytes[from + 2]! << 24);
  for (let place = 0; place < count; place++) {
    word = (word >>> 8) | (bytes[from + place + 3]! << 24);
    const isMixed = isNot(word, (word << 8) | (word >>> 24));
    const rank = ((Math.imul(word, spread) >>> 1) & isMixed) | (flatRank & ~isMixed);
    ranks[place] = (rank & ~placeBits) | (placeBits - place);
  }
  const end = Math.ceil(count / places) * places;
  ranks.fill(greatest, count, end);
  for (let row = 0; row < end; row += places) {
    let least = greatest;
    for (let place = row + places - 1; place >= row; place--) leasts[place] = least = lesser(ranks[place]!, least);
  }
}

/** @returns -1 if they differ, else 0. */
function isNot(one: number, other: number): number {
  const difference = one ^ other;
  return (difference | -difference) >> 31;
}

/** Of two numbers from 0 on. */
function lesser(one: number, other: number): number {
  const difference = one - other;
  return other + (difference & (difference >> 31));
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

/** 32 bits of a mark. @see MurmurHash3 */
function hash(view: DataView, at: number): number {
  let sum = 0;
  for (let word = 0; word < markBytes; word += 4) {
    const mixed = Math.imul(view.getInt32(at + word, true), 0xcc9e2d51);
    sum = Math.imul(sum ^ ((mixed << 15) | (mixed >>> 17)), 0x85ebca6b);
    sum ^= sum >>> 13;
  }
  sum = Math.imul(sum, 0xc2b2ae35);
  return sum ^ (sum >>> 16);
}

const seen = new Uint32Array(256);
let turn = 0;

function isRich(bytes: Uint8Array, from: number, to: number): boolean {
  turn++;
  let distinct = 0;
  for (let at = from; at < to && distinct < leastDistinctBytes; at++) {
    if (seen[bytes[at]!] === turn) continue;
    seen[bytes[at]!] = turn;
    distinct++;
  }
  return distinct >= leastDistinctBytes;
}
