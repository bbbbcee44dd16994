// Runs as a process of its own: fills native memory with a canary, frees it, and waits to be searched. Keeps the canary only inverted.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const inverted = Buffer.from(process.argv[2] ?? '', 'hex');

/** Small enough for a thread's own store, larger, and of the size of a read from a socket. */
const sizes = [96, 1000, 20_000, 65_536];
/** A picture's, which a process that dies keeps for the next, and one that stays gives back. */
const pictureBytes = 3_000_000;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
for (let round = 0; round < 100; round++) {
  for (const size of round < 5 ? [...sizes, pictureBytes] : sizes) {
    const bytes = Buffer.allocUnsafeSlow(size);
    for (let index = 0; index < size; index++) bytes[index] = inverted[index % inverted.length]! ^ 0xff;
  }
}
collect();
collect();
process.stdout.write('freed');
process.stdin.resume();
