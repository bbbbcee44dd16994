// Owns the endpoints that a studio uses: what each answers, and what it refuses beside unknown parameters. Knows nothing of HTTP.

import { copyFixture, listOf } from './books.ts';
import type { Books, Thing } from './books.ts';
import type { Parameters } from './form.ts';
import type { EndpointName } from './parameters.ts';
import { endSubscription, makeRefund } from './shop.ts';
import type { Emit } from './shop.ts';
import { StripeFailure, wrong } from './stripe-error.ts';

/** Where the stand-in is, and whom it tells. */
export interface Premises {
  readonly books: Books;
  readonly emit: Emit;
  /** Origin. */
  readonly url: string;
}

/** One endpoint. */
export interface Endpoint {
  readonly name: EndpointName;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: RegExp;
  /** Asked in a preview version of the API. */
  readonly isPreview?: boolean;
  answer(premises: Premises, id: string, sent: Parameters): unknown;
}

const day = 24 * 3600;

/** All of them. */
export const endpoints: readonly Endpoint[] = [
  { name: 'prices.retrieve', method: 'GET', path: /^\/v1\/prices\/([^/]+)$/, answer: ({ books }, id) => books.find('price', id) },
  { name: 'customers.create', method: 'POST', path: /^\/v1\/customers$/, answer: ({ books }, _id, sent) => books.make('customer', { email: sent['email'] ?? null, metadata: sent['metadata'] ?? {}, discount: null }) },
  { name: 'none', method: 'DELETE', path: /^\/v1\/customers\/([^/]+)$/, answer: deleteCustomer },
  { name: 'checkout.sessions.create', method: 'POST', path: /^\/v1\/checkout\/sessions$/, answer: createSession },
  { name: 'checkout.sessions.retrieve', method: 'GET', path: /^\/v1\/checkout\/sessions\/([^/]+)$/, answer: ({ books }, id, sent) => expand(books, show(books.find('checkout.session', id)), sent) },
  { name: 'checkout.sessions.expire', method: 'POST', path: /^\/v1\/checkout\/sessions\/([^/]+)\/expire$/, answer: expireSession },
  { name: 'checkout.sessions.list', method: 'GET', path: /^\/v1\/checkout\/sessions$/, answer: ({ books }, _id, sent) => listBy(books, 'checkout.session', sent, ['payment_intent', 'customer', 'status', 'subscription']) },
  { name: 'billingPortal.sessions.create', method: 'POST', path: /^\/v1\/billing_portal\/sessions$/, answer: createPortal },
  { name: 'invoices.retrieve', method: 'GET', path: /^\/v1\/invoices\/([^/]+)$/, answer: retrieveInvoice },
  { name: 'invoicePayments.list', method: 'GET', path: /^\/v1\/invoice_payments$/, answer: listInvoicePayments },
  { name: 'subscriptions.retrieve', method: 'GET', path: /^\/v1\/subscriptions\/([^/]+)$/, answer: ({ books }, id, sent) => expand(books, books.find('subscription', id), sent) },
  { name: 'subscriptions.list', method: 'GET', path: /^\/v1\/subscriptions$/, answer: listSubscriptions },
  { name: 'refunds.create', method: 'POST', path: /^\/v1\/refunds$/, answer: createRefund },
  { name: 'refunds.retrieve', method: 'GET', path: /^\/v1\/refunds\/([^/]+)$/, answer: ({ books }, id) => books.find('refund', id) },
  { name: 'refunds.list', method: 'GET', path: /^\/v1\/refunds$/, answer: ({ books }, _id, sent) => listBy(books, 'refund', sent, ['payment_intent', 'charge']) },
  { name: 'disputes.retrieve', method: 'GET', path: /^\/v1\/disputes\/([^/]+)$/, answer: ({ books }, id) => books.find('dispute', id) },
  { name: 'redactionJobs.create', method: 'POST', path: /^\/v1\/privacy\/redaction_jobs$/, isPreview: true, answer: createRedaction },
  { name: 'none', method: 'GET', path: /^\/v1\/privacy\/redaction_jobs\/([^/]+)$/, isPreview: true, answer: ({ books }, id) => books.find('privacy.redaction_job', id) },
  { name: 'none', method: 'POST', path: /^\/v1\/privacy\/redaction_jobs\/([^/]+)\/run$/, isPreview: true, answer: ({ books }, id) => moveRedaction(books, id, ['ready'], 'redacting') },
  { name: 'none', method: 'POST', path: /^\/v1\/privacy\/redaction_jobs\/([^/]+)\/cancel$/, isPreview: true, answer: ({ books }, id) => moveRedaction(books, id, ['ready', 'failed'], 'canceled') },
];

