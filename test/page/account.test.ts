// Owns what a person does on the account pages in a real browser: coming in, correcting, taking along, ending it.

import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { blind } from '../start-studio.ts';
import { confirm, declare, field, goodPassword, openAccount, openAt, openMail, register, signInAtProvider, useAccountStudio } from './account-studio.ts';
import { hasChromium, type WatchedPage } from './browser.ts';

/** What a row says while it is closed. */
const valueOf = (page: Page, id: string): Promise<string | null> => page.textContent(`#${id}-value`);

/** Wait until the page says a line. */
const hears = (page: Page, text: string | RegExp): Promise<void> => page.getByRole('status').filter({ hasText: text }).waitFor();

async function expectOneCookie(watched: WatchedPage): Promise<void> {
  expect(await watched.listKept()).toEqual(['ephemera.session']);
  expect(watched.misdeeds).toEqual([]);
}

describe.skipIf(!hasChromium())('the account pages', { timeout: 120_000 }, () => {
  const opened = useAccountStudio(undefined, { vision: blind });

  it('set no cookie and keep nothing before somebody is signed in, whatever is tried', async () => {
    await using watched = await openAt(opened, '/sign-in');
    const { page } = watched;
    await field(page, 'E-mail').fill('nobody@example.test');
    await field(page, 'Password').fill('not the password of anybody');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('alert').filter({ hasText: 'do not belong together' }).waitFor();
    for (const path of ['/', '/account', '/cookies', '/terms', '/how-it-forgets']) await page.goto(opened.studio.url + path);
    await page.locator('.top').getByRole('link', { name: 'Sign in' }).waitFor();
    await page.goto(opened.studio.url);
    await page.getByText('Sign in first: photos are taken here only from people with an account.').waitFor();
    expect(await watched.listKept()).toEqual([]);
    expect(watched.misdeeds).toEqual([]);
  });

  it('lead the keyboard to what is missing, and send nothing until it is there', async () => {
    await using watched = await openAt(opened, '/sign-in');
    const { page } = watched;
    const sent: string[] = [];
    page.on('request', (request) => { if (request.method() !== 'GET') sent.push(request.url()); });
    await page.getByRole('button', { name: 'Make one' }).press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('sentence');
    await field(page, 'E-mail').fill('somebody@example.test');
    await field(page, 'Password').fill('fourteen chars');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.getAttribute("role")')).toBe('alert');
    expect(await page.locator('#create-form .form-problem li').allTextContents()).toEqual(['Choose a password of at least 15 characters.', 'Say that you are 18 or older.', 'Accept the terms.']);
    await page.getByRole('link', { name: 'Accept the terms.' }).press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('create-terms');
    expect(sent).toEqual([]);
  });

  it('make an account by a form and a mail, and say the same to whoever registers an address, known or not', async () => {
    await using first = await openAt(opened, '/sign-in');
    await register(first.page, 'known@example.test', 'Known');
    await confirm(opened, first.page, 'known@example.test');
    expect(await valueOf(first.page, 'name')).toBe('Known');
    const said: (string | null)[] = [];
    for (const email of ['known@example.test', 'new-to-us@example.test']) {
      await using watched = await openAt(opened, '/sign-in');
      await register(watched.page, email, 'Somebody');
      said.push((await watched.page.textContent('#door'))?.replaceAll(email, '…') ?? null);
    }
    expect(said[0]).toBe(said[1]);
    await expectOneCookie(first);
  });

  it('clear a password that whoever opens the mailbox does not know, and ask for what its owner declares', async () => {
    const email = 'hijacked@example.test';
    await using stranger = await openAt(opened, '/sign-in');
    await register(stranger.page, email, 'Somebody else');
    await using watched = await openAt(opened, '/cookies');
    const { page } = watched;
    await openMail(opened, page, email);
    await page.getByRole('button', { name: 'Confirm and sign in' }).click();
    await page.getByRole('heading', { name: 'Cleared, to be safe.' }).waitFor();
    await declare(page);
    await page.waitForSelector('#sheets:not([hidden])');
    expect([await valueOf(page, 'name'), await valueOf(page, 'password')]).toEqual(['None', 'None']);
    await expectOneCookie(watched);
  });

  it('delete whoever says to be under 18', async () => {
    await using watched = await openAt(opened, '/sign-in');
    const { page } = watched;
    await page.getByRole('button', { name: 'Sign in by a link' }).click();
    await field(page, 'E-mail').fill('young@example.test');
    await page.getByRole('button', { name: 'Send me a link' }).click();
    await page.getByRole('heading', { name: 'Look into your mail.' }).waitFor();
    await openMail(opened, page, 'young@example.test');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('I am under 18').click();
    await page.getByRole('button', { name: 'Delete the account' }).click();
    await page.getByRole('heading', { name: 'Come back when you are 18.' }).waitFor();
    expect(await watched.listKept()).toEqual([]);
    await openMail(opened, page, 'young@example.test');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('heading', { name: 'That link is spent.' }).waitFor();
  });

  it('correct name, password and address', async () => {
    await using watched = await openAccount(opened, 'mara@example.test', 'Mara');
    const { page } = watched;
    await page.locator('#name-row summary').click();
    await page.locator('#name').fill('Mara Lindt');
    await page.keyboard.press('Enter');
    await hears(page, 'Name saved.');
    expect(await valueOf(page, 'name')).toBe('Mara Lindt');
    await page.locator('#password-row summary').click();
    await field(page, 'Password now').fill('this is not the password');
    await field(page, 'New password').fill(`${goodPassword} too`);
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'Type the password that you have now.' }).waitFor();
    await field(page, 'Password now').fill(goodPassword);
    await field(page, 'New password').fill(`${goodPassword} too`);
    await page.keyboard.press('Enter');
    await hears(page, 'Password saved.');
    await page.locator('#email-row summary').click();
    await field(page, 'New address').fill('mara@elsewhere.test');
    await page.keyboard.press('Enter');
    await hears(page, 'A link is on its way');
    expect(await valueOf(page, 'email')).toBe('mara@example.test');
    await openMail(opened, page, 'mara@elsewhere.test');
    await page.getByRole('button', { name: 'Use the new address' }).click();
    await page.waitForSelector('#sheets:not([hidden])');
    expect(await valueOf(page, 'email')).toBe('mara@elsewhere.test');
    await expectOneCookie(watched);
  });

  it('have both consents off until given, with the day, and off again at one press', async () => {
    await using watched = await openAccount(opened, 'consent@example.test', 'Ida');
    const { page } = watched;
    const switches = page.getByRole('switch');
    expect(await Promise.all([0, 1].map((index) => switches.nth(index).isChecked()))).toEqual([false, false]);
    await switches.nth(0).press('Space');
    await hears(page, 'News by mail: given.');
    const today = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' }).format(new Date());
    await page.getByText(`Given on ${today}`).waitFor();
    await page.reload();
    await page.getByRole('switch').nth(0).uncheck();
    await page.getByText(`Withdrawn on ${today}`).waitFor();
    await expectOneCookie(watched);
  });

  it('show a key once, which works until it is revoked', async () => {
    await using watched = await openAccount(opened, 'keys@example.test', 'Kim');
    const { page } = watched;
    await page.locator('#key-row summary').click();
    await page.locator('#key-name').fill('Badge printer');
    await field(page, 'Requests a minute').fill('60');
    await page.keyboard.press('Enter');
    const secret = (await page.textContent('#new-key-secret:visible')) ?? '';
    const ask = async (): Promise<unknown> => (await (await fetch(`${opened.studio.url}/v1/cutouts`, { method: 'POST', headers: { 'X-API-Key': secret } })).json() as { readonly code: string }).code;
    expect(await ask()).not.toBe('key-unknown');
    await page.reload();
    await page.locator('#key-list').getByText('Badge printer').waitFor();
    expect(await page.content()).not.toContain(secret);
    expect(await page.textContent('#key-list')).toContain(`${secret.slice(0, 12)}… · last used`);
    await page.getByRole('button', { name: 'Revoke Badge printer' }).click();
    expect(await ask()).not.toBe('key-unknown');
    await page.getByRole('button', { name: 'Really revoke?' }).click();
    await hears(page, 'Badge printer is revoked.');
    expect(await ask()).toBe('key-unknown');
    expect(watched.misdeeds).toEqual([]);
  });

  it('hand over everything as a file, sign out everywhere, and delete at once', async () => {
    const email = 'leaving@example.test';
    await using watched = await openAccount(opened, email, 'Lea');
    const { page } = watched;
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download' }).click()]);
    expect(download.suggestedFilename()).toBe('ephemera-account.json');
    expect(JSON.parse(await readFile(await download.path(), 'utf8'))).toMatchObject({ format: 'ephemera-account-1', account: { email, name: 'Lea' } });
    await page.getByRole('button', { name: 'Sign out' }).and(page.locator('#sign-out-everywhere')).click();
    await page.getByRole('button', { name: 'Really everywhere?' }).click();
    await page.waitForURL('**/sign-in');
    expect(await watched.listKept()).toEqual([]);
    await field(page, 'E-mail').fill(email);
    await field(page, 'Password').fill(goodPassword);
    await page.keyboard.press('Enter');
    await page.waitForSelector('#sheets:not([hidden])');
    await page.locator('#delete-row summary').click();
    await page.getByRole('button', { name: 'Delete my account' }).click();
    expect(await page.evaluate('document.activeElement.id')).toBe('delete-word');
    await field(page, 'Type delete').fill('Delete');
    await page.getByRole('button', { name: 'Delete my account' }).click();
    await page.waitForURL(`${opened.studio.url}/`);
    await page.locator('.top').getByRole('link', { name: 'Sign in' }).waitFor();
    expect(await watched.listKept()).toEqual([]);
    expect(watched.misdeeds).toEqual([]);
  });

  it('let somebody in by Google, and out again', async () => {
    await using watched = await openAt(opened, '/sign-in');
    const { page } = watched;
    const login = 'gina';
    expect(watched.misdeeds).toEqual([]);
    await signInAtProvider(page, 'Continue with Google', login);
    await page.waitForURL(`${opened.studio.url}/**`);
    // What the provider's own page does is not the studio's.
    const atProvider = watched.misdeeds.length;
    await declare(page);
    await page.waitForSelector('#sheets:not([hidden])');
    expect(await valueOf(page, 'email')).toBe(`${login}@example.test`);
    const cookies = await page.context().cookies(opened.studio.url);
    expect(cookies.filter(({ name: each }) => each.startsWith('ephemera.')).map(({ name: each }) => each)).toEqual(['ephemera.session']);
    await page.getByRole('button', { name: `Name of ${login}` }).click();
    await page.getByRole('button', { name: 'Sign out' }).and(page.locator('.who-menu button')).click();
    await page.locator('.top').getByRole('link', { name: 'Sign in' }).waitFor();
    expect(watched.misdeeds.slice(atProvider)).toEqual([]);
  });

  it('make a team, with a colour and a seat for whoever has the link', async () => {
    await using watched = await openAccount(opened, 'owner@example.test', 'Olga');
    const { page } = watched;
    await page.locator('#team-row summary').click();
    await page.locator('#team-name').fill('Northwind Legal');
    await page.keyboard.press('Enter');
    await hears(page, 'Northwind Legal is made.');
    await page.locator('.team').getByText('Settings').click();
    await field(page, 'A brand colour behind portraits').check();
    await page.locator('.team input[type="color"]').fill('#204060');
    await page.locator('.team').getByRole('button', { name: 'Save' }).click();
    await hears(page, 'Northwind Legal is saved.');
    expect(await page.evaluate(`document.querySelector('.team-colour').style.background`)).toBe('rgb(32, 64, 96)');
    await page.locator('.team').getByText('Invite').click();
    await page.getByRole('button', { name: 'Make the link' }).click();
    const link = await page.locator('.team code:visible').textContent();

    await using guest = await openAt(opened, link!.slice(opened.studio.url.length));
    await guest.page.getByText('You are invited to Northwind Legal.').waitFor();
    await signInAtProvider(guest.page, 'Continue with Northwind ID', 'tom');
    await declare(guest.page);
    await guest.page.getByRole('button', { name: 'Take the seat' }).click();
    await guest.page.getByText('You are a member · 2 of 5 seats taken').waitFor();
    expect(await guest.page.getByText('Settings').count()).toBe(0);

    await page.reload();
    await page.getByRole('button', { name: 'Make owner: Name of tom' }).click();
    await page.getByRole('button', { name: 'Really make owner?' }).click();
    await hears(page, 'Name of tom is now owner.');
    await page.locator('.team').getByText('End', { exact: true }).click();
    await page.getByRole('button', { name: 'Leave the team' }).click();
    await hears(page, 'You left Northwind Legal.');
    await expectOneCookie(watched);
  });
});
