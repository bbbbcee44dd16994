// Owns facts about opening, outage and recovery, told of either database.

import { execFile } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { openAccounts } from '../../src/accounts/accounts.ts';
import { makeDataFolder } from '../../src/accounts/store/folder.ts';
import { makeAddress, openTestAccounts, testSecret } from './place.ts';
import type { MakePlace, Place } from './place.ts';

const run = promisify(execFile);

/** Makes the rows unreachable until it is disposed of. */
export type Outage = (place: Place) => Promise<AsyncDisposable>;

/** Somebody else holds the file of SQLite and does not let go. */
export const holdFile: Outage = async ({ at }) => {
  if (!('folder' in at)) throw new Error('There is no file to hold.');
  makeDataFolder(at.folder);
  const database = new DatabaseSync(join(at.folder, 'accounts.db'));
  database.exec('begin exclusive');
  return { [Symbol.asyncDispose]: async () => database.close() };
};

/** Closed as the processes of the studio are: it reads the project and writes to the folder of the rows. */
function flagsFor({ at }: Place): string[] {
  if (!('folder' in at)) return [];
  makeDataFolder(at.folder);
  const root = join(import.meta.dirname, '../..');
  const read = [root, realpathSync(join(root, 'node_modules')), at.folder].map((path) => `--allow-fs-read=${path}`);
  return ['--permission', ...read, `--allow-fs-write=${at.folder}`];
}

export function describeStore(makePlace: MakePlace, outages: Readonly<Record<string, Outage>>): void {
  describe('the store', () => {
    it('is made once by several processes that start at the same moment', async () => {
      await using place = await makePlace();
      const order = JSON.stringify({ at: place.at, secrets: [testSecret], address: makeAddress() });
      const ids = await Promise.all([1, 2, 3].map(async () => (await run(process.execPath, [...flagsFor(place), join(import.meta.dirname, 'opening.ts'), order])).stdout));
      expect(new Set(ids).size).toBe(1);
      expect(ids[0]).toMatch(/^[0-9a-f-]{36}$/);
    });

    it.each(Object.entries(outages))('answers 503 %s, and works again after it', async (_name, begin) => {
      await using test = await openTestAccounts(makePlace);
      const { people, check, links } = test.accounts;
      const { id } = await people.signInWithProvenMailbox(makeAddress());
      {
        await using _outage = await begin(test.place);
        const asked = await Promise.allSettled([people.signInWithProvenMailbox(makeAddress()), people.signOutEverywhere(id), links.issue({ purpose: 'sign-in', email: makeAddress() })]);
        for (const answer of asked) expect(answer).toMatchObject({ status: 'rejected', reason: { code: 'accounts-unavailable', status: 503, retryAfterSeconds: 5 } });
      }
      await check();
      expect(await people.signOutEverywhere(id)).toBe(2);
    });

    it('begins while the rows cannot be reached, and makes its tables when they can', async () => {
      await using place = await makePlace();
      const begin = Object.values(outages)[0];
      const outage = await begin?.(place);
      const accounts = await openAccounts({ at: place.at, secrets: [testSecret], now: Date.now });
      await expect(accounts.check()).rejects.toMatchObject({ code: 'accounts-unavailable' });
      await outage?.[Symbol.asyncDispose]();
      expect((await accounts.people.signInWithProvenMailbox(makeAddress())).version).toBe(1);
      await accounts.close();
    });
  });
}
