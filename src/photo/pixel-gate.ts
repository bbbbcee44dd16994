// Owns how many decoded pixels exist at once. Refuses nothing: who finds no room waits in line, or leaves when aborted.

/** Lets pictures through while their pixels fit into an allowance of bytes, in the order they came; it may be kept in another process. */
export interface PixelGate {
  /**
   * Wait for room, hold it until disposed: `using room = await gate.acquire(bytes, signal)`.
   *
   * @param bytes - Width × height × 4. More than the whole allowance counts as all of it, so that
   * the largest allowed photo gets through alone instead of never.
   * @throws The signal's reason when aborted while waiting.
   */
  acquire(bytes: number, signal: AbortSignal): Promise<Disposable>;
}

/** A gate of this process. */
export interface LocalPixelGate extends PixelGate {
  /** Bytes let through and not yet given back. */
  readonly heldBytes: number;
  /** Pictures in line. */
  readonly waiting: number;
  /** As many are worked on as may be at once. */
  readonly isBusy: boolean;
}

interface Waiting {
  readonly bytes: number;
  readonly admit: () => void;
}

/**
 * @param maxBytes - Allowance for decoded pixels of all requests together.
 * @param maxAtOnce - Pictures worked on at once: work on pixels keeps a core busy, so more than there are cores only hold memory.
 */
export function createPixelGate(maxBytes: number, maxAtOnce = Infinity): LocalPixelGate {
  const line: Waiting[] = [];
  let held = 0;
  let atOnce = 0;

  function admitNext(): void {
    for (let first = line[0]; first !== undefined && atOnce < maxAtOnce && held + first.bytes <= maxBytes; first = line[0]) {
      line.shift();
      held += first.bytes;
      atOnce += 1;
      first.admit();
    }
  }

  function leave(waiting: Waiting): void {
    const place = line.indexOf(waiting);
    if (place >= 0) line.splice(place, 1);
    admitNext();
  }

  return {
    get heldBytes() {
      return held;
    },
    get waiting() {
      return line.length;
    },
    get isBusy() {
      return atOnce >= maxAtOnce;
    },
    async acquire(wantedBytes, signal) {
      signal.throwIfAborted();
      const bytes = Math.min(wantedBytes, maxBytes);
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const waiting: Waiting = { bytes, admit: resolve };
      const giveUp = () => {
        leave(waiting);
        reject(signal.reason as Error);
      };
      line.push(waiting);
      signal.addEventListener('abort', giveUp, { once: true });
      admitNext();
      try {
        await promise;
      } finally {
        signal.removeEventListener('abort', giveUp);
      }
      return holdOnce(() => {
        held -= bytes;
        atOnce -= 1;
        admitNext();
      });
    },
  };
}

function holdOnce(giveBack: () => void): Disposable {
  let returned = false;
  return {
    [Symbol.dispose]() {
      if (!returned) giveBack();
      returned = true;
    },
  };
}
