// Owns a leak, on purpose: it logs the fields of a request. Never a part of the product.

import { subscribe } from 'node:diagnostics_channel';

subscribe('http.server.response.finish', (message) => {
  const { request } = message as { readonly request: { readonly body?: unknown } };
  if (request.body) process.stdout.write(`${JSON.stringify(request.body)}\n`);
});
