// Owns the whole job in a real browser against the real server: a photo in by every way, a picture out, nothing kept.

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { findBarriers, hasChromium, openPage, useStudioAndBrowser, useVisitor, waitForState, type WatchedPage } from './browser.ts';

const portrait = resolve(import.meta.dirname, '../../public/example/portrait.jpg');

/** Bring the drawn example in as if it came from elsewhere; runs in the page. */
const asFile = `const blob = await (await fetch('/example/portrait.jpg')).blob(); const transfer = new DataTransfer(); transfer.items.add(new File([blob], 'Jane Doe.jpg', { type: 'image/jpeg' }));`;

describe.skipIf(!hasChromium())('the page', { timeout: 120_000 }, () => {
  const opened = useStudioAndBrowser();
  const visit = useVisitor(opened);

  async function make(page: Page): Promise<void> {
    await page.click('#make');
    await waitForState(page, 'done', 'refused');
  }

  async function expectNothingAmiss(watched: WatchedPage): Promise<void> {
    expect(watched.misdeeds).toEqual([]);
    expect(await watched.listKept()).toEqual([]);
  }

  it('makes a headshot of a chosen photo, compares it and downloads it under a name of its own', async () => {
    const watched = await visit();
    const { page } = watched;
    await page.setInputFiles('#photo-input', portrait);
    expect(await page.textContent('#sentence')).toBe('Still only with you.');
    await make(page);
    expect(await page.textContent('#sentence')).toBe('Yours now.');
    expect(await page.textContent('#held-bytes')).toBe('0 bytes');
    const slider = page.getByRole('slider', { name: /Compare/ });
    await slider.focus();
    await page.keyboard.press('Home');
    expect(await slider.getAttribute('aria-valuenow')).toBe('0');
    await page.keyboard.press('PageUp');
    expect(await slider.getAttribute('aria-valuenow')).toBe('10');
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('#download')]);
    expect(download.suggestedFilename()).toBe('ephemera-headshot-1.jpg');
    const metadata = await sharp(await readFile(await download.path())).metadata();
    expect([metadata.format, (metadata.width / metadata.height).toFixed(2)]).toEqual(['jpeg', '0.80']);
    await expectNothingAmiss(watched);
  });

  it('moves the comparison where the pointer is dragged', async () => {
    const watched = await visit();
    const { page } = watched;
    await page.setInputFiles('#photo-input', portrait);
    await make(page);
    const frame = (await page.locator('#print').boundingBox())!;
    await page.mouse.move(frame.x + frame.width / 2, frame.y + frame.height / 2);
    await page.mouse.down();
    await page.mouse.move(frame.x + frame.width / 4, frame.y + frame.height / 3);
    await page.mouse.up();
    expect(await page.getAttribute('#compare', 'aria-valuenow')).toBe('25');
  });

  it('takes a dropped photo and makes a transparent cutout of it', async () => {
    const watched = await visit();
    const { page } = watched;
    await page.evaluate(`(async () => { ${asFile} document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true })); })()`);
    await waitForState(page, 'ready');
    await page.getByRole('radio', { name: 'Cutout' }).check();
    await make(page);
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('#download')]);
    expect(download.suggestedFilename()).toBe('ephemera-cutout-1.png');
    expect((await sharp(await readFile(await download.path())).stats()).isOpaque).toBe(false);
    await expectNothingAmiss(watched);
  });

  it('makes a cover of a size of its own, shows it whole, and asks for a title first', async () => {
    const watched = await visit();
    const { page } = watched;
    await page.setInputFiles('#photo-input', portrait);
    await page.getByRole('radio', { name: 'Cover', exact: true }).check();
    expect(await findBarriers(page)).toEqual([]);
    await page.click('#make');
    expect(await page.getAttribute('#studio', 'data-state')).toBe('ready');
    await page.fill('#cover-title', 'Made in memory');
    await page.getByRole('radio', { name: 'Your size' }).check();
    await page.fill('#cover-width', '480');
    await page.fill('#cover-height', '270');
    await page.getByRole('radio', { name: 'Editorial' }).check();
    await page.getByRole('checkbox', { name: /brand/ }).check();
    await make(page);
    expect(await page.isVisible('#compare')).toBe(false);
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('#download')]);
    expect(download.suggestedFilename()).toBe('ephemera-cover-custom-editorial-1.jpg');
    const { width, height } = await sharp(await readFile(await download.path())).metadata();
    expect([width, height]).toEqual([480, 270]);
    await expectNothingAmiss(watched);
  });

  it('takes a pasted photo and puts a gradient behind the person', async () => {
    const watched = await visit();
    const { page } = watched;
    await page.evaluate(`(async () => { ${asFile} document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true })); })()`);
    await waitForState(page, 'ready');
    await page.getByRole('radio', { name: 'Cutout' }).check();
    await page.getByRole('radio', { name: 'Gradient' }).check();
    await page.getByRole('checkbox', { name: 'Crop to the person' }).check();
    await make(page);
    expect(await page.getAttribute('#studio', 'data-state')).toBe('done');
    await expectNothingAmiss(watched);
  });

  it('puts an own picture behind the person', async () => {
    const watched = await visit();
    const { page } = watched;
    await page.setInputFiles('#photo-input', portrait);
    await page.getByRole('radio', { name: 'Cutout' }).check();
    await page.getByRole('radio', { name: 'Your own picture' }).check();
    await page.click('#make');
    expect(await page.getAttribute('#studio', 'data-state')).toBe('ready');
    await page.setInputFiles('#background-input', portrait);
    await make(page);
    expect(await page.getAttribute('#studio', 'data-state')).toBe('done');
    await expectNothingAmiss(watched);
  });

  it('says in words, and draws, that a photo from the camera has no face', async () => {
    const watched = await visit();
    const { page } = watched;
    await page.click('#open-camera');
    await page.click('#camera-shutter');
    expect(await page.isVisible('#camera-shot')).toBe(true);
    await page.click('#camera-retake');
    await page.click('#camera-shutter');
    await page.click('#camera-use');
    await waitForState(page, 'ready');
    expect(await page.evaluate(`document.querySelector('#camera-video').srcObject`)).toBe(null);
    await make(page);
    expect(await page.textContent('#sentence')).toBe('No face was found.');
    expect(await page.isVisible('.missing')).toBe(true);
    await expectNothingAmiss(watched);
  });

  it('says what to do when the camera is denied', async () => {
    await using watched = await openPage(opened.browser, opened.studio.url);
    const { page } = watched;
    await page.evaluate(`navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'))`);
    await page.click('#open-camera');
    await page.waitForSelector('#camera-words:has-text("choose a photo")');
    await page.keyboard.press('Escape');
    expect(await page.isVisible('#camera')).toBe(false);
    expect(watched.misdeeds).toEqual([]);
  });

  it('refuses what is no picture before sending it', async () => {
    const watched = await visit();
    const { page } = watched;
    await page.setInputFiles('#photo-input', { name: 'letter.txt', mimeType: 'text/plain', buffer: Buffer.from('Dear sir') });
    await waitForState(page, 'refused');
    expect(await page.textContent('#sentence')).toBe('That is not a picture.');
    expect(await page.isVisible('#choose')).toBe(true);
    await page.setInputFiles('#photo-input', portrait);
    await waitForState(page, 'ready');
    await page.setInputFiles('#photo-input', { name: 'empty.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(0) });
    expect(await page.textContent('#sentence')).toBe('The file is empty.');
    expect(await page.isVisible('#before')).toBe(true);
    expect(await page.isEnabled('#make')).toBe(true);
  });

  it('says the connection broke, and tries again with the same photo', async () => {
    const watched = await visit();
    const { page } = watched;
    await page.setInputFiles('#photo-input', portrait);
    await page.route('**/v1/headshots', (route) => route.abort('connectionreset'), { times: 1 });
    await make(page);
    expect(await page.textContent('#sentence')).toBe('The connection broke.');
    await make(page);
    expect(await page.getAttribute('#studio', 'data-state')).toBe('done');
  });

  it('cancels a request and keeps the photo on the table', async () => {
    const watched = await visit();
    const { page } = watched;
    await page.route('**/v1/headshots', () => undefined);
    await page.setInputFiles('#photo-input', portrait);
    await page.click('#make');
    await waitForState(page, 'receiving', 'making');
    const aborted = page.waitForEvent('requestfailed');
    await page.click('#cancel');
    await aborted;
    await waitForState(page, 'ready');
    expect(await page.textContent('#held-bytes')).toBe('0 bytes');
  });

  it('works from the keyboard alone', async () => {
    const watched = await visit();
    const { page } = watched;
    await page.focus('#try-example');
    await page.keyboard.press('Enter');
    await waitForState(page, 'ready');
    await page.focus('input[name="work"]:checked');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(await page.isChecked('input[value="cutout"]')).toBe(true);
    await page.keyboard.press('Enter');
    await waitForState(page, 'done');
    expect(await page.evaluate('document.activeElement !== document.body')).toBe(true);
    await expectNothingAmiss(watched);
  });
});
