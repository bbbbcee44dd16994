// Owns every buffer of one request that holds image data. Refuses to be used after the request is over.

/** Gives back what the vault reserved; the memory budget's reservation is one. */
export interface Reservation {
  release(): void;
}

/**
 * The one owner of a request's image bytes: uploads, pixels, base64 and results.
 * `await using vault = new Vault(reservation)` zero-fills all of it on every way out.
 */
export class Vault implements AsyncDisposable {
  readonly #held = new Set<ArrayBufferView>();
  readonly #busy = new Set<Promise<unknown>>();
  readonly #reservation: Reservation | undefined;
  #closed = false;

  /** @param reservation - Returned when the vault closes, after the bytes are zero. */
  constructor(reservation?: Reservation) {
    this.#reservation = reservation;
  }

  /** Bytes of image data held now; a buffer handed to a worker thread counts for none. */
  get heldBytes(): number {
    let bytes = 0;
    for (const view of this.#held) bytes += view.byteLength;
    return bytes;
  }

  /**
   * Take ownership of a buffer. After the vault is closed the buffer is zero-filled at once,
   * so that work which ends late leaves nothing.
   *
   * @returns The same buffer.
   */
  own<T extends ArrayBufferView>(view: T): T {
    if (this.#closed) eraseBytes(view);
    else this.#held.add(view);
    return view;
  }

  /** Own a picture's pixels. */
  ownPixels<T extends { readonly data: ArrayBufferView }>(pixels: T): T {
    this.own(pixels.data);
    return pixels;
  }

  /** Join pieces into one buffer of the vault's; each is erased as soon as it was copied. */
  join(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
    const whole = this.own(new Uint8Array(pieces.reduce((length, { byteLength }) => length + byteLength, 0)));
    let at = 0;
    for (const piece of pieces) {
      whole.set(piece, at);
      at += piece.byteLength;
      this.erase(piece);
    }
    return whole;
  }

  /** Zero-fill a buffer now and free it, because nothing needs it any more; the view is empty afterwards. */
  erase(view: ArrayBufferView): void {
    freeBytes(view);
    this.#held.delete(view);
  }

  /**
   * Keep the vault open until native code that reads its buffers is done: a buffer must not be
   * zero-filled under libvips' feet, and what libvips still writes must be zero-filled after.
   */
  during<T>(work: Promise<T>): Promise<T> {
    this.#busy.add(work);
    const forget = () => this.#busy.delete(work);
    work.then(forget, forget);
    return work;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await Promise.allSettled([...this.#busy]);
    for (const view of this.#held) freeBytes(view);
    this.#held.clear();
    this.#reservation?.release();
  }
}

/** Zero-fill the bytes of a view; one that was transferred away has none. */
export function eraseBytes(view: ArrayBufferView): void {
  if (view.byteLength > 0) new Uint8Array(view.buffer, view.byteOffset, view.byteLength).fill(0);
}

/** Zero-fill a view and give its memory back at once, instead of when the collector comes round: photos are large. */
export function freeBytes(view: ArrayBufferView): void {
  eraseBytes(view);
  const { buffer } = view;
  // A view into a larger buffer shares it with others, Node's pool for instance.
  if (buffer instanceof ArrayBuffer && view.byteLength === buffer.byteLength && !buffer.detached) buffer.transfer(0);
}
