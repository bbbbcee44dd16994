// Owns a studio that only people with an account may use, for the page's tests: its mail server, its sign-in provider, a browser. Refuses to keep its rows.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { termsVersion } from '../../src/accounts/terms.ts';
import type { Vision } from '../../src/face/portrait.ts';
import { findFreePort } from '../accounts-parts/free-port.ts';
import { clientSecret, startIdentityProvider, type IdentityProvider } from '../accounts-parts/identity-provider.ts';
import { startMailServer, type MailServer } from '../accounts-parts/mail-server.ts';
import { startStudio, type RunningStudio } from '../start-studio.ts';
import { launchBrowser, watchPage, type WatchedPage } from './browser.ts';

/** Everything there from the first test of a block to its last. */
export interface AccountStudio {
  studio: RunningStudio;
  browser: Browser;
  mail: MailServer;
  provider: IdentityProvider;
}

/** A password that the studio takes. */
export const goodPassword = 'a horse that is correct and stapled';

/**
 * Start all of it before the tests of the block that calls this, and end it after.
 *
 * @param more - Further settings, read when the studio starts.
 * @param parts - Of the studio, as `startStudio` takes them.
 */
export function useAccountStudio(more: () => Readonly<Record<string, string>> = () => ({}), parts: { readonly vision?: Vision } = {}): AccountStudio {
  const opened = {} as AccountStudio;
  const folder = mkdtempSync(join(tmpdir(), 'ephemera-page-'));
  beforeAll(async () => {
    const port = await findFreePort();
    opened.mail = await startMailServer();
    opened.provider = await startIdentityProvider(`http://127.0.0.1:${port}`);
    [opened.studio, opened.browser] = await Promise.all([startStudio({ ...describeAccounts(opened, port, folder), ...more() }, parts), launchBrowser()]);
  }, 60_000);
  afterAll(async () => {
    await opened.browser?.close();
    for (const part of [opened.studio, opened.mail, opened.provider]) await part?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });
  return opened;
}

/** Open a page of the studio, and watch it. */
export async function openAt({ browser, studio }: AccountStudio, path: string, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const watched = await watchPage(browser, studio.url, options);
  await watched.page.goto(studio.url + path);
  return watched;
}

/** Open the link of the newest mail to an address, as a browser does that comes from a mail program. */
export async function openMail({ mail, studio }: AccountStudio, page: Page, email: string): Promise<void> {
  const link = /https?:\S+#\S+/.exec(mail.last(email).text)?.[0] ?? '';
  if (!link.startsWith(studio.url)) throw new Error(`no link of the studio in the mail to ${email}`);
  await page.goto('about:blank');
  await page.goto(link);
}

/** The field in sight that is called so; other views have fields of the same name. */
export function field(page: Page, label: string): Locator {
  return page.locator('input:visible').and(page.getByLabel(label));
}

/** Fill in the form that makes an account, and send it. */
export async function register(page: Page, email: string, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Make one' }).click();
  await field(page, 'E-mail').fill(email);
  await field(page, 'Password').fill(goodPassword);
  await field(page, 'Name').fill(name);
  await field(page, 'I am 18 or older').check();
  await field(page, 'I accept the terms').check();
  await page.getByRole('button', { name: 'Make the account' }).click();
  await page.getByRole('heading', { name: 'Look into your mail.' }).waitFor();
}

/** Confirm the address by the newest mail, with the password, and come in. */
export async function confirm(opened: AccountStudio, page: Page, email: string): Promise<void> {
  await openMail(opened, page, email);
  await field(page, 'Your password').fill(goodPassword);
  await page.getByRole('button', { name: 'Confirm and sign in' }).click();
  await page.waitForSelector('#sheets:not([hidden])');
}

/** Say what everybody says before the first use. */
export async function declare(page: Page): Promise<void> {
  await field(page, 'I am 18 or older').check();
  await field(page, 'I accept the terms').check();
  await page.getByRole('button', { name: 'Go on' }).click();
}

/** A page with somebody who has an account already, on their account page: made without the forms, which take longer. */
export async function openAccount(opened: AccountStudio, email: string, name: string, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const { studio: { url } } = opened;
  const watched = await watchPage(opened.browser, url, options);
  const { request } = watched.page.context();
  const headers = { Origin: url, 'Sec-Fetch-Site': 'same-origin' };
  await request.post(`${url}/v1/account/registrations`, { headers, data: { email, password: goodPassword, name, isAdult: true, termsVersion } });
  await request.post(`${url}/auth/callback/prove`, { headers, data: { token: opened.mail.last(email).token, password: goodPassword } });
  await watched.page.goto(`${url}/account`);
  await watched.page.waitForSelector('#sheets:not([hidden])');
  return watched;
}

/** Sign in at the provider's own page as whoever has this login. */
export async function signInAtProvider(page: Page, button: string, login: string): Promise<void> {
  await page.getByRole('button', { name: button }).click();
  await page.fill('input[name=login]', login);
  await page.fill('input[name=password]', 'any');
  await page.click('button[type=submit]');
  await page.getByRole('button', { name: 'Continue' }).click();
}

function describeAccounts({ mail, provider }: AccountStudio, port: number, folder: string): Record<string, string> {
  return {
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    AUTH_SECRET: 'a secret that only the studio of these tests has',
    SIGN_IN: 'required',
    SIGN_IN_PER_MINUTE: '0',
    AUTH_GOOGLE_ID: 'google',
    AUTH_GOOGLE_SECRET: clientSecret,
    AUTH_GOOGLE_ISSUER: provider.issuer,
    AUTH_OIDC_ISSUER: provider.issuer,
    AUTH_OIDC_ID: 'oidc',
    AUTH_OIDC_SECRET: clientSecret,
    AUTH_OIDC_NAME: 'Northwind ID',
    AUTH_PASSWORD: 'on',
    SMTP_URL: mail.url,
    MAIL_FROM: 'Studio <studio@example.test>',
    DATA_FOLDER: folder,
  };
}
