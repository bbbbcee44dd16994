// Owns that everybody can use the page: axe finds nothing, light and dark, desktop and phone, in every state and on every page.

import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findBarriers, hasChromium, openPage, useStudioAndBrowser, waitForState, watchPage } from './browser.ts';

const portrait = resolve(import.meta.dirname, '../../public/example/portrait.jpg');
const devices = { desktop: { width: 1280, height: 820 }, phone: { width: 390, height: 844 } };

describe.skipIf(!hasChromium())('access', { timeout: 120_000 }, () => {
  const opened = useStudioAndBrowser();

  /** Each scheme and each device once. */
  const combinations = [{ scheme: 'light', device: 'desktop' }, { scheme: 'dark', device: 'phone' }] as const;
  const crossed = [{ scheme: 'light', device: 'phone' }, { scheme: 'dark', device: 'desktop' }] as const;

  it.each(combinations)('has no barriers in any state ($scheme, $device)', async ({ scheme, device }) => {
    await using watched = await openPage(opened.browser, opened.studio.url, { colorScheme: scheme, viewport: devices[device] });
    const { page } = watched;
    expect(await findBarriers(page), 'empty').toEqual([]);
    await page.setInputFiles('#photo-input', portrait);
    expect(await findBarriers(page), 'ready').toEqual([]);
    await page.click('#make');
    await waitForState(page, 'done');
    expect(await findBarriers(page), 'done').toEqual([]);
    await page.getByRole('radio', { name: 'Cutout' }).check();
    for (const background of ['Colour', 'Gradient', 'Your own picture']) {
      await page.getByRole('radio', { name: background, exact: true }).check();
      expect(await findBarriers(page), background).toEqual([]);
    }
    await page.click('#forget');
    expect(await findBarriers(page), 'forgotten').toEqual([]);
    await page.click('#open-camera');
    await page.waitForSelector('#camera-shutter:enabled');
    expect(await findBarriers(page), 'camera').toEqual([]);
    expect(watched.misdeeds).toEqual([]);
  });

  it.each(crossed)('has no barriers before a photo is made, crossed ($scheme, $device)', async ({ scheme, device }) => {
    await using watched = await openPage(opened.browser, opened.studio.url, { colorScheme: scheme, viewport: devices[device] });
    const { page } = watched;
    expect(await findBarriers(page), 'empty').toEqual([]);
    await page.setInputFiles('#photo-input', portrait);
    await page.getByRole('radio', { name: 'Cutout' }).check();
    await page.getByRole('radio', { name: 'Gradient', exact: true }).check();
    expect(await findBarriers(page), 'ready').toEqual([]);
    expect(watched.misdeeds).toEqual([]);
  });

  it.each(combinations)('has no barriers on the pages that are read ($scheme, $device)', async ({ scheme, device }) => {
    await using watched = await openPage(opened.browser, opened.studio.url, { colorScheme: scheme, viewport: devices[device] });
    const { page } = watched;
    for (const path of ['/how-it-forgets', '/api', '/receipt', '/problems#face-not-found']) {
      await page.goto(opened.studio.url + path);
      expect(await findBarriers(page), path).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), path).toBe(true);
    }
    expect(watched.misdeeds).toEqual([]);
  });

  it('says nothing of accounts where there are none, and asks for them once', async () => {
    await using watched = await watchPage(opened.browser, opened.studio.url);
    const { page } = watched;
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(opened.studio.url, { waitUntil: 'networkidle' });
    expect(asked.filter((path) => /session|auth|account\//.test(path) && !path.endsWith('.js'))).toEqual(['/v1/session']);
    expect(await page.getByText(/sign in|cookies|terms/i).filter({ visible: true }).count()).toBe(0);
    await page.goto(`${opened.studio.url}/sign-in`);
    await page.getByRole('heading', { name: 'The door is open.' }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    expect(await watched.listKept()).toEqual([]);
    expect(watched.misdeeds).toEqual([]);
  });

  it('never scrolls sideways and keeps the button on the screen of a phone', async () => {
    await using watched = await openPage(opened.browser, opened.studio.url, { viewport: { width: 360, height: 640 } });
    const { page } = watched;
    await page.setInputFiles('#photo-input', portrait);
    for (const work of ['Headshot', 'ID photo', 'Cutout']) {
      await page.getByRole('radio', { name: work }).check();
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      const button = (await page.locator('#make').boundingBox())!;
      expect(button.y + button.height).toBeLessThanOrEqual(640);
    }
  });
});
