// Shows that a studio's processes, closed as they are, sign in to Vertex with the key file of a service account.

import { expect, it } from 'vitest';
import { drawPortrait, renderFile } from '../drawn-portrait.ts';
import { startFakeGemini } from '../fake-gemini/fake-gemini.ts';
import { startTokenServer } from '../google-login/token-server.ts';
import { fileOf } from '../start-studio.ts';
import { startMain } from '../started-studio.ts';

it('a service account’s key file signs a worker in, and the token pays for the picture', async () => {
  await using gemini = await startFakeGemini();
  await using google = await startTokenServer();
  await using studio = await startMain({
    VERTEX_PROJECT: 'p1',
    VERTEX_LOCATION: 'europe-west4',
    GEMINI_BASE_URL: gemini.url,
    GOOGLE_APPLICATION_CREDENTIALS: google.keyFile,
    NODE_OPTIONS: `--import=${new URL('../google-login/redirect.ts', import.meta.url).pathname}`,
    TOKEN_PORT: String(google.port),
  });
  await studio.warm(1);
  const form = new FormData();
  const photo = fileOf(new Uint8Array(await renderFile(drawPortrait({}))));
  for (const [name, value] of Object.entries({ photo, width: '400', engine: 'gemini', consent: 'subject' })) form.append(name, value);
  const answer = await fetch(`${studio.url}/v1/headshots`, { method: 'POST', body: form });
  expect(answer.status, answer.ok ? '' : await answer.text()).toBe(200);
  expect(gemini.requests[0]?.headers['authorization']).toBe('Bearer test-token');
  expect(google.claims).toEqual([expect.objectContaining({ iss: 'studio@p1.iam.gserviceaccount.com', scope: 'https://www.googleapis.com/auth/cloud-platform' })]);
});
