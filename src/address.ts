// Owns the address of a studio: listening there, and how it is written. Knows nothing of what is served.

import type { AddressInfo, Server } from 'node:net';
import type { Config } from './config.ts';

/**
 * Listen where the configuration says.
 *
 * @returns The address to visit, such as `http://localhost:3000`.
 * @throws {Error} With `code` `EADDRINUSE`, `EACCES` or `EADDRNOTAVAIL`.
 */
export async function listen(server: Server, config: Pick<Config, 'host' | 'port' | 'tls'>): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(config.port, config.host, () => {
    server.off('error', reject);
    resolve();
  });
  await promise;
  return describeAddress(config, (server.address() as AddressInfo).port);
}

function describeAddress({ host, tls }: Pick<Config, 'host' | 'tls'>, port: number): string {
  const local = ['127.0.0.1', '::1', '0.0.0.0', '::', 'localhost'].includes(host);
  return `${tls ? 'https' : 'http'}://${local ? 'localhost' : host}:${port}`;
}
