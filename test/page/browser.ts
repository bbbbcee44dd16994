// Owns the browser of the page's tests: one Chromium, pages that count what they must not do. Refuses to download a browser.

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, beforeAll, onTestFailed } from 'vitest';
import { chromiumPath } from '../../prove/browser.ts';
import type { Vision } from '../../src/face/portrait.ts';
import { startStudio, type RunningStudio } from '../start-studio.ts';

/** Is there a Chromium to drive? Says in one line how to get one when there is none. */
export function hasChromium(): boolean {
  const there = existsSync(chromiumPath);
  if (!there) process.stdout.write(`skipped: no Chromium at ${chromiumPath}. Install it (Debian: apt-get install chromium) or set CHROMIUM_PATH.\n`);
  return there;
}

const launchArguments = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream',
];

/** A studio and a browser for the tests of one block: there from its first test to its last. */
export interface StudioAndBrowser {
  studio: RunningStudio;
  browser: Browser;
}

/** Start both before the tests of the block that calls this, and end them after. @param parts - Of the studio, as `startStudio` takes them. */
export function useStudioAndBrowser(parts: { readonly vision?: Vision } = {}): StudioAndBrowser {
  const opened = {} as StudioAndBrowser;
  beforeAll(async () => {
    [opened.studio, opened.browser] = await Promise.all([startStudio({}, parts), launchBrowser()]);
  }, 60_000);
  afterAll(async () => {
    await opened.browser?.close();
    await opened.studio?.[Symbol.asyncDispose]();
  });
  return opened;
}

/** Start Chromium with a camera that films a test card. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath, args: launchArguments });
}

/** A page, and what it did that a page of a studio that forgets must not do. */
export interface WatchedPage extends AsyncDisposable {
  readonly page: Page;
  /** Errors, policy violations and requests to other origins; a problem document the test asked for is none of them. */
  readonly misdeeds: string[];
  /** Object URLs that were made and not revoked. */
  countObjectUrls(): Promise<number>;
  /** Names of whatever the browser keeps of this page: cookies, storage, databases, caches, workers. */
  listKept(): Promise<string[]>;
}

/** As text, because it runs in the page and the tests are checked without the browser's types. */
const watchInPage = `
  window.liveObjectUrls = new Set();
  const make = URL.createObjectURL.bind(URL), revoke = URL.revokeObjectURL.bind(URL);
  URL.createObjectURL = (blob) => { const url = make(blob); window.liveObjectUrls.add(url); return url; };
  URL.revokeObjectURL = (url) => { window.liveObjectUrls.delete(url); revoke(url); };
  document.addEventListener('securitypolicyviolation', (event) => console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI));
`;

const listInPage = `(async () => [
  ...(document.cookie ? ['cookie'] : []),
  ...Object.keys(localStorage), ...Object.keys(sessionStorage),
  ...(await indexedDB.databases()).map((each) => each.name),
  ...await caches.keys(),
  ...(await navigator.serviceWorker.getRegistrations()).map((each) => each.scope),
])()`;

/** Open the studio's page and watch it. */
export async function openPage(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const watched = await watchPage(browser, url, options);
  await watched.page.goto(url);
  await watched.page.waitForSelector('#engines input:enabled');
  await declareConsent(watched.page);
  return watched;
}

/**
 * One page for all tests of the block that calls this, because opening it takes two seconds of a processor: a visitor who has
 * everything forgotten before each job. After a test that failed the next one gets a page of its own.
 *
 * @returns What gives a test the page, with an empty table.
 */
export function useVisitor(opened: StudioAndBrowser): () => Promise<WatchedPage> {
  let watched: WatchedPage | undefined;
  const leave = async () => {
    await watched?.[Symbol.asyncDispose]();
    watched = undefined;
  };
  afterAll(leave);
  return async () => {
    onTestFailed(leave);
    if (!watched) return (watched = await openPage(opened.browser, opened.studio.url));
    await beginAnew(watched);
    return watched;
  };
}

async function beginAnew({ page, misdeeds }: WatchedPage): Promise<void> {
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  // Choices are forgotten with a photo: where there is none there is nothing to forget.
  const isEmpty = await page.locator('#studio[data-state="empty"], #studio[data-state="forgotten"]').count();
  if (isEmpty) await page.setInputFiles('#photo-input', { name: 'nobody.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('nobody') });
  await page.evaluate(`document.querySelector('#forget').click()`);
  await waitForState(page, 'forgotten');
  await declareConsent(page);
  misdeeds.length = 0;
}

/** Say that the person in the photo agreed: the box is out of sight until there is a photo. */
export async function declareConsent(page: Page): Promise<void> {
  await page.evaluate(`document.querySelector('#consent').checked = true`);
}

/**
 * A page that is watched, with nothing in it yet. Without motion, unless told: without a graphics card each frame of it is
 * painted by the processor that makes the pictures.
 *
 * @param url - Of the studio: what goes elsewhere is a misdeed.
 */
export async function watchPage(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 820 }, reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const misdeeds: string[] = [];
  await page.addInitScript(watchInPage);
  page.on('pageerror', (error) => misdeeds.push(`error: ${error.message}`));
  page.on('console', (message) => {
    const expected = /the server responded with a status of 4\d\d|net::ERR_(CONNECTION|FAILED|ABORTED)/.test(message.text());
    if (message.type() === 'error' && !expected) misdeeds.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const address = new URL(request.url());
    if (address.protocol !== 'blob:' && address.origin !== url) misdeeds.push(`request: ${request.url()}`);
  });
  return {
    page,
    misdeeds,
    countObjectUrls: () => page.evaluate('window.liveObjectUrls.size'),
    async listKept() {
      const inPage: string[] = await page.evaluate(listInPage);
      return [...inPage, ...(await context.cookies()).map((cookie) => cookie.name)];
    },
    [Symbol.asyncDispose]: () => context.close(),
  };
}

const axeSource = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const runAxe = `axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map((node) => node.target.join(' ')).join(', ')))`;

/** Two frames begin whatever a change of style begins; what never ends is not waited for. */
const untilStill = `(async () => {
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  const ending = document.getAnimations().filter(({ effect }) => effect.getComputedTiming().endTime < Infinity);
  await Promise.allSettled(ending.map(({ finished }) => finished));
})()`;

/** Rules of access broken in what is on the screen now, each with where. */
export async function findBarriers(page: Page): Promise<string[]> {
  // Colours in the middle of a transition are no one's to judge.
  await page.evaluate(untilStill);
  if (!(await page.evaluate<boolean>(`'axe' in window`))) await page.evaluate(await axeSource);
  return page.evaluate(runAxe);
}

/** Choose the first document that is found for these words. */
export async function chooseDocument(page: Page, words: string): Promise<void> {
  await page.getByRole('radio', { name: 'ID photo' }).check();
  const field = page.getByRole('combobox', { name: 'Country or document' });
  await field.fill(words);
  await page.waitForSelector('[role="option"]:nth-child(2)');
  await field.press('Enter');
}

/** Wait until the page is in a state, such as `done`. */
export async function waitForState(page: Page, ...names: string[]): Promise<void> {
  await page.waitForSelector(names.map((name) => `#studio[data-state="${name}"]`).join(','), { timeout: 60_000 });
}
