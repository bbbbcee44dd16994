// Owns a stand-in for Google's token server: it takes the signed claim of one service account and gives the token that the fake Gemini knows.

import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jwtVerify } from 'jose';
import type { JWTPayload } from 'jose';
import { firstCertificate } from '../certificates.ts';
import { fakeToken } from '../fake-gemini/request-rules.ts';

/** A running token server and the key file of its one account. */
export interface TokenServer extends AsyncDisposable {
  readonly port: number;
  /** For `GOOGLE_APPLICATION_CREDENTIALS`. */
  readonly keyFile: string;
  /** Claims that were signed by the account and exchanged for a token. */
  readonly claims: readonly JWTPayload[];
}

/** Start it, with a service account that is drawn anew. */
export async function startTokenServer(): Promise<TokenServer> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const folder = mkdtempSync(join(tmpdir(), 'google-login-'));
  const keyFile = join(folder, 'service-account.json');
  writeFileSync(keyFile, JSON.stringify({
    type: 'service_account',
    project_id: 'p1',
    private_key_id: 'k1',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    client_email: 'studio@p1.iam.gserviceaccount.com',
    client_id: '1',
    token_uri: 'https://oauth2.googleapis.com/token',
  }));
  const claims: JWTPayload[] = [];
  const server = createServer({ cert: firstCertificate.cert, key: firstCertificate.key }, async (request, response) => {
    const form = new URLSearchParams(Buffer.concat(await Array.fromAsync(request)).toString());
    const { payload } = await jwtVerify(form.get('assertion') ?? '', publicKey, { audience: 'https://oauth2.googleapis.com/token' });
    claims.push(payload);
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ access_token: fakeToken, expires_in: 3599, token_type: 'Bearer' }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    keyFile,
    claims,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
      rmSync(folder, { recursive: true });
    },
  };
}
