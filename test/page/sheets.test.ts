// Owns how a finished identity photo is handed over: previewed on paper, printed, zipped, forgotten.

import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawPortrait, renderFile } from '../drawn-portrait.ts';
import { chooseDocument, hasChromium, openPage, useStudioAndBrowser, waitForState, type WatchedPage } from './browser.ts';

const listTraces = `[
  ...[...document.images].filter((image) => image.src.startsWith('blob:')).map((image) => image.id),
  ...[...document.querySelectorAll('image')].map(() => 'image on the sheet'),
  ...[...document.querySelectorAll('a[href^="blob:"]')].map((link) => link.id),
  ...[...document.querySelectorAll('.check-line')].map((line) => line.dataset.check),
  ...[...document.querySelectorAll('#frame-overlay:not([hidden]), #finished:not([hidden]), #rule-card:not([hidden])')].map((part) => part.id),
]`;

describe.skipIf(!hasChromium())('sheets on the page', { timeout: 120_000 }, () => {
  const opened = useStudioAndBrowser();

  let watched: WatchedPage;
  let page: Page;

  /** One photo is made, and handed over in every way until it is forgotten. */
  beforeAll(async () => {
    watched = await openPage(opened.browser, opened.studio.url);
    ({ page } = watched);
    await chooseDocument(page, 'schengen');
    const drawing = drawPortrait({ width: 640, height: 780, people: [{ scale: 1.05, y: 360 }] });
    await page.setInputFiles('#photo-input', { name: 'Jane Doe.jpg', mimeType: 'image/jpeg', buffer: await renderFile(drawing) });
    for (const state of ['checked', 'done']) {
      await page.click('#make');
      await waitForState(page, state);
    }
  }, 120_000);
  afterAll(() => watched?.[Symbol.asyncDispose]());

  const choosePaper = (name: string) => page.getByRole('combobox', { name: 'Paper' }).selectOption(name);
  const countCopies = () => page.locator('#finished-sheet image').count();

  it('previews as many copies as fit, and fewer when fewer are wanted', async () => {
    const requests: string[] = [];
    page.on('request', (request) => { if (!request.url().startsWith('blob:')) requests.push(request.url()); });
    await page.locator('#finished-views').getByText('Sheet').click();
    expect(await countCopies()).toBe(8);
    expect(await page.getByRole('img', { name: '10 × 15 cm with 8 photos' }).isVisible()).toBe(true);
    expect(await page.locator('#finished-sheet line').count()).toBeGreaterThan(4);
    await page.getByRole('spinbutton', { name: 'Copies' }).fill('2');
    expect(await countCopies()).toBe(2);
    await page.getByRole('checkbox', { name: 'Marks to cut along' }).uncheck();
    expect(await page.locator('#finished-sheet line').count()).toBe(0);
    await page.getByRole('spinbutton', { name: 'Copies' }).fill('');
    await choosePaper('A4');
    expect(await countCopies()).toBeGreaterThan(20);
    expect(requests).toEqual([]);
    expect(watched.misdeeds).toEqual([]);
  });

  it('says why there is no sheet of a size', async () => {
    await choosePaper('Your own size');
    await page.getByRole('spinbutton', { name: 'Width of the paper in millimetres' }).fill('20');
    expect(await page.textContent('#sheet-trouble')).toBe('Width of the paper in mm: 50 to 500.');
    expect(await page.isDisabled('#download-sheet')).toBe(true);
    await page.getByRole('spinbutton', { name: 'Width of the paper in millimetres' }).fill('90');
    expect(await page.isEnabled('#download-sheet')).toBe(true);
  });

  it('prints a PDF, a JPEG, and both together as a zip, from the finished photo alone', async () => {
    await choosePaper('10 × 15 cm');
    const posted: string[] = [];
    page.on('request', (request) => { if (request.method() === 'POST') posted.push(new URL(request.url()).pathname); });
    const save = async (selector: string) => {
      const [download] = await Promise.all([page.waitForEvent('download'), page.click(selector)]);
      return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
    };
    const pdf = await save('#download-sheet');
    expect([pdf.name, pdf.bytes.subarray(0, 5).toString()]).toEqual(['ephemera-schengen-visa-10x15.pdf', '%PDF-']);
    await page.locator('#sheet-files').getByText('JPEG 300').click();
    const jpeg = await save('#download-sheet');
    expect([jpeg.name, jpeg.bytes.readUInt16BE(0)]).toEqual(['ephemera-schengen-visa-10x15.jpg', 0xffd8]);
    const zip = await save('#download-both');
    expect([zip.name, zip.bytes.subarray(0, 2).toString()]).toEqual(['ephemera-schengen-visa.zip', 'PK']);
    expect(posted).toEqual(['/v1/sheets', '/v1/sheets', '/v1/sheets']);
    expect(await page.textContent('#held-bytes')).toBe('0 bytes');
    expect(await watched.listKept()).toEqual([]);
    expect(watched.misdeeds).toEqual([]);
  });

  it('says what the server refused, and keeps the photo on the table', async () => {
    await page.route('**/v1/sheets', (route) => route.abort('connectionreset'), { times: 1 });
    await page.click('#download-sheet');
    await page.waitForSelector('#sheet-trouble:has-text("The connection broke")');
    expect(await page.getAttribute('#studio', 'data-state')).toBe('done');
  });

  it('forgets photo, sheet, measures and document', async () => {
    await page.locator('#finished-views').getByText('Sheet').click();
    await Promise.all([page.waitForEvent('download'), page.click('#download-sheet')]);
    await page.click('#forget');
    await waitForState(page, 'forgotten');
    expect(await watched.countObjectUrls()).toBe(0);
    expect(await page.evaluate(listTraces)).toEqual([]);
    await page.getByRole('radio', { name: 'ID photo' }).check();
    expect(await page.getByRole('combobox', { name: 'Country or document' }).inputValue()).toBe('');
    expect(await page.textContent('#make')).toBe('Choose a document first');
    expect(watched.misdeeds).toEqual([]);
  });
});
