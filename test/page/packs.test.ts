// Owns what a person does with packs on the page: brings selfies, chooses looks, sees pictures come, saves, stops, forgets. Refuses a provider: a fake paints.

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { crc32 as crc32OfNode } from 'node:zlib';
import { decodeJwt } from 'jose';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crc32 } from '../../public/packs/stored-zip.ts';
import { drawPortrait, renderFile } from '../drawn-portrait.ts';
import type { FakeBehaviour } from '../fake-gemini/behaviour.ts';
import { startFakeGemini, type FakeGemini } from '../fake-gemini/fake-gemini.ts';
import { startStudio, type RunningStudio } from '../start-studio.ts';
import { readZip } from '../zip-entries.ts';
import { findBarriers, hasChromium, launchBrowser, openPage, waitForState, type StudioAndBrowser, type WatchedPage } from './browser.ts';

const portrait = resolve(import.meta.dirname, '../../public/example/portrait.jpg');
const small: FakeBehaviour = { kind: 'paint', sidePixels: 300, format: 'jpeg', thought: 'none' };
const blocked: FakeBehaviour = { kind: 'block', reason: 'IMAGE_SAFETY' };

/** How many places of the grid have a picture, are coming, have none. */
const countPlaces = async (page: Page): Promise<number[]> => Promise.all(['.tile-look', '.tile-coming', '.tile-gap'].map((selector) => page.locator(selector).count()));

const saidOf = async (page: Page): Promise<string> => (await page.locator('.stage-head').innerText()).replace(/\s+/g, ' ').trim();

