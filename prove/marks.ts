// Owns the marks of bytes: of each slice one place that its bytes alone decide, so that equal slices have equal marks. Keeps nothing but those of the last stretch.

/** Length of a slice, in bytes: none so long of any secret is missed, wherever it begins in the secret and in memory. */
export const sliceBytes = 32;

/** What is looked up of a slice, in bytes. */
const markBytes = 12;

/** Where in a slice its mark may be. */
export const places = sliceBytes - markBytes + 1;

/** Spreads the bits of a word. @see Knuth, The Art of Computer Programming 6.4, multiplicative hashing */
const spread = 0x9e3779b1;

/** Looked at in one go, in bytes. */
export const stretchBytes = 4096;

/** Where the marks of the last stretch are; one more is written than counts. */
export const marksAt = new Int32Array(stretchBytes + 1);

/** 32 bits of hash of each. */
export const hashes = new Uint32Array(stretchBytes);

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
 * @returns How many; `marksAt` and `hashes` tell of them until the next call.
 */
export function findMarks(bytes: Uint8Array, from: number, to: number): number {
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
    ranks[place] = rankOf(word) | (placeBits - place);
  }
  const end = Math.ceil(count / places) * places;
  ranks.fill(greatest, count, end);
  for (let row = 0; row < end; row += places) {
    let least = greatest;
    for (let place = row + places - 1; place >= row; place--) leasts[place] = least = lesser(ranks[place]!, least);
  }
}

function rankOf(word: number): number {
  const isMixed = isNot(word, (word << 8) | (word >>> 24));
  return ((Math.imul(word, spread) >>> 1) & ~placeBits & isMixed) | (flatRank & ~isMixed);
}

/** Whether a slice from `start` to `end` has its mark at a place. */
export function isMarked(bytes: Uint8Array, at: number, start: number, end: number): boolean {
  const view = viewOf(bytes);
  const least = rankOf(view.getInt32(at, true));
  let first = at;
  while (first > start && first > at - places + 1 && rankOf(view.getInt32(first - 1, true)) >= least) first--;
  let last = at;
  while (last < end - markBytes && last < at + places - 1 && rankOf(view.getInt32(last + 1, true)) > least) last++;
  return last - first + 1 >= places;
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
  return (sum ^ (sum >>> 16)) >>> 0;
}
