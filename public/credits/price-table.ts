// Owns the one table of prices, as the studio and the account show it. Refuses kinds of work without a price.

import { build } from '../elements.ts';
import type { PricedWork } from '../../src/credit-prices.ts';
import { describePrice, workTitles } from './words.ts';

/** Fill the rows of a table: what it is, what one delivered picture of it costs. */
export function fillPriceTable(rows: Element, prices: Readonly<Record<PricedWork, number>>): void {
  const works = (Object.keys(workTitles) as PricedWork[]).filter((work) => work in prices);
  rows.replaceChildren(...works.map((work) => {
    const head = build('th', '', workTitles[work]);
    head.scope = 'row';
    return build('tr', '', head, build('td', '', describePrice(prices[work])));
  }));
}
