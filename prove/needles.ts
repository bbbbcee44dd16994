// Owns what is searched for: every secret, by the marks of its slices. Refuses bytes too plain to be anybody's.

import { findMarks, hashes, isMarked, marksAt, places, sliceBytes, stretchBytes } from './marks.ts';

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

/** Fewer different bytes than this, and a slice may as well be a library's. */
const leastDistinctBytes = 6;

/** As often as this in what is searched for, and a mark is a pattern: a margin, a flat colour, a table that many files have. */
const mostAlike = 8;

/** 2^28 bits, 32 MB: with twenty million marks one of random memory in thirteen is looked at closely. */
const filterBits = 28;
const wordShift = 32 - filterBits + 5;

/** Room for marks at first; when three quarters are taken, it doubles. */
const firstRoom = 2 ** 25;

/** What was fetched for each mark of a stretch. */
const fetched = new Int32Array(stretchBytes);

/** Every piece of every secret, to be found by its mark. */
export class Needles {
  readonly #filter = new Int32Array(2 ** (filterBits - 5));
  readonly #shelf: Shelved[] = [];
  readonly #pieces = new Map<Secret, number>();
  /** Pieces that are no secret, by their place on the shelf: two requests have them, or a process that was sent nothing. */
  readonly #dismissed = new Set<number>();
  /** Of each mark its hash and its place on the shelf, side by side, so that looking one up touches memory in one place. */
  #marks = new Uint32Array(2 * firstRoom);
  #count = 0;
  /** Where the next secret begins. Nothing is at 0, which stands for a free place in the table. */
  #end = 1;

  /** Pieces of a secret: so many are found where one copy of it lies. */
  countPieces(secret: Secret): number {
    return this.#pieces.get(secret) ?? 0;
  }

  /**
   * Add a secret. What another request has too is no secret, and no longer counted.
   *
   * @param bytes - Kept, and not to be changed.
   * @throws {RangeError} When all secrets together have 4 GB.
   */
  add(secret: Secret, bytes: Uint8Array): void {
    const start = this.#end;
    this.#end += bytes.length;
    if (this.#end > 2 ** 32) throw new RangeError('more secrets than can be searched for at once');
    this.#shelf.push({ secret, bytes, start });
    let pieces = 0;
    const last = bytes.length - sliceBytes + 1;
    for (let from = 0; from < last; from += stretchBytes) {
      const found = findMarks(bytes, from, Math.min(last, from + stretchBytes));
      this.#fetch(found);
      for (let mark = 0; mark < found; mark++) {
        const at = marksAt[mark]!;
        if (!isRich(bytes, Math.max(0, at - places + 1), Math.min(bytes.length, at + sliceBytes))) continue;
        pieces++;
        this.#insert(hashes[mark]!, secret, { bytes, at, from: 0, to: bytes.length }, start + at);
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
      for (let mark = 0; mark < found; mark++) fetched[mark] = this.#filter[hashes[mark]! >>> wordShift]!;
      for (let mark = 0; mark < found; mark++) {
        if ((fetched[mark]! & bitOf(hashes[mark]!)) === 0) continue;
        const place = this.#find(hashes[mark]!, { bytes: memory, at: marksAt[mark]!, from: start, to: end + sliceBytes - 1 });
        if (place === 0 || this.#dismissed.has(place)) continue;
        const { secret, start: begin } = this.#takeDown(place);
        tell({ secret, at: place - begin });
      }
    }
  }

  /** Take a piece out of the count: what was never sent has it too. */
  dismiss(piece: Piece): void {
    this.#dismissed.add(this.#placeOf(piece));
  }

  /** Whether a piece counts. */
  isSecret(piece: Piece): boolean {
    return !this.#dismissed.has(this.#placeOf(piece));
  }

  #placeOf({ secret, at }: Piece): number {
    return this.#shelf.find((shelved) => shelved.secret === secret)!.start + at;
  }

  /** The last secret that begins at a place or before. */
  #takeDown(place: number): Shelved {
    let [low, high] = [0, this.#shelf.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#shelf[middle]!.start <= place) low = middle;
      else high = middle - 1;
    }
    return this.#shelf[low]!;
  }

  /** Look at all that is about to be needed, one right after the other: so the ways from memory overlap. */
  #fetch(found: number): void {
    const [marks, filter] = [this.#marks, this.#filter];
    const last = marks.length - 1;
    for (let mark = 0; mark < found; mark++) fetched[mark] = marks[(hashes[mark]! << 1) & last]! ^ filter[hashes[mark]! >>> wordShift]!;
  }

  #insert(hash: number, { request }: Secret, here: Shown, place: number): void {
    const marks = this.#marks;
    const last = marks.length - 1;
    let at = (hash << 1) & last;
    for (let others = 0; marks[at + 1] !== 0; at = (at + 2) & last) {
      if (marks[at] !== hash) continue;
      const known = this.#takeDown(marks[at + 1]!);
      if (isAlike(known, marks[at + 1]!, here)) {
        if (known.secret.request !== request) this.#dismissed.add(marks[at + 1]!);
        return;
      }
      if (++others === mostAlike) return;
    }
    marks[at] = hash;
    marks[at + 1] = place;
    this.#filter[hash >>> wordShift]! |= bitOf(hash);
    if (++this.#count * 8 > marks.length * 3) this.#grow();
  }

  /** @returns Where the piece that these bytes show is on the shelf; 0 when it is not. */
  #find(hash: number, shown: Shown): number {
    const marks = this.#marks;
    const last = marks.length - 1;
    for (let at = (hash << 1) & last; marks[at + 1] !== 0; at = (at + 2) & last) {
      if (marks[at] === hash && isAlike(this.#takeDown(marks[at + 1]!), marks[at + 1]!, shown)) return marks[at + 1]!;
    }
    return 0;
  }

  #grow(): void {
    const before = this.#marks;
    const marks = (this.#marks = new Uint32Array(2 * before.length));
    const last = marks.length - 1;
    for (let from = 0; from < before.length; from += 2) {
      if (before[from + 1] === 0) continue;
      let at = (before[from]! << 1) & last;
      while (marks[at + 1] !== 0) at = (at + 2) & last;
      marks[at] = before[from]!;
      marks[at + 1] = before[from + 1]!;
    }
  }
}

/** A secret, and where it begins when all of them stand one after the other. */
interface Shelved {
  readonly secret: Secret;
  readonly bytes: Uint8Array;
  readonly start: number;
}

/** Bytes around a mark. */
interface Shown {
  readonly bytes: Uint8Array;
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

/** Whether a whole slice with this mark is the same in the secret. */
function isAlike({ bytes: secret, start: begin }: Shelved, place: number, { bytes, at, from, to }: Shown): boolean {
  const shift = place - begin - at;
  let start = at;
  while (start > from && start > at - places + 1 && bytes[start - 1] === secret[start - 1 + shift]) start--;
  let end = at;
  while (end < to && end < at + sliceBytes && bytes[end] === secret[end + shift]) end++;
  return end - start >= sliceBytes && isRich(bytes, start, end) && isMarked(bytes, at, start, end);
}

function bitOf(hash: number): number {
  return 1 << (hash >>> (32 - filterBits));
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
