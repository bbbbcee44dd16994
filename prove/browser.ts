// Owns the row of the browser: a person's visit from photo to "Forget", and what the page and the browser keep of it.

import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { makeCanaryPhoto } from './canary.ts';
import type { Row } from './table.ts';

/** Where a browser is looked for. */
export const chromiumPath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const name = 'the page keeps nothing after Forget';

/** A machine with much else to do takes its time, and the row is not about time. */
const longestWaitMs = 120_000;

const launchArguments = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** As text, because it runs in the page: counts object URLs from before the page's own first line. */
const watchInPage = `
  window.liveObjectUrls = new Set();
  const make = URL.createObjectURL.bind(URL), revoke = URL.revokeObjectURL.bind(URL);
  URL.createObjectURL = (blob) => { const url = make(blob); window.liveObjectUrls.add(url); return url; };
  URL.revokeObjectURL = (url) => { window.liveObjectUrls.delete(url); revoke(url); };
`;

/** A page that leaks on purpose: it keeps what it should revoke. */
const leakInPage = 'URL.revokeObjectURL = () => {};';

const listKept = `(async () => [
  ...(document.cookie ? ['cookie'] : []),
  ...Object.keys(localStorage), ...Object.keys(sessionStorage),
  ...(await indexedDB.databases()).map((each) => 'database ' + each.name),
  ...(await caches.keys()).map((key) => 'cache ' + key),
  ...(await navigator.serviceWorker.getRegistrations()).map((each) => 'worker ' + each.scope),
  ...[...document.images].filter((image) => image.src.startsWith('blob:')).map((image) => 'picture ' + image.id),
  ...[...document.querySelectorAll('input[type=file]')].filter((input) => input.files.length).map((input) => 'file ' + input.id),
])()`;

/** Make a headshot in the browser, forget it, count what is left. */
export async function proveBrowser(port: number, leaks: boolean): Promise<Row> {
  if (!existsSync(chromiumPath)) return { name, verdict: 'skipped', says: `no Chromium at ${chromiumPath}: install it or set CHROMIUM_PATH` };
  const browser = await chromium.launch({ executablePath: chromiumPath, args: launchArguments });
  try {
    return await visit(browser, `http://127.0.0.1:${port}`, leaks);
  } finally {
    await browser.close();
  }
}

async function visit(browser: Browser, origin: string, leaks: boolean): Promise<Row> {
  const page = await (await browser.newContext()).newPage();
  page.setDefaultTimeout(longestWaitMs);
  const strangers: string[] = [];
  page.on('request', (request) => {
    const address = new URL(request.url());
    if (address.protocol !== 'blob:' && address.origin !== origin) strangers.push(address.origin);
  });
  await page.addInitScript(watchInPage + (leaks ? leakInPage : ''));
  await page.goto(origin);
  await page.waitForSelector('#engines input:enabled');
  const { bytes } = await makeCanaryPhoto('jpeg');
  await page.setInputFiles('#photo-input', { name: 'photo.jpg', mimeType: 'image/jpeg', buffer: bytes });
  await page.getByRole('radio', { name: 'Cutout' }).check();
  await page.click('#make');
  await page.waitForSelector('#studio[data-state="done"]');
  const before: number = await page.evaluate('window.liveObjectUrls.size');
  await page.click('#forget');
  await page.waitForSelector('#studio[data-state="forgotten"]');
  const urls: number = await page.evaluate('window.liveObjectUrls.size');
  const kept: string[] = await page.evaluate(listKept);
  return {
    name,
    verdict: urls + kept.length + strangers.length === 0 && before > 0 ? 'holds' : 'fails',
    says: `${before} object URLs with a picture on the table, ${urls} after; ${kept.length} things stored, ${strangers.length} requests elsewhere`,
    details: [...kept, ...strangers],
  };
}
