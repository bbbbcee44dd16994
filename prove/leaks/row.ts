// Owns a leak, on purpose: a worker writes the name of a file into a table beside those of the accounts. Never a part of the product.

import { subscribe } from 'node:diagnostics_channel';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

type Files = Readonly<Record<string, readonly { readonly originalname: string }[]>>;

/** Others may be writing. */
const timeout = 2000;

subscribe('http.server.response.finish', (message) => {
  const { request } = message as { readonly request: { readonly files?: Files } };
  const name = request.files?.['photo']?.[0]?.originalname;
  if (!name) return;
  const database = new DatabaseSync(join(process.env['DATA_FOLDER'] ?? '', 'accounts.db'), { timeout });
  database.exec('create table if not exists leak (name text)');
  database.prepare('insert into leak values (?)').run(name);
  database.close();
});
