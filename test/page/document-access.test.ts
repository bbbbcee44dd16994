// Owns that everybody can make an identity photo: axe finds nothing in any state, keys reach everything, the camera shows where to stand.

import { describe, expect, it } from 'vitest';
import { drawPortrait, renderFile } from '../drawn-portrait.ts';
import { chooseDocument, findBarriers, hasChromium, openPage, useStudioAndBrowser, useVisitor, waitForState } from './browser.ts';

const devices = { desktop: { width: 1280, height: 820 }, phone: { width: 390, height: 844 } };
/** Each scheme and each device once: `access.test.ts` has them crossed. */
const combinations = [{ scheme: 'light', device: 'desktop' }, { scheme: 'dark', device: 'phone' }] as const;

describe.skipIf(!hasChromium())('access to identity photos', { timeout: 120_000 }, () => {
  const opened = useStudioAndBrowser();
  const visit = useVisitor(opened);

  it.each(combinations)('has no barriers from the document to the sheet ($scheme, $device)', async ({ scheme, device }) => {
    await using watched = await openPage(opened.browser, opened.studio.url, { colorScheme: scheme, viewport: devices[device] });
    const { page } = watched;
    await page.getByRole('radio', { name: 'ID photo' }).check();
    const field = page.getByRole('combobox', { name: 'Country or document' });
    await field.fill('pass');
    await page.waitForSelector('[role="option"]:nth-child(2)');
    expect(await findBarriers(page), 'list').toEqual([]);
    await field.press('Escape');
    await chooseDocument(page, 'schengen');
    expect(await findBarriers(page), 'rules').toEqual([]);
    const drawing = drawPortrait({ width: 640, height: 780, people: [{ scale: 1.05, y: 360, eyes: 'shut' }] });
    await page.setInputFiles('#photo-input', { name: 'photo.jpg', mimeType: 'image/jpeg', buffer: await renderFile(drawing) });
    await page.click('#make');
    await waitForState(page, 'checked');
    await page.locator('#checks-passed summary').click();
    expect(await findBarriers(page), 'checked').toEqual([]);
    await page.click('#make');
    await waitForState(page, 'done');
    expect(await findBarriers(page), 'photo').toEqual([]);
    await page.locator('#finished-views').getByText('Sheet').click();
    expect(await findBarriers(page), 'sheet').toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    expect(watched.misdeeds).toEqual([]);
  });

  it('has no barriers in a size of one’s own, and says what no photo can have', async () => {
    const watched = await visit();
    const { page } = watched;
    await chooseDocument(page, 'schengen');
    await page.click('#document');
    await page.getByRole('option', { name: 'A size of your own' }).click();
    expect(await page.textContent('#rule-lines')).toContain('35 × 45 mm');
    expect(await page.textContent('#rule-read')).toBe('');
    await page.getByRole('spinbutton', { name: 'Least head height in millimetres' }).fill('44');
    await page.getByRole('spinbutton', { name: 'Greatest head height in millimetres' }).fill('80');
    expect(await page.isVisible('#custom-trouble')).toBe(true);
    expect(await page.isDisabled('#make')).toBe(true);
    expect(await findBarriers(page)).toEqual([]);
  });

  it('makes a photo of one’s own size', async () => {
    const watched = await visit();
    const { page } = watched;
    await page.getByRole('radio', { name: 'ID photo' }).check();
    await page.click('#document');
    await page.getByRole('option', { name: 'A size of your own' }).click();
    await page.getByRole('spinbutton', { name: 'Width in millimetres' }).fill('40');
    await page.getByRole('spinbutton', { name: 'Height in millimetres', exact: true }).fill('50');
    await page.setInputFiles('#photo-input', { name: 'photo.jpg', mimeType: 'image/jpeg', buffer: await renderFile(drawPortrait({ width: 1200, height: 1500, people: [{ scale: 1.6, y: 680 }] })) });
    for (const state of ['checked', 'done']) {
      await page.click('#make');
      await waitForState(page, state);
    }
    expect(await page.textContent('#finished-caption')).toContain('40 × 50 mm');
    expect(watched.misdeeds).toEqual([]);
  });

  it('shows over the camera where the document wants head and eyes', async () => {
    const watched = await visit();
    const { page } = watched;
    await page.click('#open-camera');
    await page.waitForSelector('#camera-shutter:enabled');
    expect([await page.isVisible('#camera-guide'), await page.isVisible('#document-guide')]).toEqual([true, false]);
    await page.click('#camera-close');
    await chooseDocument(page, 'us passport');
    await page.click('#open-camera');
    await page.waitForSelector('#camera-shutter:enabled');
    expect([await page.isVisible('#camera-guide'), await page.isVisible('#document-guide')]).toEqual([false, true]);
    expect(await page.textContent('#camera-words')).toContain('Glasses off.');
    const head = await page.evaluate<number>(`2 * document.querySelector('.guide-head').ry.baseVal.value`);
    expect(head).toBeCloseTo(30, 0);
    expect(await page.getAttribute('#document-guide .guide-eyes', 'height')).toBe('7.00');
    expect(await findBarriers(page)).toEqual([]);
    await page.click('#camera-shutter');
    await page.click('#camera-use');
    await waitForState(page, 'ready');
    await page.click('#make');
    await waitForState(page, 'refused');
    expect(await page.textContent('#sentence')).toContain('No face');
    expect(watched.misdeeds).toEqual([]);
  });

  it('goes from the document to the photo by keys alone', async () => {
    const watched = await visit();
    const { page } = watched;
    await page.focus('#try-example');
    await page.keyboard.press('Enter');
    await waitForState(page, 'ready');
    await chooseDocument(page, 'icao');
    await page.focus('#make');
    await page.keyboard.press('Enter');
    await waitForState(page, 'checked');
    await page.focus('#line-crown');
    const text = () => page.getAttribute('#line-crown', 'aria-valuetext');
    const before = await text();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    expect(await text()).not.toBe(before);
    expect(await page.evaluate('document.activeElement.id')).toBe('line-crown');
  });
});
