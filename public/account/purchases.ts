// Owns what was bought, and paying back what of it is unused. Refuses to do so before the amount was seen.

import { copyTemplate, find, findButton } from '../elements.ts';
import type { Bought } from '../credits/purse.ts';
import { countCredits, formatMoney, formatNumber } from '../credits/words.ts';
import { refundableMs } from '../../src/accounts/credit.ts';
import { attempt, nameDay, say } from './said.ts';
import { ask } from './server.ts';

/** What would be paid back of a purchase. */
interface Payback {
  readonly bought: Bought;
  readonly credits: number;
  readonly money: string;
}

const dialog = find('#refund', HTMLDialogElement);
let asked: Payback | undefined;

/**
 * Listen to the answer in the dialog.
 *
 * @param team - Id of the team whose purchases are shown; empty for one's own.
 * @param onPaidBack - Called when there are fewer credits.
 */
export function openRefund(team: () => string, onPaidBack: () => Promise<void>): void {
  findButton('refund-no').addEventListener('click', () => dialog.close());
  findButton('refund-yes').addEventListener('click', () => {
    const payback = asked;
    dialog.close();
    if (payback) void attempt(() => payBack(payback, team(), onPaidBack));
  });
}

/** A line of the list. @param available - Credits in the purse. @param buys - Whether whoever looks may have it paid back. */
export function buildPurchase(bought: Bought, available: number, buys: boolean): HTMLElement {
  const { kind, credits, creditsTakenBack, amountMinor, currency, at } = bought;
  const line = copyTemplate('purchase-template');
  find('[data-part="title"]', HTMLElement, line).textContent = kind === 'plan' ? `${countCredits(credits)} of the plan` : countCredits(credits);
  const facts = [nameDay(at), formatMoney(amountMinor, currency), ...(creditsTakenBack > 0 ? [`${formatNumber(creditsTakenBack)} paid back`] : [])];
  find('[data-part="facts"]', HTMLElement, line).textContent = facts.join(' · ');
  const payback = paybackOf(bought, available);
  if (!payback || !buys) {
    find('.line-acts', HTMLElement, line).remove();
    return line;
  }
  const button = find('button', HTMLButtonElement, line);
  button.textContent = `Pay back ${formatNumber(payback.credits)} unused ${payback.credits === 1 ? 'credit' : 'credits'}`;
  button.addEventListener('click', () => askFor(payback));
  return line;
}

/** What can be paid back: unused, and bought in the last 14 days; undefined when nothing can. */
function paybackOf(bought: Bought, available: number): Payback | undefined {
  const { credits: all, creditsTakenBack, amountMinor, currency, at } = bought;
  const credits = Math.min(all - creditsTakenBack, available);
  const shareOf = (some: number): number => Math.round((amountMinor * some) / all);
  // Whoever gives back the last credits gets the last cent.
  const share = credits + creditsTakenBack >= all ? amountMinor - shareOf(creditsTakenBack) : shareOf(credits);
  if (credits <= 0 || share <= 0 || Date.now() - Date.parse(at) > refundableMs) return undefined;
  return { bought, credits, money: formatMoney(share, currency) };
}

function askFor(payback: Payback): void {
  const { bought, credits, money } = payback;
  asked = payback;
  find('#refund-title', HTMLElement).textContent = `Pay back ${money}?`;
  find('#refund-words', HTMLElement).textContent = `${formatNumber(credits)} of the ${countCredits(bought.credits)} you bought on ${nameDay(bought.at)} ${credits === 1 ? 'is' : 'are'} unused. They go now; the money goes back the way you paid, which takes a bank 5 to 10 days.`;
  findButton('refund-yes').textContent = `Pay back ${money}`;
  dialog.showModal();
}

async function payBack({ bought }: Payback, team: string, onPaidBack: () => Promise<void>): Promise<void> {
  const { credits, amountMinor, currency } = await ask<{ readonly credits: number; readonly amountMinor: number; readonly currency: string }>('POST', '/v1/account/refunds', { purchase: bought.id, team: team || undefined });
  await onPaidBack();
  find('#purchases-row summary', HTMLElement).focus();
  say(`${countCredits(credits)} taken back. ${formatMoney(amountMinor, currency)} is on the way to you.`);
}
