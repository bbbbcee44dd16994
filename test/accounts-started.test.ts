// Shows accounts, credits and payments in the studio as it is started: by processes that die and by one that scrubs, closed by their permissions and hosts.

import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isAlive } from '../prove/processes.ts';
import type { Statement } from '../src/retention/statement.ts';
import { declared, studioSecret } from './accounts-parts/front-door.ts';
import { findFreePort } from './accounts-parts/free-port.ts';
import { clientSecret, startIdentityProvider } from './accounts-parts/identity-provider.ts';
import { startMailServer } from './accounts-parts/mail-server.ts';
import { prices, startFakeStripe } from './fake-stripe/fake-stripe.ts';
import { visit } from './accounts-parts/visitor.ts';
import { drawPortrait, renderFile } from './drawn-portrait.ts';
import { startMain } from './started-studio.ts';
import { fileOf } from './start-studio.ts';

describe.each(['die', 'scrub'] as const)('accounts in a studio that is started, RETENTION=%s', (retention) => {
  it('let people in, ask Stripe for prices, take photos from them alone where that is asked, and say what they keep', { timeout: 120_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ephemera-started-'));
    const port = await findFreePort();
    const publicUrl = `http://localhost:${port}`;
    await using mail = await startMailServer();
    await using provider = await startIdentityProvider(publicUrl);
    await using stripe = await startFakeStripe();
    await using studio = await startMain({
      RETENTION: retention,
      PORT: String(port),
      PUBLIC_URL: publicUrl,
      AUTH_SECRET: studioSecret,
      AUTH_OIDC_ISSUER: provider.issuer,
      AUTH_OIDC_ID: 'oidc',
      AUTH_OIDC_SECRET: clientSecret,
      // By name: what is looked up and connected to is the host that is configured.
      SMTP_URL: mail.url.replace('127.0.0.1', 'localhost'),
      MAIL_FROM: 'studio@example.test',
      DATA_FOLDER: join(folder, 'data'),
      SIGN_IN: 'required',
      SIGN_IN_PER_MINUTE: '0',
      ...stripe.environment,
      STRIPE_API_URL: stripe.url.replace('127.0.0.1', 'localhost'),
      FREE_CREDITS_PER_DAY: '3',
    });
    await studio.warm(1);
    const visitor = visit(publicUrl);
    await visitor.post('/v1/account/sign-in-links', { email: 'anna@example.test' });
    await visitor.post('/auth/callback/link', { token: mail.last('anna@example.test').token });
    await visitor.post('/v1/account/declaration', declared);
    expect((await visitor.get('/v1/account/session')).json).toMatchObject({ account: { email: 'anna@example.test', standing: 'active' } });
    const returned = await visit(publicUrl).signInBy('oidc', 'bert');
    expect(returned.location).toBe(`${publicUrl}/`);

    expect((await visitor.get('/v1/credits')).json).toMatchObject({ inForce: true, offers: [{ price: prices.pack }, {}, {}, {}] });

    const photo = fileOf(new Uint8Array(await renderFile(drawPortrait())));
    const send = async (headers: Readonly<Record<string, string>>): Promise<Response> => {
      const form = new FormData();
      form.append('photo', photo);
      return fetch(`${publicUrl}/v1/cutouts`, { method: 'POST', body: form, headers });
    };
    const cookie = `ephemera.session=${visitor.cookies.get(publicUrl)?.get('ephemera.session')}`;
    expect((await send({})).status).toBe(401);
    expect((await send({ Cookie: cookie })).status).toBe(403);
    expect((await send({ Cookie: cookie, Origin: publicUrl })).status).toBe(200);
    expect((await visitor.get('/v1/account/credits')).json).toMatchObject({ available: 2 });

    expect((await visitor.get('/v1/health')).json).toMatchObject({ accounts: { state: 'ready' } });
    const statement = (await visitor.get('/v1/retention')).json as unknown as Statement;
    expect(statement.data.filter(({ kept }) => kept).map(({ data }) => data)).toEqual(expect.arrayContaining(['accounts', 'links by mail and invitations', 'sessions']));
    expect(readdirSync(join(folder, 'data')).filter((name) => !name.startsWith('accounts.db'))).toEqual([]);
    expect(statSync(join(folder, 'data', 'accounts.db')).mode & 0o777).toBe(0o600);
    expect(JSON.stringify(studio.log)).not.toMatch(/anna|bert|example\.test/);
    expect(studio.child.pid !== undefined && isAlive(studio.child.pid)).toBe(true);
    rmSync(folder, { recursive: true, force: true });
  });
});
