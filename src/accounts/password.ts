// Owns how passwords are hashed and compared. Refuses to be hurried: as many at once as the machine has room for, unknown ones too.

import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { Problem } from '../problem.ts';
import { greatestPasswordBytes, leastPasswordLength } from './account.ts';

const derive = promisify(argon2);

/** RFC 9106 parameters by the OWASP password storage cheat sheet: 19 MiB, 2 passes, 1 lane. 27 ms here. */
const parameters = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;
/** Names the parameters in front of each hash, so that others can come later. */
const form = 1;
const saltBytes = 16;

/** 2 × 19 MiB; two of the four threads that Node has for such work stay free. */
const greatestAtOnce = 2;
/** 60 / 2 × 27 ms: the last in the queue waits less than a second. */
const greatestWaiting = 60;

let running = 0;
const waiting: (() => void)[] = [];

/** A hash that no password has, of the same form: what unknown accounts are compared with. */
const nobody = Buffer.concat([Buffer.of(form), randomBytes(saltBytes + parameters.tagLength)]);

/** @throws {Problem} `parameter-invalid` if it is too short or too long; the text names no password. */
export function checkPassword(password: string): void {
  if ([...password.normalize('NFC')].length < leastPasswordLength) throw refuse(`at least ${leastPasswordLength} characters: a few words are easiest`);
  if (Buffer.byteLength(password.normalize('NFC')) > greatestPasswordBytes) throw refuse(`at most ${greatestPasswordBytes} bytes`);
}

function refuse(need: string): Problem {
  return new Problem('parameter-invalid', `password needs ${need}.`, { members: { field: 'password' } });
}

/** @returns Form (1 byte), salt (16), argon2id (32). @throws {Problem} `accounts-unavailable` if too many wait. */
export async function hashPassword(password: string): Promise<Buffer> {
  const salt = randomBytes(saltBytes);
  return Buffer.concat([Buffer.of(form), salt, await compute(password, salt)]);
}

/**
 * Compare in constant time.
 *
 * @param hash - Undefined where there is no account or no password: the same work, and false.
 * @throws {Problem} `accounts-unavailable` if too many wait.
 */
export async function comparePassword(password: string, hash: Buffer | undefined): Promise<boolean> {
  const known = hash ?? nobody;
  const computed = await compute(password, known.subarray(1, 1 + saltBytes));
  return timingSafeEqual(computed, known.subarray(1 + saltBytes)) && hash !== undefined;
}

async function compute(password: string, salt: Buffer): Promise<Buffer> {
  await enter();
  try {
    // What is longer than any password is cut, so that it costs the same; its hash is nobody's.
    const message = Buffer.from(password.normalize('NFC')).subarray(0, greatestPasswordBytes + 1);
    return await derive('argon2id', { ...parameters, message, nonce: salt });
  } finally {
    leave();
  }
}

async function enter(): Promise<void> {
  if (running < greatestAtOnce) {
    running += 1;
    return;
  }
  if (waiting.length >= greatestWaiting) throw new Problem('accounts-unavailable', 'Too many people are signing in. Try again in 2 seconds.', { retryAfterSeconds: 2 });
  await new Promise<void>((resolve) => void waiting.push(resolve));
}

/** Whoever waits takes over the place: it is never free in between. */
function leave(): void {
  const next = waiting.shift();
  if (next) next();
  else running -= 1;
}
