// Owns one detour for a process under test: what it says to Google's token server goes to a stand-in on loopback. Loaded by NODE_OPTIONS.

import https from 'node:https';
import tls from 'node:tls';
import { firstCertificate } from '../certificates.ts';

// Google's library has the address in its source. The agent is the one that its HTTP client uses.
Object.assign(https.globalAgent, {
  createConnection(options: tls.ConnectionOptions & { readonly host?: string }, connected: () => void) {
    const isToken = options.host === 'oauth2.googleapis.com';
    const detour = { host: '127.0.0.1', port: Number(process.env['TOKEN_PORT']), servername: 'localhost', ca: firstCertificate.cert };
    return tls.connect({ ...options, ...(isToken ? detour : {}) }, connected);
  },
});
