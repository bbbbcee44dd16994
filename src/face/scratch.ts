// Owns the memory of one job in a worker thread: every array that holds image data, and the order to stop. Refuses to outlive the job.

/** What a job may hold image data in. */
export type ScratchArray = Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

/** Thrown inside a job whose caller has gone. */
export class Stopped extends Error {}

/** Arrays of one job, zero-filled together when it ends on whatever way. */
export class Scratch implements Disposable {
  readonly #arrays = new Set<ScratchArray>();
  readonly #spare = new Map<number, Float32Array<ArrayBuffer>[]>();
  readonly #stop: Int32Array | undefined;

  /** @param stop - Shared with the main thread; its first element turns non-zero when the caller has gone. */
  constructor(stop?: Int32Array) {
    this.#stop = stop;
  }

  floats(length: number): Float32Array<ArrayBuffer> {
    return this.keep(this.#spare.get(length)?.pop() ?? new Float32Array(length));
  }

  integers(length: number): Int32Array<ArrayBuffer> {
    return this.keep(new Int32Array(length));
  }

  bytes(length: number): Uint8Array<ArrayBuffer> {
    return this.keep(new Uint8Array(length));
  }

  /** Take an array that was made elsewhere. */
  keep<T extends ScratchArray>(array: T): T {
    this.#arrays.add(array);
    return array;
  }

  /** Give an array away: it leaves with the job's result. */
  release<T extends ScratchArray>(array: T): T {
    this.#arrays.delete(array);
    return array;
  }

  /** Zero-fill an array now, because it is no longer needed: this job's next one of the same length takes its memory. */
  drop(array: Float32Array<ArrayBuffer>): void {
    array.fill(0);
    this.#arrays.delete(array);
    const spare = this.#spare.get(array.length);
    if (spare) spare.push(array);
    else this.#spare.set(array.length, [array]);
  }

  /** @throws {Stopped} When the caller has gone; asked between steps. */
  step(): void {
    if (this.#stop && Atomics.load(this.#stop, 0) !== 0) throw new Stopped();
  }

  [Symbol.dispose](): void {
    for (const array of this.#arrays) array.fill(0);
    this.#arrays.clear();
    this.#spare.clear();
  }
}
