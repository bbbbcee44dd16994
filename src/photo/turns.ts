// Owns sharing the thread: long loops over pixels run in bands, so that others get their turn and an abort is seen. Refuses nothing.

/** About 5 ms of compositing. */
const pixelsPerTurn = 1 << 20;

/**
 * Work through a picture's rows in bands of about a million pixels, yielding to the event loop between them.
 *
 * @throws The signal's reason when aborted between two bands.
 */
export async function forEachBand(width: number, height: number, signal: AbortSignal, work: (fromRow: number, toRow: number) => void): Promise<void> {
  const rows = Math.max(1, Math.floor(pixelsPerTurn / width));
  for (let from = 0; from < height; from += rows) {
    if (from > 0) await new Promise(setImmediate);
    signal.throwIfAborted();
    work(from, Math.min(from + rows, height));
  }
}
