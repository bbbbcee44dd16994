// Owns that everybody can use the account pages: axe finds nothing, light and dark, desktop and phone, in every view; 360 pixels are enough.

import { beforeAll, describe, expect, it } from 'vitest';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { nameTerms } from '../../public/account/door-words.ts';
import { termsVersion } from '../../src/accounts/terms.ts';
import { blind } from '../start-studio.ts';
import { openAccount, openAt, openMail, register, useAccountStudio } from './account-studio.ts';
import { findBarriers, hasChromium } from './browser.ts';

const devices = { desktop: { width: 1280, height: 820 }, phone: { width: 390, height: 844 } };
/** Each scheme and each device once: `access.test.ts` has them crossed. */
const combinations = [{ scheme: 'light', device: 'desktop' }, { scheme: 'dark', device: 'phone' }] as const;
/** The narrowest phone. */
const narrow = { width: 360, height: 640 };

const isTooWide = 'document.documentElement.scrollWidth > innerWidth';

/** Everything on the account page that can be opened. */
async function openEverything(page: Page): Promise<void> {
  await page.waitForSelector('#sheets:not([hidden]) .team');
  await page.evaluate(`document.querySelectorAll('details').forEach((row) => { row.open = true; })`);
  await page.getByRole('button', { name: 'Make the link' }).click();
  await page.waitForSelector('.team .secret:not([hidden])');
}

describe.skipIf(!hasChromium())('access to the account pages', { timeout: 120_000 }, () => {
  const opened = useAccountStudio(undefined, { vision: blind });
  let signedIn: NonNullable<BrowserContextOptions['storageState']>;

  beforeAll(async () => {
    await using watched = await openAccount(opened, 'olga@example.test', 'Olga with a name that is longer than most names are');
    const { page } = watched;
    await page.locator('#team-row summary').click();
    await page.locator('#team-name').fill('Northwind Legal and Sons of the northern coast');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.team');
    await page.locator('#key-row summary').click();
    await page.locator('#key-name').fill('Badge printer');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#new-key:not([hidden])');
    expect(await findBarriers(page), 'a new key').toEqual([]);
    signedIn = await page.context().storageState();
  }, 60_000);

  it.each(combinations)('has no barriers at the door ($scheme, $device)', async ({ scheme, device }) => {
    await using watched = await openAt(opened, '/sign-in', { colorScheme: scheme, viewport: devices[device] });
    const { page } = watched;
    await page.waitForSelector('.view:not([hidden]) form');
    expect(await findBarriers(page), 'ways').toEqual([]);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    expect(await findBarriers(page), 'what is missing').toEqual([]);
    const email = `${scheme}-${device}@example.test`;
    await register(page, email, 'Somebody');
    expect(await findBarriers(page), 'sent').toEqual([]);
    await openMail(opened, page, email);
    await page.waitForSelector('#prove-form:visible');
    expect(await findBarriers(page), 'prove').toEqual([]);
    await page.getByRole('button', { name: 'Confirm and sign in' }).click();
    await page.getByText('I am under 18').click();
    expect(await findBarriers(page), 'declare').toEqual([]);
    expect(watched.misdeeds).toEqual([]);
  });

  it.each(combinations)('has no barriers where everything is kept ($scheme, $device)', async ({ scheme, device }) => {
    await using watched = await openAt(opened, '/account', { colorScheme: scheme, viewport: devices[device], storageState: signedIn });
    const { page } = watched;
    await openEverything(page);
    await page.getByRole('button', { name: 'Delete my account' }).click();
    expect(await findBarriers(page), 'account').toEqual([]);
    await page.getByRole('button', { name: /^(O )?Olga/ }).click();
    expect(await findBarriers(page), 'menu').toEqual([]);
    for (const path of ['/cookies', '/terms']) {
      await page.goto(opened.studio.url + path);
      await page.getByRole('button', { name: /Olga/ }).waitFor();
      expect(await findBarriers(page), path).toEqual([]);
    }
    expect(watched.misdeeds).toEqual([]);
  });

  it('never scrolls sideways on the narrowest phone', async () => {
    await using watched = await openAt(opened, '/account', { viewport: narrow, storageState: signedIn });
    const { page } = watched;
    await openEverything(page);
    expect(await page.evaluate(isTooWide)).toBe(false);
    for (const path of ['/', '/cookies', '/terms', '/how-it-forgets']) {
      await page.goto(opened.studio.url + path);
      await page.getByRole('button', { name: /Olga/ }).waitFor();
      expect(await page.evaluate(isTooWide), path).toBe(false);
    }
    // An answer on its way would bring the cookie back.
    await page.waitForLoadState('networkidle');
    await page.context().clearCookies();
    await page.goto(`${opened.studio.url}/sign-in`);
    for (const turn of ['Make one', 'Sign in', 'Forgotten your password?', 'Back to sign in', 'Sign in by a link']) {
      await page.locator('.view:visible').getByRole('button', { name: turn, exact: true }).last().click();
      expect(await page.evaluate(isTooWide), turn).toBe(false);
    }
  });

  it('has words for the version of the terms that is accepted, and for every cookie', async () => {
    await using watched = await openAt(opened, '/terms');
    expect(await watched.page.textContent('.lead')).toContain(nameTerms(termsVersion));
    await watched.page.goto(`${opened.studio.url}/cookies`);
    expect(await watched.page.textContent('.cookies')).toContain('__Host-ephemera.session');
  });
});
