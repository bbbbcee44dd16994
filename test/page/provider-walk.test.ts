// Shows the way over a provider and back in Chromium, from the studio's own page under its own policy.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { studioSecret } from '../accounts-parts/front-door.ts';
import { findFreePort } from '../accounts-parts/free-port.ts';
import { clientSecret, startIdentityProvider } from '../accounts-parts/identity-provider.ts';
import type { IdentityProvider } from '../accounts-parts/identity-provider.ts';
import { startStudio } from '../start-studio.ts';
import type { RunningStudio } from '../start-studio.ts';
import { hasChromium, launchBrowser, openPage } from './browser.ts';

/** As text, because it runs in the page: what the page's own module does. */
const signInBy = (issuer: string) => `(async () => {
  const headers = { 'Content-Type': 'application/json', 'X-Auth-Return-Redirect': '1' };
  const answer = await fetch('/auth/signin/${issuer}', { method: 'POST', headers, body: JSON.stringify({ callbackUrl: '/receipt' }) });
  location.assign((await answer.json()).url);
})()`;
const readSession = `fetch('/v1/account/session').then((answer) => answer.json())`;

describe.skipIf(!hasChromium())('a person in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ephemera-walk-'));
  let provider: IdentityProvider;
  let studio: RunningStudio;
  let publicUrl: string;

  beforeAll(async () => {
    const port = await findFreePort();
    publicUrl = `http://localhost:${port}`;
    provider = await startIdentityProvider(publicUrl);
    const google = { AUTH_GOOGLE_ID: 'google', AUTH_GOOGLE_SECRET: clientSecret, AUTH_GOOGLE_ISSUER: provider.issuer };
    const issuer = { AUTH_OIDC_ISSUER: provider.issuer, AUTH_OIDC_ID: 'oidc', AUTH_OIDC_SECRET: clientSecret };
    studio = await startStudio({ PORT: String(port), PUBLIC_URL: publicUrl, AUTH_SECRET: studioSecret, DATA_FOLDER: folder, ...google, ...issuer });
  }, 60_000);

  afterAll(async () => {
    await studio[Symbol.asyncDispose]();
    await provider[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  it.each(['google', 'oidc'])('goes to %s, says who they are, and comes back signed in, with one cookie', async (issuer) => {
    await using chromium = await launchBrowser();
    await using watched = await openPage(chromium, publicUrl);
    const { page } = watched;
    await page.evaluate(signInBy(issuer));
    await page.waitForURL(`${provider.issuer}/interaction/**`);
    await page.fill('input[name=login]', `anna-${issuer}`);
    await page.fill('input[name=password]', 'any');
    await page.click('button[type=submit]');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.waitForURL(`${publicUrl}/receipt`);
    expect(await page.evaluate(readSession)).toMatchObject({ account: { email: `anna-${issuer}@example.test`, providers: [issuer] } });
    const cookies = (await page.context().cookies(publicUrl)).filter(({ name }) => name.includes('ephemera'));
    expect(cookies).toMatchObject([{ name: 'ephemera.session', httpOnly: true, sameSite: 'Lax', path: '/' }]);
  });
});
