// Owns Stripe's pages in a browser: the checkout with its one button, the portal. Refuses cards: there is no field for one.

import type { Books } from './books.ts';

/** A page of the checkout. */
export function writeCheckout(books: Books, sessionId: string): string {
  const session = books.find('checkout.session', sessionId);
  const price = `${(Number(session['amount_total']) / 100).toFixed(2)} ${String(session['currency']).toUpperCase()}`;
  return writePage('Checkout', `<p>${price}</p><form method="post"><button>Pay</button></form><a href="${escape(String(session['cancel_url']))}">Back</a>`);
}

/** Where a buyer goes who has paid. */
export function readReturn(books: Books, sessionId: string): string {
  return String(books.find('checkout.session', sessionId)['success_url']).replace('{CHECKOUT_SESSION_ID}', sessionId);
}

/** A page of the portal. */
export function writePortal(books: Books, portalId: string): string {
  const { return_url: back, customer } = books.find('billing_portal.session', portalId);
  const invoices = books.list('invoice', (each) => each['customer'] === customer).length;
  return writePage('Billing', `<p>Invoices: ${invoices}</p><a href="${escape(String(back))}">Return</a>`);
}

function writePage(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head><body><main><h1>${title}</h1>${body}</main></body></html>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
}
