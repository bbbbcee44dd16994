// Shows what accounts do, on PostgreSQL: the same facts as on the embedded database.

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { describeCrashes } from './crash-facts.ts';
import { describeCustomers } from './customer-facts.ts';
import { describeLedger } from './ledger-facts.ts';
import { describeLinks } from './link-facts.ts';
import { describePeople } from './people-facts.ts';
import { makeAddress, makeDatabasesOf, openTestAccounts } from './place.ts';
import type { MakePlace } from './place.ts';
import { findPostgres, startPostgres } from './postgres-server.ts';
import type { PostgresServer } from './postgres-server.ts';
import { describePurchases } from './purchase-facts.ts';
import { describeRights } from './rights-facts.ts';
import { describeStore } from './store-facts.ts';
import type { Outage } from './store-facts.ts';
import { describeTeams } from './team-facts.ts';

const bin = findPostgres();

describe.skipIf(bin === undefined)('on PostgreSQL', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres(bin ?? '');
  });
  afterAll(() => server[Symbol.asyncDispose]());
  const makePlace: MakePlace = () => makeDatabasesOf(server)();

  const stopServer: Outage = async () => {
    await server.stop();
    return { [Symbol.asyncDispose]: () => server.start() };
  };
  const hangServer: Outage = async () => {
    server.signal('SIGSTOP');
    return { [Symbol.asyncDispose]: async () => server.signal('SIGCONT') };
  };

  describePeople(makePlace);
  describeLinks(makePlace);
  describeTeams(makePlace);
  describeRights(makePlace);
  describeLedger(makePlace);
  describePurchases(makePlace);
  describeCustomers(makePlace);
  describeCrashes(makePlace);
  describeStore(makePlace, { 'while the server is gone': stopServer, 'while the server hangs': hangServer });

  it('loses connections in the middle of work without losing the process, the rows or what was answered', async () => {
    await using test = await openTestAccounts(makePlace);
    const { people } = test.accounts;
    const { id } = await people.signInWithProvenMailbox(makeAddress());
    let answered = 0;
    for (let round = 0; round < 5; round += 1) {
      const work = Promise.allSettled(Array.from({ length: 12 }, () => people.signOutEverywhere(id)));
      await server.run("select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname like 'studio%'");
      for (const result of await work) {
        if (result.status === 'fulfilled') answered += 1;
        else expectUnavailable(result.reason);
      }
    }
    // A commit whose answer was lost may have happened: no more than one for each that was refused, and none that was answered is missing.
    // Nor is every lost connection known as lost at once: each that is not fails once more, when its transaction begins.
    const version = await vi.waitUntil(() => people.signOutEverywhere(id).catch(expectUnavailable), { interval: 1, timeout: 5000 });
    expect(version).toBeGreaterThanOrEqual(answered + 2);
    expect(version).toBeLessThanOrEqual(62);
  });
});

function expectUnavailable(error: unknown): void {
  expect(error).toMatchObject({ code: 'accounts-unavailable', status: 503 });
}
