// Owns what "Forget" leaves in the page: nothing. Refuses to trust the page's own words for it.

import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasChromium, openPage, useStudioAndBrowser, waitForState } from './browser.ts';

const portrait = resolve(import.meta.dirname, '../../public/example/portrait.jpg');

const listTraces = `[
  ...[...document.images].filter((image) => image.src.startsWith('blob:')).map((image) => image.id || image.className),
  ...[...document.querySelectorAll('input[type=file]')].filter((input) => input.files.length).map((input) => input.id),
  ...[...document.querySelectorAll('canvas')].filter((canvas) => canvas.width * canvas.height > 0).map((canvas) => canvas.id),
  ...[...document.querySelectorAll('a[href^="blob:"]')].map((link) => link.id),
  ...[...document.querySelectorAll('[style*="blob:"]')].map((element) => element.className),
]`;

describe.skipIf(!hasChromium())('forgetting in the page', { timeout: 120_000 }, () => {
  const opened = useStudioAndBrowser();

  it('revokes every object URL and empties pictures, inputs and canvas', async () => {
    await using watched = await openPage(opened.browser, opened.studio.url, { reducedMotion: 'no-preference' });
    const { page } = watched;
    await page.setInputFiles('#photo-input', portrait);
    await page.getByRole('radio', { name: 'Cutout' }).check();
    await page.getByRole('radio', { name: 'Your own picture' }).check();
    await page.setInputFiles('#background-input', portrait);
    await page.click('#make');
    await waitForState(page, 'done');
    // The photo, the background, the result and its receipt.
    expect(await watched.countObjectUrls()).toBe(4);
    await page.click('#forget');
    await waitForState(page, 'forgotten');
    expect(await watched.countObjectUrls()).toBe(0);
    expect(await page.evaluate(listTraces)).toEqual([]);
    expect(await page.textContent('#sentence')).toBe('The table is empty again.');
    expect(await page.isChecked('input[value="headshot"]')).toBe(true);
    expect(await watched.listKept()).toEqual([]);
    expect(watched.misdeeds).toEqual([]);
  });

  it('aborts the request under way', async () => {
    await using watched = await openPage(opened.browser, opened.studio.url);
    const { page } = watched;
    await page.route('**/v1/headshots', () => undefined);
    await page.setInputFiles('#photo-input', portrait);
    await page.click('#make');
    await waitForState(page, 'receiving', 'making');
    const aborted = page.waitForEvent('requestfailed');
    await page.click('#forget');
    await aborted;
    await waitForState(page, 'forgotten');
    expect(await watched.countObjectUrls()).toBe(0);
    expect(await page.textContent('#held-bytes')).toBe('0 bytes');
  });
});
