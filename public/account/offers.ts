// Owns the packs and plans that can be bought. Refuses to take money: that is done at Stripe.

import { build } from '../elements.ts';
import { countCredits, describeOffer, formatMoney } from '../credits/words.ts';
import type { PricedOffer } from '../../src/payments/payment.ts';
import { attempt } from './said.ts';
import { ask } from './server.ts';

/** A line with a button that leads to Stripe. @param team - Id of the team that would buy; empty for oneself. */
export function buildOffer(offer: PricedOffer, team: () => string): HTMLElement {
  const { kind, credits, amountMinor, currency, price } = offer;
  const title = kind === 'pack' ? countCredits(credits) : `${countCredits(credits)} a month`;
  const money = formatMoney(amountMinor, currency);
  const button = build('button', 'button button-small', kind === 'pack' ? `Buy for ${money}` : `Subscribe for ${money}`);
  button.type = 'button';
  button.ariaLabel = `${title}: ${button.textContent}`;
  button.addEventListener('click', () => void attempt(() => buy(button, price, team())));
  const facts = [describeOffer(offer), ...(kind === 'plan' ? ['end it whenever you like'] : [])].filter(Boolean).join(' · ');
  return build('li', 'line-item', build('div', 'line-words', build('b', '', title), build('span', 'soft', facts)), build('div', 'line-acts', button));
}

async function buy(button: HTMLButtonElement, price: string, team: string): Promise<void> {
  button.disabled = true;
  try {
    const { url } = await ask<{ readonly url: string }>('POST', '/v1/account/purchases', { price, team: team || undefined });
    location.assign(url);
  } finally {
    button.disabled = false;
  }
}
