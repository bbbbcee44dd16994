// Owns the identity photo in a real browser against the real server: chosen by typing, checked, its lines moved, made, printed.

import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { drawPortrait, renderFile, type Scene } from '../drawn-portrait.ts';
import { chooseDocument as choose, hasChromium, useStudioAndBrowser, useVisitor, waitForState, type WatchedPage } from './browser.ts';

/** A head with room around it, as one would take it for a passport. */
const roomy: Scene = { width: 640, height: 780, people: [{ scale: 1.05, y: 360 }] };

describe.skipIf(!hasChromium())('identity photos on the page', { timeout: 120_000 }, () => {
  const opened = useStudioAndBrowser();
  const visit = useVisitor(opened);

  /** Type, take the first that is found, put a drawn face on the table. */
  async function prepare(page: Page, words: string, scene: Scene = roomy): Promise<void> {
    await choose(page, words);
    await page.setInputFiles('#photo-input', { name: 'Jane Doe.jpg', mimeType: 'image/jpeg', buffer: await renderFile(drawPortrait(scene)) });
    await waitForState(page, 'ready');
  }

  async function check(page: Page): Promise<void> {
    await page.click('#make');
    await waitForState(page, 'checked', 'refused');
    expect(await page.textContent('#explanation')).toContain('above the lower edge');
  }

  async function make(page: Page): Promise<void> {
    await page.click('#make');
    await waitForState(page, 'done', 'refused');
    expect(await page.textContent('#sentence')).toBe('Yours now.');
  }

  async function expectNothingAmiss(watched: WatchedPage): Promise<void> {
    expect(watched.misdeeds).toEqual([]);
    expect(await watched.listKept()).toEqual([]);
  }

  it('finds a document by typing, and shows its rules and where they were read', async () => {
    const watched = await visit();
    const { page } = watched;
    await page.getByRole('radio', { name: 'ID photo' }).check();
    expect(await page.textContent('#make')).toBe('Choose a document first');
    const field = page.getByRole('combobox', { name: 'Country or document' });
    await field.fill('us passport');
    expect(await page.getByRole('option').first().textContent()).toContain('United States · Passport');
    expect(await field.getAttribute('aria-activedescendant')).toBe('document-list-0');
    await field.press('Enter');
    expect(await field.inputValue()).toBe('United States · Passport');
    const rules = await page.textContent('#rule-card');
    for (const words of ['50.8 × 50.8 mm', '25–35 mm', '28–35 mm above the lower edge', 'white or off-white', 'in November 2026']) expect(rules).toContain(words);
    const link = page.locator('#rule-sources a').first();
    expect(await link.getAttribute('href')).toMatch(/^https:/);
    expect([await link.getAttribute('target'), await link.getAttribute('rel')]).toEqual(['_blank', 'noreferrer']);
    await expectNothingAmiss(watched);
  });

  it('keeps what is chosen when a search is given up', async () => {
    const watched = await visit();
    const { page } = watched;
    await choose(page, 'japan passport');
    const field = page.getByRole('combobox', { name: 'Country or document' });
    const chosen = await field.inputValue();
    await field.fill('cana');
    expect(await page.isVisible('#document-list')).toBe(true);
    await field.press('Escape');
    expect([await page.isVisible('#document-list'), await field.inputValue()]).toEqual([false, chosen]);
    await field.press('ArrowDown');
    await field.press('ArrowUp');
    await field.press('Enter');
    expect(await field.inputValue()).toBe('A size of your own');
  });

  it('says when rules are second-hand', async () => {
    const watched = await visit();
    await choose(watched.page, 'schengen');
    expect(await watched.page.textContent('#rule-read')).toContain('second-hand');
    await choose(watched.page, 'us passport');
    expect(await watched.page.textContent('#rule-read')).not.toContain('second-hand');
  });

  it('offers no new background where the authority refuses edits, and says so', async () => {
    const watched = await visit();
    const { page } = watched;
    await choose(page, 'schengen');
    await page.getByRole('radio', { name: 'New background' }).check();
    await choose(page, 'us passport');
    expect(await page.getByRole('radio', { name: 'New background' }).isDisabled()).toBe(true);
    expect(await page.getByRole('radio', { name: 'As it is' }).isChecked()).toBe(true);
    expect(await page.textContent('#mode-reason')).toContain('United States refuses edited photos');
  });

  it('offers the shades that an authority takes, once a background is to be painted', async () => {
    const watched = await visit();
    const { page } = watched;
    await prepare(page, 'schengen');
    expect(await page.isVisible('#shades')).toBe(false);
    await page.getByRole('radio', { name: 'New background' }).check();
    await page.getByRole('radio', { name: 'light grey' }).check();
    await check(page);
    await make(page);
    const download = page.waitForEvent('download');
    await page.click('#download');
    const corner = await sharp(await readFile(await (await download).path())).extract({ left: 3, top: 3, width: 1, height: 1 }).raw().toBuffer();
    for (const [index, value] of [0xd9, 0xda, 0xdb].entries()) expect(Math.abs(corner[index]! - value)).toBeLessThan(4);
  });

  it('only checks where the authority wants the photo as the camera made it', async () => {
    const watched = await visit();
    const { page } = watched;
    await prepare(page, 'canada passport online');
    expect(await page.isVisible('#original-only')).toBe(true);
    await check(page);
    expect(await page.isDisabled('#make')).toBe(true);
  });

  it('shows each check as a line with its value, and advice for shut eyes', async () => {
    const watched = await visit();
    const { page } = watched;
    await prepare(page, 'icao', { ...roomy, people: [{ ...roomy.people![0], eyes: 'shut' }] });
    await check(page);
    const line = page.locator('#checks-open [data-check="EyesOpen"]');
    expect(await line.textContent()).toContain('To put right: ');
    expect(await line.locator('.check-advice').textContent()).toMatch(/eyes/i);
    expect(await line.locator('.check-numbers').textContent()).toMatch(/\d.*at least/);
    expect(await page.textContent('#checks-passed summary')).toMatch(/^\d+ passed$/);
    expect(await page.textContent('#sentence')).not.toBe('');
    await expectNothingAmiss(watched);
  });

  it('judges again while a line is dragged or another document is chosen, and sends nothing', async () => {
    const watched = await visit();
    const { page } = watched;
    await prepare(page, 'us passport');
    await check(page);
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    const headHeight = () => page.textContent('[data-check="HeadHeight"] b');
    const crown = page.getByRole('slider', { name: 'Crown' });
    const [before, heightBefore, place] = [await describeJudgement(page), await headHeight(), (await crown.boundingBox())!];
    await page.mouse.move(place.x + place.width / 2, place.y + place.height / 2);
    await page.mouse.down();
    await page.mouse.move(place.x + place.width / 2, place.y + place.height / 2 + 40, { steps: 5 });
    const during = await describeJudgement(page);
    expect(during.crown).toBeLessThan(before.crown);
    expect(during.frame).not.toBe(before.frame);
    expect(await headHeight()).not.toBe(heightBefore);
    expect(await page.textContent('#explanation')).toContain(`Head ${parseFloat((await headHeight())!).toFixed(1)} mm`);
    await page.mouse.up();
    await crown.press('PageUp');
    expect((await describeJudgement(page)).crown).toBeGreaterThan(during.crown);
    const fromEyes = (await describeJudgement(page)).crown;
    await page.getByRole('slider', { name: 'Eyes' }).press('PageDown');
    expect((await describeJudgement(page)).crown).toBeGreaterThan(fromEyes + 1);
    await choose(page, 'schengen');
    expect(await page.getAttribute('#studio', 'data-state')).toBe('checked');
    expect(await page.textContent('#checks-basis')).toContain('Schengen');
    expect(requests).toEqual([]);
  });

  it('makes the photo in two uploads, to the pixel, under a name that says nothing about the person, and goes back to the lines', async () => {
    const watched = await visit();
    const { page } = watched;
    const posted: string[] = [];
    page.on('request', (request) => { if (request.method() === 'POST') posted.push(new URL(request.url()).pathname); });
    await prepare(page, 'schengen');
    await check(page);
    await page.getByRole('slider', { name: 'Chin' }).press('PageDown');
    const lowered = await describeJudgement(page);
    await make(page);
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('#download')]);
    expect(download.suggestedFilename()).toBe('ephemera-schengen-visa.jpg');
    const { width, height, density } = await sharp(await readFile(await download.path())).metadata();
    expect([width / (density! / 25.4), height / (density! / 25.4)].map(Math.round)).toEqual([35, 45]);
    expect(await page.textContent('#finished-caption')).toContain(`35 × 45 mm · ${width} × ${height} px`);
    expect(posted).toEqual(['/v1/checks', '/v1/documents']);
    expect(await page.textContent('#held-bytes')).toBe('0 bytes');
    await expectNothingAmiss(watched);
    await page.click('#adjust');
    await waitForState(page, 'checked');
    expect(await describeJudgement(page)).toEqual(lowered);
    await page.locator('.strip-print').click();
    await waitForState(page, 'done');
  });

  it('measures no photo twice when making it fails', async () => {
    const watched = await visit();
    const { page } = watched;
    const posted: string[] = [];
    page.on('request', (request) => { if (request.method() === 'POST') posted.push(new URL(request.url()).pathname); });
    await prepare(page, 'schengen');
    await check(page);
    await page.route('**/v1/documents', (route) => route.abort('connectionreset'), { times: 1 });
    await page.click('#make');
    await waitForState(page, 'refused');
    expect(await page.isVisible('#checks-passed')).toBe(true);
    await page.click('#adjust');
    await waitForState(page, 'checked');
    await make(page);
    expect(posted).toEqual(['/v1/checks', '/v1/documents', '/v1/documents']);
  });

  it('enlarges a photo with too few pixels only when asked to', async () => {
    const watched = await visit();
    const { page } = watched;
    await prepare(page, 'schengen', { width: 600, height: 740, people: [{ scale: 0.7, y: 320 }] });
    await check(page);
    await page.click('#make');
    await waitForState(page, 'refused');
    expect(await page.textContent('#sentence')).toBe('The face has too few pixels.');
    await page.getByRole('checkbox', { name: /Enlarge/ }).check();
    await make(page);
    expect(await page.textContent('#notes')).toContain('Enlarged');
  });
});

/** What the page says of crown, chin and frame. */
async function describeJudgement(page: Page): Promise<{ crown: number; chin: number; frame: string }> {
  const [crown, chin] = await Promise.all(['Crown', 'Chin'].map(async (name) => Number(await page.getByRole('slider', { name }).getAttribute('aria-valuenow'))));
  return { crown: crown!, chin: chin!, frame: await page.evaluate(`document.querySelector('#frame').style.cssText`) };
}
