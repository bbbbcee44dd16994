// Shows what accounts do, on PostgreSQL: the same facts as on the embedded database.

import { afterAll, beforeAll, describe } from 'vitest';
import { describeLinks } from './link-facts.ts';
import { describePeople } from './people-facts.ts';
import { makeDatabasesOf } from './place.ts';
import type { MakePlace } from './place.ts';
import { findPostgres, startPostgres } from './postgres-server.ts';
import type { PostgresServer } from './postgres-server.ts';
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
  describeStore(makePlace, { 'while the server is gone': stopServer, 'while the server hangs': hangServer });
});
