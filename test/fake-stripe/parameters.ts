// Owns which parameters each endpoint takes: every name that the SDK's types have, and no other. Refuses the rest, as Stripe does.

import type { Stripe } from 'stripe';
import type { Parameter, Parameters } from './form.ts';
import { wrong } from './stripe-error.ts';

/** `any`: known, and not looked into here. A list of words: one of them. A list of one kind: so many of it. */
type Kind = 'text' | 'whole' | 'flag' | 'any' | { readonly words: readonly string[] } | { readonly each: Kind } | Shape;
/** A hash. */
interface Shape {
  readonly shape: Readonly<Record<string, Kind>>;
}

/** All names of a type, each with its kind. */
type Names<T> = Readonly<Record<keyof T, Kind>>;

const texts: Kind = { each: 'text' };
const metadata: Kind = 'any';

type Create = Stripe.Checkout.SessionCreateParams;
const invoiceCreation: Shape = { shape: { enabled: 'flag', invoice_data: 'any' } satisfies Names<Stripe.Checkout.SessionCreateParams.InvoiceCreation> };
const lineItem: Shape = {
  shape: { adjustable_quantity: 'any', metadata, price: 'text', price_data: 'any', quantity: 'whole', tax_rates: texts } satisfies Names<Stripe.Checkout.SessionCreateParams.LineItem>,
};
const subscriptionData: Shape = {
  shape: {
    application_fee_percent: 'any', billing_cycle_anchor: 'whole', billing_cycle_anchor_config: 'any', billing_mode: 'any', default_tax_rates: texts, description: 'text',
    invoice_settings: 'any', metadata, on_behalf_of: 'text', pending_invoice_item_interval: 'any', proration_behavior: 'text', transfer_data: 'any', trial_end: 'whole',
    trial_period_days: 'whole', trial_settings: 'any',
  } satisfies Names<Stripe.Checkout.SessionCreateParams.SubscriptionData>,
};
const paymentIntentData: Shape = {
  shape: {
    application_fee_amount: 'whole', capture_method: 'text', description: 'text', metadata, on_behalf_of: 'text', receipt_email: 'text', setup_future_usage: 'text', shipping: 'any',
    statement_descriptor: 'text', statement_descriptor_suffix: 'text', transfer_data: 'any', transfer_group: 'text',
  } satisfies Names<Stripe.Checkout.SessionCreateParams.PaymentIntentData>,
};

const checkoutCreate = {
  adaptive_pricing: 'any', after_expiration: 'any', allow_promotion_codes: 'flag', allowed_payment_method_types: texts,
  automatic_tax: { shape: { enabled: 'flag', liability: 'any' } satisfies Names<Stripe.Checkout.SessionCreateParams.AutomaticTax> },
  billing_address_collection: { words: ['auto', 'required'] }, branding_settings: 'any', cancel_url: 'text', client_reference_id: 'text', consent_collection: 'any', currency: 'text',
  custom_fields: 'any', custom_text: 'any', customer: 'text', customer_account: 'text', customer_creation: { words: ['always', 'if_required'] }, customer_email: 'text',
  customer_update: { shape: { address: { words: ['auto', 'never'] }, name: { words: ['auto', 'never'] }, shipping: { words: ['auto', 'never'] } } satisfies Names<Stripe.Checkout.SessionCreateParams.CustomerUpdate> },
  discounts: 'any', excluded_payment_method_types: texts, expand: texts, expires_at: 'whole', integration_identifier: 'text', invoice_creation: invoiceCreation,
  line_items: { each: lineItem }, locale: 'text', managed_payments: 'any', metadata, mode: { words: ['payment', 'setup', 'subscription'] }, name_collection: 'any', optional_items: 'any',
  origin_context: 'text', payment_intent_data: paymentIntentData, payment_method_collection: 'text', payment_method_configuration: 'text', payment_method_data: 'any',
  payment_method_options: 'any', permissions: 'any', phone_number_collection: 'any', redirect_on_completion: 'text', return_url: 'text', saved_payment_method_options: 'any',
  setup_intent_data: 'any', shipping_address_collection: 'any', shipping_options: 'any', submit_type: 'text', subscription_data: subscriptionData, success_url: 'text',
  tax_id_collection: { shape: { enabled: 'flag', required: 'text' } satisfies Names<Stripe.Checkout.SessionCreateParams.TaxIdCollection> }, ui_mode: 'text', wallet_options: 'any',
} satisfies Names<Create>;

const pages = { ending_before: 'text', expand: texts, limit: 'whole', starting_after: 'text' } satisfies Names<Stripe.PaginationParams & { expand: unknown }>;
const expand = { expand: texts };