function createSession({ books, url }: Premises, _id: string, sent: Parameters): unknown {
  const [item] = (sent['line_items'] ?? []) as readonly Parameters[];
  const price = books.find('price', String(item?.['price']));
  checkSession(books, price, sent);
  const { mode, customer = null, client_reference_id = null, metadata = {}, success_url, cancel_url, customer_email = null, subscription_data } = sent;
  const total = Number(price['unit_amount']);
  const session = books.make('checkout.session', {
    mode, customer, client_reference_id, metadata, success_url, cancel_url, customer_email, subscription_data, bought: price.id, payment_intent: null, invoice: null, subscription: null,
    amount_total: total, amount_subtotal: total, currency: price['currency'], status: 'open', payment_status: 'unpaid', expires_at: Math.floor(Date.now() / 1000) + day,
  });
  session['url'] = `${url}/pay/${session.id}`;
  return show(session);
}

/** What Stripe says of parameters that do not go together. */
function checkSession(books: Books, price: Thing, sent: Parameters): void {
  const { mode, customer } = sent;
  if (mode === undefined) throw wrong('mode', 'Missing required param: mode.', 'parameter_missing');
  for (const name of ['success_url', 'cancel_url']) if (!/^https?:\/\//.test(String(sent[name]))) throw wrong(name, 'Not a valid URL', 'url_invalid');
  if ((price['type'] === 'recurring') !== (mode === 'subscription')) throw wrong('line_items[0][price]', 'The price does not fit this mode.');
  if (price['active'] !== true) throw wrong('line_items[0][price]', 'The price specified is inactive.', 'price_inactive');
  if (customer !== undefined && books.find('customer', String(customer))['deleted']) throw wrong('customer', 'No such customer', 'resource_missing');
  if (customer !== undefined && (sent['customer_email'] !== undefined || sent['customer_creation'] !== undefined)) throw wrong('customer', 'You may only specify one of these parameters: customer, customer_email, customer_creation.');
  if (customer === undefined && sent['customer_update'] !== undefined) throw wrong('customer_update', '`customer_update` can only be used with `customer`.');
  for (const [name, only] of [['customer_creation', 'payment'], ['invoice_creation', 'payment'], ['payment_intent_data', 'payment'], ['subscription_data', 'subscription']] as const) {
    if (sent[name] !== undefined && mode !== only) throw wrong(name, `You can only use ${name} in ${only} mode.`);
  }
  const tax = sent['automatic_tax'] as Parameters | undefined;
  const update = sent['customer_update'] as Parameters | undefined;
  if (tax?.['enabled'] === 'true' && customer !== undefined && update?.['address'] !== 'auto') throw wrong('automatic_tax', 'Automatic tax calculation requires a valid address on the Customer, or customer_update[address]=auto.', 'customer_tax_location_invalid');
}

/** Without what Stripe does not answer. */
function show({ bought: _bought, subscription_data: _data, ...session }: Thing): Record<string, unknown> {
  return session;
}

async function expireSession({ books, emit }: Premises, id: string): Promise<unknown> {
  const session = books.find('checkout.session', id);
  if (session['status'] !== 'open') throw new StripeFailure(400, 'Only Checkout Sessions with a status in ["open"] can be expired.');
  Object.assign(session, { status: 'expired', url: null });
  await emit('checkout.session.expired', session);
  return show(session);
}

function createPortal({ books, url }: Premises, _id: string, sent: Parameters): unknown {
  const customer = books.find('customer', String(sent['customer']));
  if (customer['deleted']) throw wrong('customer', 'No such customer', 'resource_missing');
  const session = books.make('billing_portal.session', { customer: customer.id, return_url: sent['return_url'] ?? null, flow: null, locale: sent['locale'] ?? null });
  session['url'] = `${url}/portal/${session.id}`;
  return session;
}

/** Deleting a customer ends the subscriptions with it. */
async function deleteCustomer({ books, emit }: Premises, id: string): Promise<unknown> {
  const customer = books.find('customer', id);
  if (customer['deleted']) throw new StripeFailure(404, `No such customer: '${id}'`, { code: 'resource_missing', param: 'id' });
  Object.assign(customer, { deleted: true, email: null });
  for (const subscription of books.list('subscription', (each) => each['customer'] === id && each['status'] !== 'canceled')) {
    endSubscription(subscription);
    await emit('customer.subscription.deleted', subscription);
  }
  return copyFixture('deleted_customer', { id });
}

/** Stripe has the payments of an invoice only where they are asked for. */
function retrieveInvoice({ books }: Premises, id: string, sent: Parameters): unknown {
  const { payments, ...invoice } = books.find('invoice', id);
  const isAsked = Array.isArray(sent['expand']) && sent['expand'].includes('payments');
  return isAsked ? { ...invoice, payments } : invoice;
}

function listInvoicePayments({ books }: Premises, _id: string, sent: Parameters): unknown {
  const { payment_intent: intent } = (sent['payment'] ?? {}) as Parameters;
  const isMeant = ({ payment, invoice }: Thing) => (intent === undefined || (payment as Thing)['payment_intent'] === intent) && (sent['invoice'] === undefined || invoice === sent['invoice']);
  return listOf(books.list('invoice_payment', isMeant), '/v1/invoice_payments');
}

/** Without a status, those that have not ended. */
function listSubscriptions({ books }: Premises, _id: string, sent: Parameters): unknown {
  const isMeant = ({ status, customer }: Thing) => (sent['status'] === 'all' || (sent['status'] === undefined ? status !== 'canceled' : status === sent['status'])) && customer === sent['customer'];
  return listOf(books.list('subscription', isMeant), '/v1/subscriptions');
}

async function createRefund({ books, emit }: Premises, _id: string, sent: Parameters): Promise<unknown> {
  const amount = sent['amount'] === undefined ? undefined : Number(sent['amount']);
  const refund = makeRefund(books, { payment_intent: String(sent['payment_intent']), amount, metadata: sent['metadata'] });
  await emit('refund.created', refund);
  await emit('charge.refunded', books.find('charge', String(refund['charge'])));
  return refund;
}

function createRedaction({ books }: Premises, _id: string, sent: Parameters): unknown {
  const objects = sent['objects'] as { readonly customers?: readonly string[] } | undefined;
  if (!objects?.customers?.length) throw wrong('objects', 'Missing required param: objects.', 'parameter_missing');
  for (const id of objects.customers) books.find('customer', id);
  return structuredClone(books.make('privacy.redaction_job', { objects, validation_behavior: sent['validation_behavior'] ?? 'error', status: 'validating' }));
}

function moveRedaction(books: Books, id: string, from: readonly string[], to: string): unknown {
  const job = books.find('privacy.redaction_job', id);
  if (!from.includes(String(job['status']))) throw new StripeFailure(400, `The job is ${String(job['status'])}.`);
  job['status'] = to;
  return job;
}

function listBy(books: Books, object: string, sent: Parameters, members: readonly string[]): unknown {
  const things = books.list(object, (thing) => members.every((member) => sent[member] === undefined || thing[member] === sent[member]));
  return listOf(things.slice(0, Number(sent['limit'] ?? 10)).map(show), '/v1/list');
}

/** Put the object where its id stands; none here is deeper than one member. */
function expand(books: Books, thing: Record<string, unknown>, sent: Parameters): unknown {
  const names = (sent['expand'] ?? []) as readonly string[];
  const found = names.map((name) => [name, typeof thing[name] === 'string' ? books.find(name, thing[name]) : thing[name]] as const);
  return { ...thing, ...Object.fromEntries(found) };
}
