// Owns how the page shows answers of every kind. The server's part is played by the test: what is held here is the page's.

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { blind } from '../start-studio.ts';
import { hasChromium, useStudioAndBrowser, useVisitor, waitForState } from './browser.ts';

const portrait = resolve(import.meta.dirname, '../../public/example/portrait.jpg');
const measurePhoto = `(() => {
  const print = document.querySelector('#print').getBoundingClientRect(), photo = document.querySelector('#before').getBoundingClientRect();
  return [(photo.left - print.left) / print.width, (photo.top - print.top) / print.height, photo.width / print.width, photo.height / print.height].map((each) => Number(each.toFixed(2)));
})()`;

describe.skipIf(!hasChromium())('answers on the page', { timeout: 60_000 }, () => {
  const opened = useStudioAndBrowser({ vision: blind });
  const visit = useVisitor(opened);

  async function makeWith(page: Page, answer: { status?: number; headers?: Record<string, string>; body: Buffer | string; contentType: string }): Promise<void> {
    await page.route('**/v1/headshots', (route) => route.fulfill(answer));
    await page.setInputFiles('#photo-input', portrait);
    await page.click('#make');
    await waitForState(page, 'done', 'refused');
  }

  it.each([
    ['0.25,0.25,0.75,0.25,0.25,0.75', [-0.5, -0.5, 2, 2]],
    ['0,0,1,0,0,0.5', [0, 0, 1, 2]],
    ['1,1,0,1,1,0', [0, 0, 1, 1]],
  ])('lays the photo under the result where the window %s says', async (window, place) => {
    const watched = await visit();
    const { page } = watched;
    await makeWith(page, { body: await readFile(portrait), contentType: 'image/jpeg', headers: { 'Ephemera-Window': window } });
    await page.waitForSelector('#compare:not([hidden])');
    expect(await page.evaluate(measurePhoto)).toEqual(place);
  });

  it('tells how many faces there were, how sure it is, and who keeps the photo', async () => {
    const watched = await visit();
    const { page } = watched;
    const headers = { 'Ephemera-Faces': '3', 'Ephemera-Confidence': '0.31', 'Ephemera-Notes': 'several-people, enlarged, new-code', 'Ephemera-Retention-Days': '55' };
    await makeWith(page, { body: await readFile(portrait), contentType: 'image/jpeg', headers });
    expect(await page.locator('#notes li').allTextContents()).toEqual([
      '3 faces in the photo: the largest was taken.',
      'Not sure of the outline: look closely at the edges.',
      'Enlarged: a larger photo would be sharper.',
    ]);
    expect(await page.textContent('#explanation')).toContain('up to 55 days');
    expect(await page.textContent('#held-elsewhere')).toContain('55 days');
  });

  it('shows a problem document in words, and when there will be room', async () => {
    const watched = await visit();
    const { page } = watched;
    const body = JSON.stringify({ type: '/problems#budget-full', title: 'The studio is full', status: 503, detail: 'Nothing was read.' });
    await makeWith(page, { status: 503, body, contentType: 'application/problem+json', headers: { 'Retry-After': '7' } });
    expect(await page.textContent('#sentence')).toBe('The studio is full.');
    expect(await page.textContent('#explanation')).toBe('Nothing was read. There should be room again in 7 s.');
    expect(await page.isEnabled('#make')).toBe(true);
  });

  it('shows what a proxy answered without a reason', async () => {
    const watched = await visit();
    await makeWith(watched.page, { status: 502, body: '<h1>Bad gateway</h1>', contentType: 'text/html' });
    expect(await watched.page.textContent('#explanation')).toContain('502');
  });

  it('says so when the browser cannot show the photo, and shows the result all the same', async () => {
    const watched = await visit();
    const { page } = watched;
    await page.route('**/v1/headshots', async (route) => route.fulfill({ body: await readFile(portrait), contentType: 'image/jpeg' }));
    await page.setInputFiles('#photo-input', { name: 'IMG_0001.HEIC', mimeType: 'image/heic', buffer: Buffer.from('no picture here') });
    await page.waitForSelector('#unseen:visible');
    await page.click('#make');
    await waitForState(page, 'done');
    await page.waitForSelector('#after:visible');
    expect(await page.isVisible('#unseen')).toBe(false);
    expect(await page.isVisible('#compare')).toBe(false);
    expect(watched.misdeeds).toEqual([]);
  });

  it('holds back a size out of bounds, but only while it is asked for', async () => {
    const watched = await visit();
    const { page } = watched;
    await page.route('**/v1/headshots', async (route) => route.fulfill({ body: await readFile(portrait), contentType: 'image/jpeg' }));
    await page.setInputFiles('#photo-input', portrait);
    await page.getByRole('radio', { name: 'Free' }).check();
    await page.getByRole('spinbutton', { name: 'Width' }).fill('5');
    await page.click('#make');
    expect(await page.getAttribute('#studio', 'data-state')).toBe('ready');
    await page.getByRole('radio', { name: '1:1' }).check();
    await page.click('#make');
    await waitForState(page, 'done');
    expect(watched.misdeeds).toEqual([]);
  });

  it('asks whether the person agreed, then sends the look with what this engine can do of it', async () => {
    const watched = await visit();
    const { page } = watched;
    let sent = '';
    await page.route('**/v1/headshots', async (route) => {
      sent = route.request().postDataBuffer()?.toString('latin1') ?? '';
      await route.fulfill({ body: await readFile(portrait), contentType: 'image/jpeg', headers: { 'Ephemera-Notes': 'clothes-kept, light-and-pose-kept' } });
    });
    await page.setInputFiles('#photo-input', portrait);
    await page.getByRole('radio', { name: 'Start-up' }).check();
    await page.getByRole('radio', { name: 'Team page' }).check();
    await page.click('.look-adjust summary');
    await page.selectOption('#look-framing', 'head');
    expect(await page.isDisabled('#look-outfit')).toBe(true);
    const agreed = page.getByRole('checkbox', { name: /agreed/ });
    await agreed.uncheck();
    await page.click('#make');
    expect([await page.getAttribute('#studio', 'data-state'), sent]).toEqual(['ready', '']);
    await agreed.check();
    await page.click('#make');
    await waitForState(page, 'done');
    const fields = Object.fromEntries([...sent.matchAll(/name="(\w+)"\r\n\r\n([^\r]*)/g)].map(([, name, value]) => [name, value]));
    expect(fields).toEqual({ style: 'startup-mist', framing: 'head', consent: 'subject', shape: '4:5', format: 'jpeg', engine: 'local', maxRetentionDays: '0' });
    expect(await page.textContent('#notes')).toBe('Made on this server: clothes, pose and light on the face as in your photo.');
    expect(watched.misdeeds).toEqual([]);
  });

  it('keeps every result of the visit in the strip', async () => {
    const watched = await visit();
    const { page } = watched;
    await makeWith(page, { body: await readFile(portrait), contentType: 'image/jpeg' });
    await page.getByRole('radio', { name: 'White', exact: true }).check();
    await page.click('#again');
    await page.waitForSelector('.strip-print >> nth=1');
    await waitForState(page, 'done');
    await page.getByRole('button', { name: 'Result 1: Portrait' }).click();
    expect(await page.getAttribute('#download', 'download')).toBe('ephemera-headshot-1.jpg');
    await page.getByRole('button', { name: 'Result 2: White' }).click();
    expect(await page.getAttribute('#download', 'download')).toBe('ephemera-headshot-white-2.jpg');
  });
});
