// Owns a counter where one kind of work is paid: real accounts, real HTTP, and work that ends as the test says. Refuses to draw anything.

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { connect } from 'node:net';
import express from 'express';
import type { PurseOwner } from '../../src/accounts/credit.ts';
import type { Accounts } from '../../src/accounts/accounts.ts';
import { openReception } from '../../src/accounts/auth/reception.ts';
import { termsVersion } from '../../src/accounts/terms.ts';
import { createSessionTokens } from '../../src/accounts/auth/session-token.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { createBudget } from '../../src/retention/budget.ts';
import type { MemoryBudget } from '../../src/retention/budget.ts';
import { createIdleCollection } from '../../src/retention/idle-collection.ts';
import { createReceiptSigner } from '../../src/retention/receipt.ts';
import { identify } from '../../src/routes/account/identify.ts';
import { answerSessionState } from '../../src/routes/account/session-state.ts';
import { createTill } from '../../src/routes/charge.ts';
import { takePhoto } from '../../src/routes/photo-work.ts';
import type { PhotoWork } from '../../src/routes/photo-work.ts';
import { answerProblem, followRequests } from '../../src/routes/requests.ts';
import type { JobContext } from '../../src/studio/orders.ts';
import { madeHere } from '../../src/studio/engine-choice.ts';

/** What the counters of the tests seal with. */
export const counterSecret = 'a secret that counters of the tests share';

/** Settings of a studio in which a picture costs a credit, and everybody has one a day. */
export function describeCredits(folder: string): Readonly<Record<string, string>> {
  return { AUTH_SECRET: counterSecret, PUBLIC_URL: 'http://localhost', AUTH_NEXT_COOKIE: 'session', DATA_FOLDER: folder, FREE_CREDITS_PER_DAY: '1' };
}

/** A counter that is open. */
export interface Counter extends AsyncDisposable {
  readonly port: number;
  readonly url: string;
  readonly budget: MemoryBudget;
  readonly log: readonly Readonly<Record<string, unknown>>[];
  /** Makes the answers; the test puts another one in its place. */
  make: (context: JobContext) => Promise<Uint8Array<ArrayBuffer>>;
  /** Resolves when what was put aside has been charged or given back. */
  settled(): Promise<void>;
}

/** Open a counter in a folder, for `POST /cutouts` and `/headshots`, and `/checks`, which are free. */
export async function openCounter(folder: string): Promise<Counter> {
  const config = readConfig({ ...describeCredits(folder), UPLOAD_TIMEOUT_SECONDS: '1', JOB_TIMEOUT_SECONDS: '1' }, 4e9);
  const reception = await openReception(config.accounts!, config.credits?.freePerDay);
  const lines: Record<string, unknown>[] = [];
  const log = createLog('debug', { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) });
  const budget = createBudget(1e6);
  const drain = { draining: false, stopping: new AbortController().signal };
  const receipts = createReceiptSigner({ build: { version: '0', sourceSha256: '' } });
  const till = createTill({ config, reception, log });
  const parts = { config, budget, drain, receipts, collection: createIdleCollection(() => undefined), till };
  const work = (kind: PhotoWork['kind']): PhotoWork => ({
    kind,
    files: { photo: 1 },
    make: async (_upload, context) => ({ mimeType: 'image/png', bytes: context.vault.own(await counter.make(context)), headers: {}, made: madeHere }),
  });
  const app = express().use(followRequests(log), identify(reception));
  for (const kind of ['cutout', 'headshot', 'check'] as const) app.post(`/${kind}s`, takePhoto(parts, work(kind)));
  app.get('/session', answerSessionState(reception, true));
  app.use(answerProblem);
  const server = createServer(app).on('checkContinue', app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const counter: Counter = {
    port,
    url: `http://127.0.0.1:${port}`,
    budget,
    log: lines,
    make: async () => new Uint8Array([1, 2, 3]),
    settled: () => till.settled(),
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await till.settled();
      await reception[Symbol.asyncDispose]();
    },
  };
  return counter;
}

/** Somebody with credits and an API key. */
export interface Customer {
  readonly id: string;
  readonly owner: PurseOwner;
  readonly key: string;
}

let customers = 0;

/** @param credits - Beside the free one of the day. */
export async function admitCustomer(accounts: Accounts, credits = 0): Promise<Customer> {
  const { id } = await accounts.people.signInWithProvenMailbox(`customer.${++customers}.${process.pid}@example.test`, { isAdult: true, termsVersion });
  const owner = { accountId: id };
  if (credits > 0) await giveCredits(accounts, owner, credits);
  return { id, owner, key: (await accounts.apiKeys.create(id, { name: 'k' })).secret };
}

/** Headers as a browser sends them in which somebody is signed in. */
export async function describeSession(accounts: Accounts, id: string): Promise<Readonly<Record<string, string>>> {
  const { version } = (await accounts.people.find(id))!;
  const token = await createSessionTokens([counterSecret], 'ephemera.session').seal({ id, version });
  return { Cookie: `ephemera.session=${token}`, Origin: 'http://localhost', 'Sec-Fetch-Site': 'same-origin' };
}

/** As if they had been bought. */
export async function giveCredits({ ledger }: Accounts, owner: PurseOwner, credits: number): Promise<void> {
  await ledger.post({ owner, kind: 'purchase', reference: `cs:${JSON.stringify(owner)}`, credits });
}

const form = '--b\r\nContent-Disposition: form-data; name="photo"; filename="p.jpg"\r\n\r\nphoto\r\n--b--\r\n';

/** Send the head of a request, and of its body so much. */
export async function beginRequest(port: number, path: string, headers: Readonly<Record<string, string>>, body = form): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  const all = { Host: 'studio', 'Content-Type': 'multipart/form-data; boundary=b', 'Content-Length': String(form.length), ...headers };
  socket.write(`POST ${path} HTTP/1.1\r\n${Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`);
  await once(socket, 'connect');
  return socket;
}

/** Post a photo of nobody. */
export function postWork({ url }: Pick<Counter, 'url'>, path: string, headers: Readonly<Record<string, string>>): Promise<Response> {
  return fetch(url + path, { method: 'POST', body: form, headers: { 'Content-Type': 'multipart/form-data; boundary=b', ...headers } });
}
