// Owns a leak, on purpose: it logs the name of a file. Never a part of the product.

import { subscribe } from 'node:diagnostics_channel';

type Files = Readonly<Record<string, readonly { readonly originalname: string }[]>>;

subscribe('http.server.response.finish', (message) => {
  const { request } = message as { readonly request: { readonly files?: Files } };
  const name = request.files?.['photo']?.[0]?.originalname;
  if (name) process.stdout.write(`${name}\n`);
});
