// Owns the page `/receipt` in a real browser: what it says of receipts and pictures, without a connection, sending neither.

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createReceiptSigner } from '../../src/retention/receipt.ts';
import { fileOf, postForm } from '../start-studio.ts';
import { findBarriers, hasChromium, openPage, useStudioAndBrowser, waitForState, watchPage, type WatchedPage } from './browser.ts';

const portrait = resolve(import.meta.dirname, '../../public/example/portrait.jpg');

describe.skipIf(!hasChromium())('the page of receipts', { timeout: 120_000 }, () => {
  const opened = useStudioAndBrowser();
  let receipt: string;
  let picture: Buffer;

  beforeAll(async () => {
    const answer = await postForm(opened.studio, '/v1/cutouts', { photo: fileOf(new Uint8Array(await readFile(portrait))) });
    receipt = answer.headers.get('ephemera-receipt')!;
    picture = Buffer.from(await answer.arrayBuffer());
  });

  /** The page with its keys loaded, and its icon, which the browser asks for when it likes. */
  async function openReceipts(): Promise<WatchedPage> {
    const watched = await watchPage(opened.browser, opened.studio.url);
    const keys = watched.page.waitForResponse('**/.well-known/jwks.json');
    const icon = watched.page.waitForResponse('**/favicon.svg');
    await watched.page.goto(`${opened.studio.url}/receipt`);
    await (await keys).finished();
    await (await icon).finished();
    return watched;
  }

  const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/octet-stream', buffer });

  async function check(page: Page, text: string, ...files: Buffer[]): Promise<string | null> {
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.fill('#receipt', text);
    await page.setInputFiles('#pictures', files.map((bytes, index) => file(`some-${index}.bin`, bytes)));
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    await page.waitForSelector('#finding h2');
    return page.textContent('#finding h2');
  }

  it('knows a receipt and its picture, without a connection, and asks the server nothing', async () => {
    await using watched = await openReceipts();
    const { page } = watched;
    await page.context().setOffline(true);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    expect(await check(page, receipt, picture)).toBe('The receipt is genuine, and this is its picture.');
    expect(await page.textContent('#claims')).toContain('Hosts contactednone');
    expect(await page.textContent('#claims')).toContain('Written to disk0 bytes');
    expect(asked).toEqual([]);
    expect(watched.misdeeds).toEqual([]);
    expect(await watched.listKept()).toEqual([]);
    expect(await watched.countObjectUrls()).toBe(0);
  });

  it('says that it is for another picture, and that a picture is missing', async () => {
    await using watched = await openReceipts();
    const { page } = watched;
    const changed = Buffer.from(picture);
    changed[1000]! ^= 1;
    expect(await check(page, `Ephemera-Receipt: ${receipt}\n`, changed)).toBe('The receipt is genuine, but it is for another picture.');
    expect(await check(page, receipt, picture, changed)).toBe('The receipt is genuine, but 1 of 2 files are not its own.');
    expect(await check(page, receipt)).toBe('The receipt is genuine.');
    expect(await page.isVisible('#claims')).toBe(true);
    expect(watched.misdeeds).toEqual([]);
  });

  it('says that these keys did not sign it, and takes the keys that did', async () => {
    await using watched = await openReceipts();
    const { page } = watched;
    const signer = createReceiptSigner({ build: { version: '0.1.0', sourceSha256: 'ab'.repeat(32) } });
    const foreign = await signer.sign({
      requestId: 'x', kind: 'cutout', engine: 'gemini', retentionDays: 55, hosts: ['provider.test'], bytesReceived: 1, bytesSent: 2,
      files: [{ name: 'cutout.png', mediaType: 'image/png', bytes: picture }],
    });
    expect(await check(page, foreign, picture)).toBe('None of these keys signed this receipt.');
    expect(await page.isVisible('#claims')).toBe(false);
    await page.click('summary');
    await page.fill('#other-keys', JSON.stringify(signer.publishKeys()));
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    await page.waitForSelector('#finding[data-result="good"]');
    expect(await page.textContent('#claims')).toContain('provider.test');
    await page.fill('#other-keys', '{"keys":[]}');
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    await page.waitForSelector('#finding h2:has-text("Those are not keys.")');
    expect(watched.misdeeds).toEqual([]);
  });

  it('does not take a changed receipt for its own', async () => {
    await using watched = await openReceipts();
    const [head, body, tail] = receipt.split('.') as [string, string, string];
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as object;
    const forged = Buffer.from(JSON.stringify({ ...claims, bytesWritten: 1 })).toString('base64url');
    expect(await check(watched.page, `${head}.${forged}.${tail}`, picture)).toBe('None of these keys signed this receipt.');
  });

  it('says of everything else that it is no receipt', async () => {
    await using watched = await openReceipts();
    for (const text of ['', 'hello', 'a.b.c', 'eyJhbGciOiJub25lIn0.e30.', 'eyJhbGciOiJFZERTQSJ9.e30.AAAA']) {
      expect(await check(watched.page, text), text).toBe('This is not a receipt.');
    }
    expect(watched.misdeeds).toEqual([]);
  });

  it('says so when the browser has no such signatures', async () => {
    await using watched = await openReceipts();
    await watched.page.evaluate(`SubtleCrypto.prototype.importKey = () => Promise.reject(new DOMException('', 'NotSupportedError'))`);
    expect(await check(watched.page, receipt, picture)).toBe('This browser cannot check it.');
  });

  it('has no barriers with a finding on it', async () => {
    await using watched = await openReceipts();
    await check(watched.page, receipt, picture);
    expect(await findBarriers(watched.page)).toEqual([]);
  });

  it('is reached from the studio, whose receipt it knows as the one of the picture saved there', async () => {
    await using watched = await openPage(opened.browser, opened.studio.url);
    const { page } = watched;
    expect(await page.isVisible('#held-receipt')).toBe(false);
    await page.setInputFiles('#photo-input', portrait);
    await page.click('#make');
    await waitForState(page, 'done');
    const [savedPicture] = await Promise.all([page.waitForEvent('download'), page.click('#download')]);
    const [savedReceipt] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Receipt', exact: true }).click()]);
    expect(savedReceipt.suggestedFilename()).toBe('ephemera-headshot-1-receipt.txt');
    const [pictureBytes, receiptBytes] = await Promise.all([readFile(await savedPicture.path()), readFile(await savedReceipt.path())]);
    await page.click('#forget');
    expect(await page.getAttribute('#held-receipt', 'href')).toBe(null);
    expect(await watched.countObjectUrls()).toBe(0);
    await page.getByRole('link', { name: 'Check a receipt' }).click();
    await page.waitForSelector('#receipt-form');
    await page.setInputFiles('#receipt-file', file('receipt.txt', receiptBytes));
    await page.waitForSelector('#finding h2');
    await page.setInputFiles('#pictures', file('picture.jpg', pictureBytes));
    await page.waitForSelector('#finding[data-result="good"]');
    expect(watched.misdeeds).toEqual([]);
  });
});
