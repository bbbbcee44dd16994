// Owns the line over the button: what the next press costs, who pays, what is left. Refuses to take the page's word for it: the server charges.

import { find } from '../elements.ts';
import type { Order } from '../order.ts';
import type { Refusal } from '../state.ts';
import { firstSession, readSession, type Session } from '../account/session.ts';
import { ask } from '../account/server.ts';
import type { Team } from '../account/team.ts';
import type { PricedWork } from '../../src/credit-prices.ts';
import { readPurse } from './purse.ts';
import { fillPriceTable } from './price-table.ts';
import { learnTariff } from './refusals.ts';
import { canBuy, readTariff, type Tariff } from './tariff.ts';
import { countPictures } from '../packs/words.ts';
import { describePrice, formatNumber } from './words.ts';

/** One press of the button. */
interface Press {
  readonly key: string;
  /** What was ordered, to know a second try of it by. */
  readonly likeness: string;
}

const line = find('#price', HTMLElement);
const tag = find('#price-tag', HTMLElement);
const rest = find('#price-rest', HTMLElement);
const way = find('#price-way', HTMLAnchorElement);
const payer = find('#payer', HTMLSelectElement);

let tariff: Tariff | undefined;
let teams: readonly Team[] = [];
let isSignedIn = false;
/** Credits of whoever pays; undefined while they are not known. */
let available: number | undefined;
let work: PricedWork = 'headshot';
let pictures = 1;
let press: Press | undefined;

/** Ask what work costs and who could pay; where all work is free the line stays away. */
export async function openPayer(): Promise<void> {
  const session = await firstSession;
  if (session.accounts === 'off') return;
  tariff = await readTariff();
  if (!tariff) return;
  learnTariff(tariff);
  fillPriceTable(find('#price-rows', HTMLElement), tariff.prices);
  payer.addEventListener('change', () => void refresh());
  // Credits are bought and people sign in in another tab: this one has the photo.
  document.addEventListener('visibilitychange', () => { if (!document.hidden) void refresh(); });
  await refresh(firstSession);
}

/**
 * Say what this kind of work costs; whoever pays for what is being made is chosen already.
 *
 * @param count - Pictures that the next press makes.
 */
export function showPrice(next: PricedWork, isBeingMade: boolean, count: number): void {
  work = next;
  pictures = count;
  payer.disabled = isBeingMade;
  showLine();
}

/**
 * Headers that name who pays for a press of the button. A second try after a broken connection has the key of the first,
 * so that it is not charged twice.
 */
export function pay(order: Pick<Order, 'path' | 'body'>): Readonly<Record<string, string>> {
  if (!tariff || !isSignedIn) return {};
  const likeness = likenessOf(order);
  if (press?.likeness !== likeness) press = { key: crypto.randomUUID(), likeness };
  return { 'Idempotency-Key': press.key, ...(payer.value !== '' && { 'Ephemera-Team': payer.value }) };
}

/** Is what the next press makes charged to somebody? */
export function isPaid(): boolean {
  return tariff !== undefined && isSignedIn && tariff.prices[work === 'check' ? 'document' : work] > 0;
}

/** The press is over and was answered. @param creditsRemaining - Of whoever paid, where the answer said. */
export function settle(creditsRemaining: number | undefined): void {
  press = undefined;
  available = creditsRemaining ?? available;
  showLine();
}

/** The press was answered with several pictures. @param charged - Credits, of whoever paid. */
export function settleCharged(charged: number): void {
  settle(available === undefined ? undefined : available - charged);
}

/** The press came to nothing. Only where no answer came, or the work still runs, is a second try the same press. */
export function settleRefused({ code }: Refusal): void {
  if (code !== '' && code !== 'idempotency-key-running') press = undefined;
  if (tariff) void refresh();
}

/** The press was called off. */
export function forgetPress(): void {
  press = undefined;
  // Of a pack, what arrived before is charged.
  if (tariff) void refresh();
}

/** Ask anew who is signed in and what they have; what does not answer leaves the line as it is. */
async function refresh(asked: Promise<Session> = readSession()): Promise<void> {
  try {
    const { account, credits } = await asked;
    isSignedIn = account?.standing === 'active';
    teams = isSignedIn ? (await ask<{ readonly teams: readonly Team[] }>('GET', '/v1/teams')).teams : [];
    offerPayers();
    available = payer.value === '' ? credits?.available : (await readPurse(payer.value)).available;
  } catch {
    available = undefined;
  }
  showLine();
}

/** Oneself, and the teams one is in. */
function offerPayers(): void {
  const chosen = teams.some(({ id }) => id === payer.value) ? payer.value : '';
  const payers = [{ id: '', words: 'You pay' }, ...teams.map(({ id, name }) => ({ id, words: `${name} pays` }))];
  // The chosen one is also what the form goes back to: who pays says nothing of a photo that is forgotten.
  payer.replaceChildren(...payers.map(({ id, words }) => new Option(words, id, id === chosen, id === chosen)));
}

function showLine(): void {
  line.hidden = !tariff;
  if (!tariff) return;
  // Whoever has a photo checked wants to know what comes after.
  const price = tariff.prices[work === 'check' ? 'document' : work] * pictures;
  tag.textContent = describeTag(work, price);
  const isShort = isSignedIn && price > 0 && available !== undefined && available < price;
  const team = teams.find(({ id }) => id === payer.value);
  rest.textContent = available === undefined ? describeGift(tariff) : `${team ? `${team.name} has` : 'you have'} ${formatNumber(available)}${isShort && !canBuy(tariff) ? ' until tomorrow' : ''}`;
  payer.hidden = teams.length === 0;
  way.hidden = isSignedIn && !(isShort && canBuy(tariff));
  way.href = isSignedIn ? '/account#credits' : '/sign-in';
  find('#price-way-words', HTMLElement).textContent = isSignedIn ? 'Get credits' : 'Sign in';
}

function describeTag(kind: PricedWork, price: number): string {
  if (kind === 'check') return `Check free, photo ${describePrice(price).toLowerCase()}`;
  return pictures > 1 ? `${countPictures(pictures)}, ${describePrice(price).toLowerCase()}` : describePrice(price);
}

/** What an account would have without buying. */
function describeGift({ freePerDay }: Tariff): string {
  return isSignedIn || freePerDay === 0 ? '' : `${formatNumber(freePerDay)} free every day`;
}

/** The same photo with the same choices, paid by the same purse. Pictures are told apart by their sizes: enough within one page. */
function likenessOf({ path, body }: Pick<Order, 'path' | 'body'>): string {
  return JSON.stringify([path, payer.value, [...body].map(([name, value]) => [name, typeof value === 'string' ? value : value.size])]);
}
