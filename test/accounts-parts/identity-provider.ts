// Owns an OpenID Connect provider of the tests' own, on loopback: whoever names themselves is believed.

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

/** A provider. */
export interface IdentityProvider extends AsyncDisposable {
  readonly issuer: string;
}

/** What the studio is to it; the secret is the same for both. */
export const clientSecret = 'a secret between studio and provider';

/**
 * Start a provider that knows the studio as the clients `google` and `oidc`. A person's subject is the login they type; the
 * address is that at example.test, and unproven for logins that begin with `unproven`.
 *
 * @param publicUrl - Where the studio is reached.
 */
export async function startIdentityProvider(publicUrl: string): Promise<IdentityProvider> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = (id: string) => ({ client_id: id, client_secret: clientSecret, redirect_uris: [`${publicUrl}/auth/callback/${id}`] });
  const provider = new Provider(issuer, {
    clients: [client('google'), client('oidc')],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    // As Google does: claims stand in the ID token too.
    conformIdTokenClaims: false,
    cookies: { keys: ['a key of the tests'] },
    findAccount: (_context, sub) => ({
      accountId: sub,
      claims: () => ({ sub, email: `${sub}@example.test`, email_verified: !sub.startsWith('unproven'), name: `Name of ${sub}` }),
    }),
  });
  const handle = provider.callback();
  server.on('request', (request, response) => void handle(request, response));
  return {
    issuer,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
    },
  };
}
