// Owns a leak, on purpose: a worker that is told to end stays for a while. Never a part of the product.

const exit = process.exit;

/** Longer than the second after which none may be left, and than a busy machine is late to look; the proof’s drain waits for it. */
const stayMs = 4000;

if (process.send) process.exit = ((code?: number) => void setTimeout(() => exit(code), stayMs)) as typeof process.exit;
