// Owns a leak, on purpose: a worker that is told to end stays for a while. Never a part of the product.

const exit = process.exit;

/** Longer than a life with the longest job at its end may take on a busy machine; the proof’s drain waits for it. */
const stayMs = 20_000;

if (process.send) process.exit = ((code?: number) => void setTimeout(() => exit(code), stayMs)) as typeof process.exit;