/** Parameters by endpoint. */
export const endpointParameters = {
  'checkout.sessions.create': checkoutCreate,
  'checkout.sessions.retrieve': expand satisfies Names<Stripe.Checkout.SessionRetrieveParams>,
  'checkout.sessions.expire': expand satisfies Names<Stripe.Checkout.SessionExpireParams>,
  'checkout.sessions.list': {
    ...pages, created: 'any', customer: 'text', customer_account: 'text', customer_details: 'any', payment_intent: 'text', payment_link: 'text',
    status: { words: ['open', 'complete', 'expired'] }, subscription: 'text',
  } satisfies Names<Stripe.Checkout.SessionListParams>,
  'billingPortal.sessions.create': {
    after_expiration: 'any', configuration: 'text', customer: 'text', customer_account: 'text', expand: texts, flow_data: 'any', locale: 'text', on_behalf_of: 'text', return_url: 'text',
  } satisfies Names<Stripe.BillingPortal.SessionCreateParams>,
  'customers.create': {
    address: 'any', balance: 'whole', business_name: 'text', cash_balance: 'any', description: 'text', email: 'text', expand: texts, individual_name: 'text', invoice_prefix: 'text',
    invoice_settings: 'any', metadata, name: 'text', next_invoice_sequence: 'whole', payment_method: 'text', phone: 'text', preferred_locales: texts, shipping: 'any', source: 'text',
    tax: 'any', tax_exempt: 'text', tax_id_data: 'any', test_clock: 'text', validate: 'flag',
  } satisfies Names<Stripe.CustomerCreateParams>,
  'prices.retrieve': expand satisfies Names<Stripe.PriceRetrieveParams>,
  'invoices.retrieve': expand satisfies Names<Stripe.InvoiceRetrieveParams>,
  'invoicePayments.list': { ...pages, created: 'any', invoice: 'text', payment: 'any', status: { words: ['canceled', 'open', 'paid'] } } satisfies Names<Stripe.InvoicePaymentListParams>,
  'subscriptions.retrieve': expand satisfies Names<Stripe.SubscriptionRetrieveParams>,
  'subscriptions.list': {
    ...pages, automatic_tax: 'any', collection_method: 'text', created: 'any', current_period_end: 'any', current_period_start: 'any', customer: 'text', customer_account: 'text', plan: 'text',
    price: 'text', status: 'text', test_clock: 'text',
  } satisfies Names<Stripe.SubscriptionListParams>,
  'refunds.create': {
    amount: 'whole', charge: 'text', currency: 'text', customer: 'text', expand: texts, instructions_email: 'text', metadata, origin: 'text', payment_intent: 'text',
    reason: { words: ['duplicate', 'fraudulent', 'requested_by_customer'] }, refund_application_fee: 'flag', reverse_transfer: 'flag',
  } satisfies Names<Stripe.RefundCreateParams>,
  'refunds.retrieve': expand satisfies Names<Stripe.RefundRetrieveParams>,
  'refunds.list': { ...pages, charge: 'text', created: 'any', payment_intent: 'text' } satisfies Names<Stripe.RefundListParams>,
  'disputes.retrieve': expand satisfies Names<Stripe.DisputeRetrieveParams>,
  // In preview: the SDK has no types for it. https://docs.stripe.com/api/privacy/redaction-job/create
  'redactionJobs.create': { expand: texts, objects: { shape: { customers: texts } }, validation_behavior: { words: ['error', 'fix'] } },
  none: {},
} satisfies Readonly<Record<string, Readonly<Record<string, Kind>>>>;

/** Name of an endpoint, as the SDK calls it. */
export type EndpointName = keyof typeof endpointParameters;

/** @throws {StripeFailure} For a name that the endpoint does not have, or a value of another kind. */
export function checkParameters(endpoint: EndpointName, sent: Parameters): void {
  checkShape(endpointParameters[endpoint], sent, '');
}

function checkShape(shape: Readonly<Record<string, Kind>>, sent: Parameters, path: string): void {
  for (const [name, value] of Object.entries(sent)) {
    const full = path === '' ? name : `${path}[${name}]`;
    const kind = shape[name];
    if (kind === undefined) throw wrong(full, `Received unknown parameter: ${full}`, 'parameter_unknown');
    checkKind(kind, value, full);
  }
}

function checkKind(kind: Kind, value: Parameter, path: string): void {
  if (kind === 'any') return;
  if (typeof kind === 'string') {
    const pattern = { text: /^[^]+$/, whole: /^-?\d+$/, flag: /^(true|false)$/ }[kind];
    if (typeof value !== 'string' || !pattern.test(value)) throw wrong(path, `Invalid value for ${path}`);
  } else if ('words' in kind) {
    if (typeof value !== 'string' || !kind.words.includes(value)) throw wrong(path, `Invalid ${path}: must be one of ${kind.words.join(', ')}`);
  } else if ('each' in kind) {
    if (!Array.isArray(value)) throw wrong(path, `Invalid array: ${path}`);
    for (const [index, each] of value.entries()) checkKind(kind.each, each, `${path}[${index}]`);
  } else {
    if (typeof value !== 'object' || Array.isArray(value)) throw wrong(path, `Invalid object: ${path}`);
    checkShape(kind.shape, value, path);
  }
}
