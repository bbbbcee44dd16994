// Owns what a person does with credits in a real browser: sees a price, buys, pays, looks, takes back. Refuses to pay anybody: Stripe is a stand-in.

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFakeStripe, type FakeStripe } from '../fake-stripe/fake-stripe.ts';
import { openAccount, openAt, useAccountStudio } from './account-studio.ts';
import { findBarriers, hasChromium, waitForState, type WatchedPage } from './browser.ts';

const isTooWide = 'document.documentElement.scrollWidth > innerWidth';

/** Wait until the page says a line. */
const hears = (page: Page, text: string | RegExp): Promise<void> => page.getByRole('status').filter({ hasText: text }).waitFor();

/** What the line over the button says. */
const priceOf = async (page: Page): Promise<string> => ((await page.locator('#price-words').innerText()) ?? '').replace(/\s+/g, ' ').trim();

/** What the account says somebody has. */
const balanceOf = (page: Page): Promise<string | null> => page.textContent('#balance');

describe.skipIf(!hasChromium())('credits on the page', { timeout: 120_000 }, () => {
  let stripe: FakeStripe;
  beforeAll(async () => { stripe = await startFakeStripe(); });
  afterAll(() => stripe?.[Symbol.asyncDispose]());
  const opened = useAccountStudio(() => stripe.environment);
  beforeAll(() => { stripe.webhookUrl = `${opened.studio.url}/v1/stripe/webhook`; });

  /** Pages of Stripe's are no misdeeds, for they are opened, not loaded into the studio's; nor are answers of a Stripe that is down. */
  function expectNothingAmiss({ misdeeds }: WatchedPage): void {
    expect(misdeeds.filter((misdeed) => !misdeed.startsWith(`request: ${stripe.url}`) && !misdeed.includes('status of 503'))).toEqual([]);
  }

  async function buy(page: Page, offer: RegExp): Promise<void> {
    await page.getByRole('button', { name: offer }).click();
    await page.getByRole('button', { name: 'Pay', exact: true }).click();
    await page.waitForSelector('#credits-news:not([hidden])');
  }

  /** A photo on the table of the studio, and the line over the button filled in. */
  async function openStudio(page: Page): Promise<void> {
    await page.goto(opened.studio.url);
    await page.waitForSelector('#price:not([hidden])');
    await page.getByRole('button', { name: 'Try a drawn example' }).click();
    await page.waitForSelector('#make:enabled');
    for (const consent of await page.locator('#consent').all()) await consent.check();
  }

  it('are bought, used for a headshot, seen in the history, and paid back', async () => {
    await using watched = await openAccount(opened, 'buyer@example.test', 'Bea', { locale: 'en-IE' });
    const { page } = watched;
    expect(await balanceOf(page)).toBe('0');
    await buy(page, /^10 credits: Buy for €9\.00$/);
    expect(await page.textContent('#credits-news-text')).toBe('Paid. 10 credits are here.');
    expect(await page.evaluate('location.href')).toBe(`${opened.studio.url}/account#credits`);
    expect(await balanceOf(page)).toBe('10');
    await openStudio(page);
    expect(await priceOf(page)).toBe('1 credit you have 10');
    await page.click('#make');
    await waitForState(page, 'done', 'refused');
    expect(await page.textContent('#sentence')).toBe('Yours now.');
    expect(await priceOf(page)).toBe('1 credit you have 9');
    await page.goto(`${opened.studio.url}/account`);
    await page.locator('#history-row summary').click();
    await page.waitForSelector('#history-rows tr');
    expect((await page.locator('#history-rows tr').allInnerTexts()).map((row) => row.split('\t').slice(1))).toEqual([['Headshot', '−1'], ['Bought', '+10']]);
    await page.locator('#purchases-row summary').click();
    await page.getByRole('button', { name: 'Pay back 9 unused credits' }).click();
    expect(await page.textContent('#refund-title')).toBe('Pay back €8.10?');
    await page.getByRole('button', { name: 'Keep the credits' }).click();
    expect(await balanceOf(page)).toBe('9');
    await page.getByRole('button', { name: 'Pay back 9 unused credits' }).click();
    await page.getByRole('button', { name: 'Pay back €8.10' }).click();
    await hears(page, '9 credits taken back. €8.10 is on the way to you.');
    expect(await balanceOf(page)).toBe('0');
    expect(await page.getByRole('button', { name: /^Pay back/ }).count()).toBe(0);
    expect(stripe.shop.last('refund')['amount']).toBe(810);
    expect(await watched.listKept()).toEqual(['ephemera.session']);
    expectNothingAmiss(watched);
  });

  it('are asked for in words, with the way to them, and the photo stays on the table', async () => {
    await using watched = await openAccount(opened, 'short@example.test', 'Sam');
    const { page } = watched;
    await openStudio(page);
    expect(await priceOf(page)).toBe('1 credit you have 0 Get credits in a new tab');
    await page.click('#make');
    await waitForState(page, 'refused', 'done');
    expect(await page.textContent('#stage .stage-head')).toMatch(/There are too few credits\.\s*This takes 1 credit, and none is left\. Nothing was charged, and the photo is still on your table\./);
    const way = page.getByRole('link', { name: 'Get credits' }).first();
    expect([await way.getAttribute('href'), await way.getAttribute('target')]).toEqual(['/account#credits', '_blank']);
    await page.getByRole('button', { name: '1 credit' }).click();
    expect(await page.locator('#price-rows tr').allInnerTexts()).toContain('Check of an ID photo\tFree');
    expect(await findBarriers(page), 'refused, with the prices open').toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('radio', { name: 'ID photo' }).check();
    expect(await priceOf(page)).toMatch(/^Check free, photo 1 credit/);
    await page.context().clearCookies();
    await page.getByRole('radio', { name: 'Cutout' }).check();
    await page.click('#make');
    await page.getByRole('heading', { name: 'Sign in first.' }).waitFor();
    expect(await page.getByRole('link', { name: 'Sign in' }).first().isVisible()).toBe(true);
    expect(await watched.listKept()).toEqual([]);
    expectNothingAmiss(watched);
  });

  it('are not charged twice for a second try after a broken connection, and are for the next picture', async () => {
    await using watched = await openAccount(opened, 'twice@example.test', 'Tia');
    const { page } = watched;
    const keys: (string | undefined)[] = [];
    const answers = ['broken', 'broken', 'refused', 'refused'];
    await page.route('**/v1/cutouts', (route) => {
      keys.push(route.request().headers()['idempotency-key']);
      if (answers.shift() === 'broken') return route.abort();
      return route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify({ type: '/problems#budget-full', title: 'The studio is full', detail: 'Wait.' }) });
    });
    await openStudio(page);
    await page.getByRole('radio', { name: 'Cutout' }).check();
    for (const title of ['The connection broke.', 'The connection broke.', 'The studio is full.', 'The studio is full.']) {
      await page.click('#make');
      await page.waitForSelector('#make:visible');
      await page.getByRole('heading', { name: title }).waitFor();
    }
    expect(keys.map((key) => keys.indexOf(key))).toEqual([0, 0, 0, 3]);
    // The first of two pictures, and no more.
    const body = 'event: image\ndata: {"number":1,"name":"01.jpg","mediaType":"image/jpeg","engine":"local","confidence":1,"notes":[],"base64":"AAAA"}\n\n';
    await page.route('**/v1/headshots', (route) => (keys.push(route.request().headers()['idempotency-key']), route.fulfill({ contentType: 'text/event-stream', body })));
    for (const choice of ['Headshot', 'A pack']) await page.getByRole('radio', { name: choice }).check();
    for (const look of ['Boardroom', 'Partner']) await page.getByRole('checkbox', { name: look }).check();
    expect(await priceOf(page)).toBe('2 pictures, 2 credits you have 0 Get credits in a new tab');
    await page.click('#make');
    await page.getByText('what was charged is not charged twice').first().waitFor();
    await page.click('#again');
    await expect.poll(() => keys.length).toBe(6);
    expect(keys[4] !== keys[3] && keys[5] === keys[4]).toBe(true);
    expectNothingAmiss(watched);
  });

  it('that nobody sells come back tomorrow, and no way leads to a shop', async () => {
    await using watched = await openAccount(opened, 'daily@example.test', 'Dai');
    const { page } = watched;
    const prices = { headshot: 1, document: 1, cutout: 1, thumbnail: 1, sheet: 0, check: 0 };
    await page.route('**/v1/credits', (route) => route.fulfill({ json: { inForce: true, prices, freePerDay: 3, offers: [] } }));
    await openStudio(page);
    expect(await priceOf(page)).toBe('1 credit you have 0 until tomorrow');
    await page.click('#make');
    await page.locator('#explanation', { hasText: 'none is left. Nothing was charged, and the photo is still on your table. Tomorrow you have 3 credits again.' }).waitFor();
    expect(await page.getByRole('link', { name: 'Get credits' }).count()).toBe(0);
    await page.goto(`${opened.studio.url}/account`);
    await page.getByText('You have at least 3 every day, free.').waitFor();
    expect(await page.getByText(/Stripe/).filter({ visible: true }).count()).toBe(0);
    expectNothingAmiss(watched);
  });

  it('come with a plan, which is renewed, ended and seen at Stripe', async () => {
    await using watched = await openAccount(opened, 'plan@example.test', 'Pia');
    const { page } = watched;
    await buy(page, /^100 credits a month: Subscribe/);
    expect(await balanceOf(page)).toBe('100');
    expect(await page.textContent('#plan-value')).toMatch(/^100 credits a month · Renews on \d+ \w+ \d{4}$/);
    expect(await page.getByRole('button', { name: /Subscribe/ }).count()).toBe(0);
    const { id } = stripe.shop.last('subscription');
    await stripe.shop.renew(id);
    await stripe.shop.cancel(id, 'later');
    await page.getByRole('button', { name: 'Open at Stripe' }).click();
    await page.getByText('Invoices: 2').waitFor();
    await page.getByRole('link', { name: 'Return' }).click();
    await page.waitForSelector('#sheets:not([hidden])');
    expect(await balanceOf(page)).toBe('200');
    expect(await page.textContent('#plan-value')).toMatch(/· Ends on .*; its credits stay$/);
    expectNothingAmiss(watched);
  });

  it('of a team are bought by its owner and pay where the team is chosen', async () => {
    await using watched = await openAccount(opened, 'owner@example.test', 'Olga');
    const { page } = watched;
    await page.locator('#team-row summary').click();
    await page.locator('#team-name').fill('Northwind Legal');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.team');
    await page.getByLabel('Whose credits').selectOption('Northwind Legal');
    await buy(page, /^50 credits: Buy/);
    expect(await page.getByLabel('Whose credits').locator('option:checked').textContent()).toBe('Northwind Legal');
    expect(await balanceOf(page)).toBe('50');
    await page.getByLabel('Whose credits').selectOption('Your own');
    await page.locator('#balance').getByText('0', { exact: true }).waitFor();
    await openStudio(page);
    const [asked] = await Promise.all([page.waitForRequest('**/v1/account/credits?team=*'), page.getByLabel('Who pays').selectOption('Northwind Legal pays')]);
    await page.locator('#price-rest').getByText('Northwind Legal has 50').waitFor();
    let payer: string | undefined;
    await page.route('**/v1/headshots', (route) => {
      payer = route.request().headers()['ephemera-team'];
      return route.fulfill({ path: 'public/example/portrait.jpg', headers: { 'Content-Type': 'image/jpeg', 'X-Credits-Remaining': '49' } });
    });
    await page.click('#make');
    await waitForState(page, 'done', 'refused');
    expect(payer).toBe(new URL(asked.url()).searchParams.get('team'));
    expect(await priceOf(page)).toBe('1 credit Northwind Legal has 49');
    await page.route('**/v1/teams', async (route) => route.fulfill({ body: (await (await route.fetch()).text()).replace('"role":"owner"', '"role":"member"') }));
    await page.goto(`${opened.studio.url}/account`);
    await page.getByLabel('Whose credits').selectOption('Northwind Legal');
    await page.getByText('What the owners of the team buy is yours to use.').waitFor();
    expect([await balanceOf(page), await page.getByRole('button', { name: /Buy|Subscribe|Stripe/ }).count()]).toEqual(['50', 0]);
    expectNothingAmiss(watched);
  });

  it('are safe while Stripe is down, and come when the buyer is back though no webhook did', async () => {
    await using watched = await openAccount(opened, 'patient@example.test', 'Pat');
    const { page } = watched;
    stripe.fault = 'down';
    await page.getByRole('button', { name: /^10 credits/ }).click();
    await hears(page, 'Nothing was lost');
    expect(await page.evaluate('location.pathname')).toBe('/account');
    stripe.fault = undefined;
    stripe.delivery = 'held';
    await page.getByRole('button', { name: /^10 credits/ }).click();
    await page.getByRole('button', { name: 'Pay', exact: true }).waitFor();
    stripe.fault = 'down';
    await page.getByRole('button', { name: 'Pay', exact: true }).click();
    await page.getByText('If you have paid, the credits come by themselves.').waitFor();
    expect(await balanceOf(page)).toBe('0');
    stripe.fault = undefined;
    await page.getByRole('button', { name: 'Look again' }).click();
    await hears(page, 'Paid. 10 credits are here.');
    await page.locator('#balance').getByText('10').waitFor();
    stripe.delivery = 'at-once';
    await page.getByRole('button', { name: /^50 credits/ }).click();
    await page.getByRole('link', { name: 'Back' }).click();
    await page.getByText('Nothing was bought, and nothing was paid.').waitFor();
    expectNothingAmiss(watched);
  });

  it('can be used by everybody, on the narrowest phone too', async () => {
    await using watched = await openAccount(opened, 'access@example.test', 'Alma', { colorScheme: 'dark', viewport: { width: 360, height: 640 } });
    const { page } = watched;
    await buy(page, /^10 credits/);
    for (const row of ['purchases', 'history', 'prices', 'delete']) await page.locator(`#${row}-row summary`).click();
    await page.waitForSelector('#history-rows tr');
    expect(await page.evaluate(isTooWide)).toBe(false);
    expect(await findBarriers(page), 'account').toEqual([]);
    await page.getByRole('button', { name: /^Pay back/ }).click();
    expect(await findBarriers(page), 'dialog').toEqual([]);
    await page.keyboard.press('Escape');
    await openStudio(page);
    expect([await page.evaluate(isTooWide), await page.getByRole('link', { name: 'Cookies' }).isVisible()]).toEqual([false, true]);
    await using light = await openAt(opened, '/account', { storageState: await page.context().storageState() });
    await light.page.waitForSelector('#sheets:not([hidden])');
    for (const row of ['purchases', 'history', 'prices']) await light.page.locator(`#${row}-row summary`).click();
    expect(await findBarriers(light.page), 'light').toEqual([]);
    expectNothingAmiss(watched);
  });
});
