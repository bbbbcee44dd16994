// Owns Stripe's API by HTTP: key, version, form, idempotency, faults, errors. Refuses a request before it looks at what is asked.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { endpoints } from './endpoints.ts';
import type { Endpoint, Premises } from './endpoints.ts';
import type { Fault } from './fake-stripe.ts';
import { readForm } from './form.ts';
import type { Parameters } from './form.ts';
import { checkParameters } from './parameters.ts';
import { StripeFailure } from './stripe-error.ts';

/** A request that came. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly sent: Parameters;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Of the answer; 0 for none. */
  status: number;
}

/** What the answer depends on. */
interface Circumstances {
  readonly requests: SeenRequest[];
  readonly fault: Fault;
  readonly refusesRedaction: boolean;
  readonly key: string;
  readonly kept: KeptAnswers;
}

/** Answers by idempotency key. */
export type KeptAnswers = Map<string, Kept>;

interface Kept {
  readonly order: string;
  readonly answer: Promise<Answer>;
  isDone: boolean;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

const version = '2026-10-28';

/** Answer one request. */
export async function answerApi(premises: Premises, circumstances: Circumstances, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { requests, fault } = circumstances;
  const body = (await request.toArray()).join('');
  const { pathname, search } = new URL(request.url ?? '/', premises.url);
  const sent = readForm(request.method === 'POST' ? body : search.slice(1));
  const seen: SeenRequest = { method: request.method ?? '', path: pathname, sent, headers: request.headers, status: 0 };
  requests.push(seen);
  if (fault === 'down') return void request.socket.destroy();
  if (fault === 'late') await sleep(200);
  const refused = fault === 'failing' ? new StripeFailure(500, 'An unknown error occurred', { type: 'api_error' }) : fault === 'limited' ? new StripeFailure(429, 'Too many requests', { code: 'rate_limit' }) : undefined;
  const answer = refused ? describe(refused) : await answerOnce(premises, seen, circumstances, body);
  if (fault === 'lost' && request.method !== 'GET') return void request.socket.destroy();
  seen.status = answer.status;
  response.writeHead(answer.status, { 'Content-Type': 'application/json', 'Request-Id': 'req_of_the_tests', ...(refused ? { 'Stripe-Should-Retry': 'false' } : {}) }).end(answer.body);
}

/** A POST whose idempotency key was seen is not done again. @see https://docs.stripe.com/api/idempotent_requests */
async function answerOnce(premises: Premises, seen: SeenRequest, circumstances: Circumstances, body: string): Promise<Answer> {
  const idempotencyKey = seen.headers['idempotency-key'];
  if (seen.method !== 'POST' || typeof idempotencyKey !== 'string') return answer(premises, seen, circumstances);
  const { kept } = circumstances;
  const order = `${seen.path} ${body}`;
  const known = kept.get(idempotencyKey);
  if (known && known.order !== order) return describe(new StripeFailure(400, 'Keys for idempotent requests can only be used with the same parameters they were first used with.', { type: 'idempotency_error' }));
  if (known && !known.isDone) return describe(new StripeFailure(409, 'There is another request in progress with this key.', { type: 'idempotency_error', code: 'idempotency_key_in_use' }));
  if (known) return known.answer;
  const entry: Kept = { order, answer: answer(premises, seen, circumstances), isDone: false };
  kept.set(idempotencyKey, entry);
  const { status } = await entry.answer;
  entry.isDone = true;
  // Nothing is kept of what was refused before it began.
  if (status >= 400) kept.delete(idempotencyKey);
  return entry.answer;
}

async function answer(premises: Premises, seen: SeenRequest, { key, refusesRedaction }: Circumstances): Promise<Answer> {
  try {
    if (seen.headers.authorization !== `Bearer ${key}`) throw new StripeFailure(401, 'Invalid API Key provided');
    const endpoint = endpoints.find(({ method, path }) => method === seen.method && path.test(seen.path));
    if (!endpoint || (endpoint.isPreview && refusesRedaction)) throw new StripeFailure(404, `Unrecognized request URL (${seen.method}: ${seen.path}).`);
    checkHeaders(endpoint, seen);
    checkParameters(endpoint.name, seen.sent);
    const thing = await endpoint.answer(premises, decodeURIComponent(endpoint.path.exec(seen.path)?.[1] ?? ''), seen.sent);
    return { status: 200, body: JSON.stringify(thing) };
  } catch (error) {
    return describe(error);
  }
}

function checkHeaders({ isPreview = false }: Endpoint, { headers, method }: SeenRequest): void {
  const wanted = `${version}.${isPreview ? 'preview' : 'endive'}`;
  if (headers['stripe-version'] !== wanted) throw new StripeFailure(isPreview ? 404 : 400, `Unrecognized request URL or version: ${String(headers['stripe-version'])}`);
  if (headers['x-stripe-client-telemetry'] !== undefined) throw new StripeFailure(400, 'This studio sends no telemetry.');
  if (method === 'POST' && !String(headers['content-type']).startsWith('application/x-www-form-urlencoded')) throw new StripeFailure(400, 'Unknown content type.');
}

function describe(error: unknown): Answer {
  if (!(error instanceof StripeFailure)) return { status: 500, body: JSON.stringify({ error: { type: 'api_error', message: String(error) } }) };
  const { status, message, type, code, param } = error;
  return { status, body: JSON.stringify({ error: { type, message, code, param } }) };
}
