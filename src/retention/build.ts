// Owns what this program says it is: its version and a hash of its sources. Refuses to vouch for what really runs: it reads files.

import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';

/** What a receipt says of the program that made it. */
export interface Build {
  readonly version: string;
  /** Of the folder `src` as it was read at start, in hexadecimal digits. */
  readonly sourceSha256: string;
}

/**
 * Read version and sources. The hash is that of the lines `sha256sum` writes for each file, sorted by path, so anybody can
 * repeat it in a checkout: `find src -type f -name '*.ts' | LC_ALL=C sort | xargs sha256sum | sha256sum`.
 *
 * @param root - The project's folder, which holds `src` and `package.json`.
 */
export async function readBuild(root: string): Promise<Build> {
  const [manifest, names] = await Promise.all([readFile(join(root, 'package.json'), 'utf8'), readdir(join(root, 'src'), { recursive: true })]);
  const { version } = JSON.parse(manifest) as { version: string };
  const paths = names.filter((name) => name.endsWith('.ts')).map((name) => `src/${name.split(sep).join('/')}`);
  const lines = await Promise.all(paths.sort().map(async (path) => `${hashHex(await readFile(join(root, path)))}  ${path}\n`));
  return { version, sourceSha256: hashHex(lines.join('')) };
}

function hashHex(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex');
}