describe.skipIf(!hasChromium())('packs on the page', { timeout: 120_000 }, () => {
  const opened = {} as StudioAndBrowser;
  let gemini: FakeGemini;
  let studio: RunningStudio;
  let twoPeople: Buffer;

  beforeAll(async () => {
    gemini = await startFakeGemini();
    [studio, opened.browser, twoPeople] = await Promise.all([
      startStudio({ GEMINI_API_KEY: 'test-key', GEMINI_BASE_URL: gemini.url }),
      launchBrowser(),
      renderFile(drawPortrait({ width: 900, height: 560, people: [{ x: 250, y: 260 }, { x: 650, y: 270, scale: 0.9 }] })),
    ]);
    opened.studio = studio;
  }, 60_000);
  afterAll(async () => {
    await opened.browser?.close();
    for (const part of [studio, gemini]) await part?.[Symbol.asyncDispose]();
  });

  /** Three selfies, one of them of two people, and two looks of two families, from Gemini. */
  async function arrange(page: Page): Promise<void> {
    await page.setInputFiles('#photo-input', portrait);
    await page.setInputFiles('#photo-input', [{ name: 'us.jpg', mimeType: 'image/jpeg', buffer: twoPeople }, { name: 'me.jpg', mimeType: 'image/jpeg', buffer: await readFile(portrait) }]);
    await page.getByRole('radio', { name: 'A pack' }).check();
    await page.getByRole('checkbox', { name: 'Boardroom' }).check();
    await page.getByRole('radio', { name: 'Outdoor' }).check();
    await page.getByRole('checkbox', { name: 'Park' }).check();
    await page.getByRole('radio', { name: /Gemini/ }).check();
  }

  async function expectForgotten(watched: WatchedPage): Promise<void> {
    await watched.page.click('#forget');
    await waitForState(watched.page, 'forgotten');
    expect(await watched.countObjectUrls()).toBe(0);
    expect(await watched.page.locator('img[src^="blob:"], a[href^="blob:"]').count()).toBe(0);
    expect([await watched.page.textContent('#held-bytes'), await watched.page.isChecked('input[value="one"]')]).toEqual(['0 bytes', true]);
    expect(await watched.listKept()).toEqual([]);
    expect(watched.misdeeds).toEqual([]);
  }

  it('come picture by picture; what fails and which selfie is of no use is told; all is saved with its receipt, then forgotten', async () => {
    gemini.reset();
    gemini.script(small, blocked, small, small);
    await using watched = await openPage(opened.browser, studio.url);
    const { page } = watched;
    await arrange(page);
    await page.getByRole('button', { name: 'One more of each' }).click();
    expect(await page.textContent('#make')).toBe('Make 4 pictures');
    expect(await findBarriers(page), 'before').toEqual([]);
    await page.click('#make');
    await waitForState(page, 'packed', 'refused');
    expect(await saidOf(page)).toBe('3 of 4 are yours. One could not be made, and costs nothing. This server has let go of them. Google Gemini keeps what it was sent for up to 55 days.');
    expect(await countPlaces(page)).toEqual([3, 0, 1]);
    expect(await page.locator('.tile-reason').innerText()).toMatch(/It costs nothing\.$/);
    expect(await page.locator('#pack-selfies').innerText()).toMatch(/2 of 3 selfies are used\.\s+Selfie 2 is not used\. More than one face is in it\./);
    expect(gemini.requests.map(({ pictures }) => pictures.length)).toEqual([2, 2, 2, 2]);
    expect([await page.textContent('#held-bytes'), await page.textContent('#held-elsewhere')]).toEqual(['0 bytes', 'Google Gemini, 55 days: 3 pictures']);
    expect(await findBarriers(page), 'after').toEqual([]);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /^Save all/ }).click()]);
    expect(download.suggestedFilename()).toBe('ephemera-headshots.zip');
    const entries = await readZip(new Uint8Array(await readFile(await download.path())).buffer);
    const receipt = decodeJwt<{ results: readonly { name: string }[] }>(entries.get('receipt.jwt')!.toString());
    expect([...entries.keys()].filter((name) => name !== 'receipt.jwt')).toEqual(receipt.results.map(({ name }) => name).toSorted());
    expect(await page.getAttribute('#held-receipt', 'download')).toBe('ephemera-headshots-receipt.txt');
    await page.getByRole('button', { name: /^Look closer at picture 1/ }).click();
    expect(await findBarriers(page), 'viewer').toEqual([]);
    await page.keyboard.press('ArrowRight');
    const [single] = await Promise.all([page.waitForEvent('download'), page.locator('#viewer-save').click()]);
    expect((await readFile(await single.path())).equals(entries.get(single.suggestedFilename())!)).toBe(true);
    await page.keyboard.press('Escape');
    await expectForgotten(watched);
  });

  it('show the first while the second is made; stopped, what has arrived stays', async () => {
    gemini.reset();
    gemini.script(small, { kind: 'hang-before-headers' });
    await using watched = await openPage(opened.browser, studio.url, { colorScheme: 'dark', viewport: { width: 390, height: 844 } });
    const { page } = watched;
    await arrange(page);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await page.locator('#make').press('Enter');
    await page.waitForSelector('.tile-look');
    expect([await page.getAttribute('#studio', 'data-state'), await saidOf(page), await countPlaces(page)]).toEqual(['packing', '1 of 2. Each is yours already. The rest is being made.', [1, 1, 0]]);
    await page.getByRole('status').filter({ hasText: '1 of 2 is here.' }).waitFor();
    expect(await page.textContent('#held-bytes')).toBe(`${(2 * (await readFile(portrait)).length).toLocaleString('en')} bytes`);
    expect(await findBarriers(page), 'coming').toEqual([]);
    await expect.poll(() => gemini.requests.length).toBe(2);
    await page.getByRole('button', { name: 'Cancel' }).press('Enter');
    await waitForState(page, 'packed');
    await expect.poll(() => gemini.requests[1]?.aborted).toBe(true);
    expect(await saidOf(page)).toBe('Stopped. 1 of 2 had arrived and is yours. The rest is not made. A receipt comes with the last picture, so there is none.');
    expect([await page.textContent('#held-bytes'), await countPlaces(page)]).toEqual(['0 bytes', [1, 0, 1]]);
    expect(await page.evaluate('document.activeElement.id')).toBe('save-all');
    await expectForgotten(watched);
  });

  it('keep what arrived before the connection broke, and say so; their selfies come back with them', async () => {
    await using watched = await openPage(opened.browser, studio.url);
    const { page } = watched;
    const picture = JSON.stringify({ number: 2, style: 'outdoor-park', name: '02-outdoor-park.jpg', mediaType: 'image/jpeg', engine: 'gemini', confidence: 0.9, notes: [], base64: (await readFile(portrait)).toString('base64') });
    const events = `event: accepted\ndata: {"pictures":2}\n\nevent: opened\ndata: {"selfies":[{"number":1,"quality":1}]}\n\nevent: image\ndata: ${picture}\n\n`;
    const answers = [events, events.slice(0, -5000)];
    await page.route('**/v1/headshots', (route) => route.fulfill({ contentType: 'text/event-stream', body: answers.shift() ?? '' }));
    await arrange(page);
    await page.click('#make');
    await waitForState(page, 'packed');
    expect(await saidOf(page)).toBe('The connection broke. 1 of 2 had arrived and is here, in your browser only. Make the pack again to have it whole.');
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save picture 2: Park' }).click()]);
    expect((await readFile(await download.path())).equals(await readFile(portrait))).toBe(true);
    await page.click('#again');
    await waitForState(page, 'refused');
    expect(await saidOf(page)).toMatch(/^The connection broke\. The server did not answer\./);
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: 'Another photo' }).click()]);
    await chooser.setFiles(portrait);
    expect(await page.locator('.selfie').count()).toBe(1);
    const pack = page.getByRole('button', { name: 'Pack 1: 1 picture' });
    await pack.click();
    await page.getByRole('button', { name: 'Selfies' }).last().click();
    expect(await page.locator('.selfie').count()).toBe(3);
    await pack.click();
    await page.getByRole('radio', { name: 'Cutout' }).check();
    expect(await page.getAttribute('#studio', 'data-state')).toBe('ready');
    await expectForgotten(watched);
  });

  it('take twenty selfies and say that there were more; each can be taken away, from the keyboard too', async () => {
    await using watched = await openPage(opened.browser, studio.url, { viewport: { width: 360, height: 640 } });
    const { page } = watched;
    const buffer = await readFile(portrait);
    await page.setInputFiles('#photo-input', [{ name: 'letter.txt', mimeType: 'text/plain', buffer }, ...Array.from({ length: 21 }, () => ({ name: 'me.jpg', mimeType: 'image/jpeg', buffer }))]);
    expect(await page.textContent('#explanation')).toBe('A pack takes 20 selfies: the first 20 were taken, 1 was left out. 1 file is no photo that can be used, and was left out. Nothing is sent until you press the button.');
    expect([await watched.countObjectUrls(), await page.isDisabled('#add-selfies')]).toEqual([20, true]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    expect(await findBarriers(page)).toEqual([]);
    for (let left = 20; left > 1; left -= 1) await page.getByRole('button', { name: 'Remove selfie 1', exact: true }).press('Enter');
    expect([await watched.countObjectUrls(), await page.evaluate('document.activeElement.id'), await page.isVisible('#selfies')]).toEqual([1, 'add-selfies', false]);
    await page.getByRole('radio', { name: 'A pack' }).check();
    expect([await page.textContent('#make'), await page.isDisabled('#make')]).toEqual(['Choose looks first', true]);
    await page.getByRole('checkbox', { name: 'Partner' }).press('Space');
    for (let more = 0; more < 2; more += 1) await page.getByRole('button', { name: 'One more of each' }).press('Enter');
    expect([await page.textContent('#make'), await page.textContent('#pack-hint'), await page.isDisabled('#pack-more')]).toEqual(['Make 3 pictures', 'This server makes 3 of a look that differ, by selfie and crop. More selfies make more.', true]);
    await page.getByRole('button', { name: 'Take Partner out of the pack' }).press('Enter');
    expect(await page.getByRole('checkbox', { name: 'Partner' }).isChecked()).toBe(false);
    await expectForgotten(watched);
  });

  it('have the checksums that every zip has', () => {
    const bytes = new TextEncoder().encode('ephemera');
    expect([crc32(bytes), crc32(new Uint8Array())]).toEqual([crc32OfNode(bytes), 0]);
  });
});
