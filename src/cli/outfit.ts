// Owns what a command is given from outside, and the choice between a server and a studio of this process.

import type { Readable, Writable } from 'node:stream';
import type { Way } from './exchange.ts';
import { CommandFault, exitCodes } from './fault.ts';
import { openOwnStudio } from './own-studio.ts';
import type { OwnParts, OwnStudio } from './own-studio.ts';
import type { ProgressScreen } from './progress.ts';

/** What a command works with; `guard` is told the only hosts that it may reach. */
export interface Outfit extends OwnParts {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: ProgressScreen;
  /** Aborted when the person stops it. */
  readonly signal: AbortSignal;
}

/** Which studio does the work. */
export interface StudioChoice {
  readonly server?: string | undefined;
  readonly key?: string | undefined;
}

/** @throws {CommandFault} For an address that is none, a key without a server, or what `openOwnStudio` throws. */
export async function openStudio({ server, key }: StudioChoice, outfit: Outfit): Promise<OwnStudio> {
  if (server === undefined && key !== undefined) throw new CommandFault(exitCodes.usage, '--key goes with --server: a studio of this process has no accounts.');
  if (server === undefined) return openOwnStudio(outfit);
  const way = { address: readAddress(server), key: readKey(key ?? outfit.environment['EPHEMERA_KEY']) };
  outfit.guard([way.address.hostname]);
  return { way, [Symbol.asyncDispose]: async () => undefined };
}

function readAddress(server: string): Way['address'] {
  const address = URL.parse(server);
  if (address && /^https?:$/.test(address.protocol) && address.search === '' && address.username === '') return address;
  throw new CommandFault(exitCodes.usage, '--server takes an address such as https://studio.example or http://localhost:3000.');
}

function readKey(key: string | undefined): string | undefined {
  if (key === undefined || key === '') return undefined;
  if (/^[\x21-\x7e]+$/.test(key)) return key;
  throw new CommandFault(exitCodes.usage, 'The key has a character that no key has. Copy it again, without spaces.');
}
