// Owns the sheet of credits on the account page: whose, how many, what is bought. Refuses to show it where all work is free.

import { find } from '../elements.ts';
import { fillPriceTable } from '../credits/price-table.ts';
import { isRunningPlan, countCredits, describePlan, formatNumber } from '../credits/words.ts';
import { readPurse, type Purse } from '../credits/purse.ts';
import { canBuy, readTariff, type Tariff } from '../credits/tariff.ts';
import { buildOffer } from './offers.ts';
import { openHistory, showHistory } from './history.ts';
import { buildPurchase, openRefund } from './purchases.ts';
import { describeReturn, readReturn, type CheckoutReturn } from './returned.ts';
import { attempt, nameDay } from './said.ts';
import { ask } from './server.ts';
import type { Team } from './team.ts';

const account = find('#account', HTMLElement);
const payer = find('#purse', HTMLSelectElement);
const news = find('#credits-news', HTMLElement);

let tariff: Tariff | undefined;
let teams: readonly Team[] = [];

/** Show what somebody has, and what became of a purchase if they come back from one. */
export async function openCredits(): Promise<void> {
  const back = readReturn();
  tariff = await readTariff();
  if (!tariff) return;
  account.dataset['credits'] = 'on';
  if (canBuy(tariff)) account.dataset['payments'] = 'on';
  fillPriceTable(find('#account-price-rows', HTMLElement), tariff.prices);
  find('#credits-free', HTMLElement).textContent = tariff.freePerDay > 0 ? `You have at least ${formatNumber(tariff.freePerDay)} every day, free.` : '';
  find('#credits-free', HTMLElement).hidden = tariff.freePerDay === 0;
  payer.addEventListener('change', () => void attempt(showPurse));
  find('#portal', HTMLButtonElement).addEventListener('click', () => void attempt(openPortal));
  openHistory(() => payer.value);
  openRefund(() => payer.value, showPurse);
  if (back && teams.some(({ id }) => id === back.team)) payer.value = back.team;
  if (back) await tellReturn(back);
  await showPurse();
}

/** A purse for each of these teams, beside one's own. */
export async function offerPurses(known: readonly Team[]): Promise<void> {
  const chosen = payer.value;
  teams = known;
  payer.replaceChildren(new Option('Your own', ''), ...known.map(({ id, name }) => new Option(name, id)));
  payer.value = known.some(({ id }) => id === chosen) ? chosen : '';
  find('#purse-field', HTMLElement).hidden = known.length === 0;
  if (tariff && payer.value !== chosen) await showPurse();
}

/** Lead whoever comes back from Stripe to what is said of the purchase. */
export function leadToNews(): void {
  if (!news.hidden) news.focus();
}

async function showPurse(): Promise<void> {
  if (!tariff) return;
  const team = teams.find(({ id }) => id === payer.value);
  const buys = team?.role !== 'member';
  const purse = await readPurse(payer.value);
  showBalance(purse);
  showPlan(purse, buys);
  find('#members-note', HTMLElement).hidden = buys;
  showOffers(purse, buys);
  showPurchases(purse, buys);
  await showHistory(payer.value);
}

function showBalance({ available, held }: Purse): void {
  find('#balance', HTMLElement).textContent = formatNumber(available);
  find('#balance-unit', HTMLElement).textContent = available === 1 ? 'credit' : 'credits';
  find('#balance-held', HTMLElement).textContent = held === 0 ? '' : `${formatNumber(held)} more in work that runs now`;
}

function showPlan({ plan, purchases }: Purse, buys: boolean): void {
  const row = find('#plan-row', HTMLElement);
  row.hidden = !plan;
  const offer = tariff?.offers?.find(({ price }) => price === plan?.price);
  if (plan) find('#plan-value', HTMLElement).textContent = [...(offer ? [`${countCredits(offer.credits)} a month`] : []), describePlan(plan, nameDay(plan.paidUntil))].join(' · ');
  row.classList.toggle('overdue', plan?.status === 'past_due' || plan?.status === 'unpaid');
  find('#portal-row', HTMLElement).hidden = !buys || (!plan && purchases.length === 0);
}

function showOffers({ plan }: Purse, buys: boolean): void {
  const hasPlan = plan !== null && isRunningPlan(plan);
  const offers = (tariff?.offers ?? []).filter(({ kind }) => kind === 'pack' || !hasPlan);
  find('#offers', HTMLElement).replaceChildren(...(buys ? offers.map((offer) => buildOffer(offer, () => payer.value)) : []));
  find('#offers-block', HTMLElement).hidden = !buys || offers.length === 0;
  find('#offers-trouble', HTMLElement).hidden = tariff?.offers !== undefined;
}

function showPurchases({ purchases, available }: Purse, buys: boolean): void {
  find('#purchase-list', HTMLElement).replaceChildren(...purchases.map((bought) => buildPurchase(bought, available, buys)));
  find('#purchases-count', HTMLElement).textContent = purchases.length === 0 ? 'Nothing yet' : `${purchases.length} ${purchases.length === 1 ? 'purchase' : 'purchases'}`;
}

async function openPortal(): Promise<void> {
  const { url } = await ask<{ readonly url: string }>('POST', '/v1/account/portal', { team: payer.value || undefined });
  location.assign(url);
}

/** Say what became of a purchase; where it cannot be told, offer to ask again. */
async function tellReturn(back: CheckoutReturn): Promise<void> {
  const { text, isSettled, isGood } = await describeReturn(back);
  find('#credits-news-text', HTMLElement).textContent = text;
  news.classList.toggle('good', isGood);
  news.hidden = false;
  const again = find('#credits-again', HTMLButtonElement);
  again.hidden = isSettled;
  again.onclick = () => void attempt(async () => {
    await tellReturn(back);
    await showPurse();
  });
}
