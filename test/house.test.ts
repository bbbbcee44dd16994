// Holds the house in order: floors, sole importers, sizes. Reads the source; runs none of it.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');

const floors: readonly [number, RegExp][] = [
  [9, /^src\/(main|cli)\.ts$/],
  [8, /^src\/(processes|cli)\//],
  [7, /^src\/server\.ts$/],
  [6, /^src\/app\.ts$/],
  [5, /^src\/routes\//],
  [4, /^src\/studio\//],
  [3, /^src\/(engines|documents)\//],
  [2, /^src\/(face|styles|payments)\//],
  [1, /^src\/(photo|accounts)\//],
  [0, /^src\/(account-settings|address|config|config-error|credit-prices|credit-settings|engine-settings|log|problem|root|threads|tls)\.ts$|^src\/retention\//],
];

function listSources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.parentPath.includes('node_modules'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

function floorOf(file: string): number {
  const floor = floors.find(([, pattern]) => pattern.test(file));
  if (!floor) throw new Error(`${file} stands on no floor`);
  return floor[0];
}

interface Import {
  readonly from: string;
  readonly to: string;
}

function listImports(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)].map((match) => match[1] ?? '');
  return specifiers.map((to) => ({ from: file, to: to.startsWith('.') ? relative(root, resolve(root, dirname(file), to)) : to }));
}

const sources = listSources('src');
const imports = sources.flatMap(listImports);

/** The folder of a file below src, or the file itself: imports inside one folder are free. */
function houseOf(file: string): string {
  return file.split('/').slice(0, 2).join('/');
}

function importersOf(packageName: string): string[] {
  return imports.filter(({ to }) => to === packageName || to.startsWith(`${packageName}/`)).map(({ from }) => from);
}

function filesWith(pattern: RegExp, files = sources): string[] {
  return files.filter((file) => pattern.test(readFileSync(join(root, file), 'utf8')));
}

const outgoing = /\bfetch\(|https?\.request|https?\.get\(|net\.connect|tls\.connect|\bconnect\b[^}]*\} from 'node:(net|tls)'/;
const writing = /writeFile|appendFile|createWriteStream|mkdtemp|mkdir|\.toFile\(|openSync|\bopen\(.*['"][wa]/;

/** Sources of the command line, and those that a server runs. */
const typed = sources.filter((file) => file.startsWith('src/cli'));
const served = sources.filter((file) => !typed.includes(file));

describe('the house', () => {
  it('imports strictly down the floors', () => {
    const wrong = imports
      .filter(({ to }) => to.startsWith('src/'))
      .filter(({ from, to }) => houseOf(from) !== houseOf(to) && floorOf(to) >= floorOf(from) && floorOf(from) !== 0);
    expect(wrong).toEqual([]);
  });

  it('keeps the ground floor free of the house above', () => {
    const wrong = imports.filter(({ from, to }) => floorOf(from) === 0 && to.startsWith('src/') && floorOf(to) > 0);
    expect(wrong).toEqual([]);
  });

  it.each([
    ['sharp', /^src\/photo\//],
    ['libheif-js', /^src\/photo\//],
    ['pdfkit', /^src\/photo\//],
    ['fontkit', /^src\/photo\/typography\//],
    ['@litertjs/core', /^src\/face\//],
    ['@google/genai', /^src\/engines\/gemini\//],
    ['openai', /^src\/engines\/openai\//],
    ['cockatiel', /^src\/engines\/engine-gate\.ts/],
    // To whatever public address a request names, with IMAGE_URL=on: it asks the guard's door, and nobody else has it.
    ['ipaddr.js', /^src\/routes\/removebg\/public-fetch\.ts/],
    ['stripe', /^src\/payments\//],
    ['express', /^src\/(app\.ts|routes\/)/],
    ['multer', /^src\/routes\//],
    ['archiver', /^src\/routes\//],
    ['commander', /^src\/cli\/program\.ts/],
    ['redis', /^src\/retention\/redis-counter\.ts/],
    ['rate-limit-redis', /^src\/retention\/redis-counter\.ts/],
    ['express-rate-limit', /^src\/(routes\/rate-limit|retention\/redis-counter)\.ts/],
    ['pino', /^src\/log\.ts/],
    ['jose', /^src\/(retention\/receipt|accounts\/auth\/next-session)\.ts/],
    ['@auth/core', /^src\/(accounts\/auth|routes\/account)\//],
    ['@auth/express', /^src\/routes\/account\//],
    ['nodemailer', /^src\/accounts\/auth\//],
    ['kysely', /^src\/accounts\/store\//],
    ['pg', /^src\/accounts\/store\//],
    ['node:sqlite', /^src\/accounts\/store\//],
  ])('lets only its owner import %s', (packageName, owner) => {
    expect(importersOf(packageName).filter((file) => !owner.test(file))).toEqual([]);
  });

  it('opens outgoing connections in the engines, for accounts and in the fetching of pictures only', () => {
    expect(filesWith(outgoing, served).filter((file) => !/^src\/(engines\/|accounts\/auth\/|routes\/removebg\/public-fetch\.ts)/.test(file))).toEqual([]);
  });

  it('reads the environment in the two files that start only', () => {
    expect(filesWith(/process\.env/).toSorted()).toEqual(['src/cli.ts', 'src/main.ts']);
  });

  it('writes no file but that of the accounts', () => {
    expect(filesWith(writing, served).filter((file) => !/^src\/accounts\/store\//.test(file))).toEqual([]);
  });

  it('lets the command line connect in one file and write in another', () => {
    expect([filesWith(outgoing, typed), filesWith(writing, typed)]).toEqual([['src/cli/exchange.ts'], ['src/cli/whole-file.ts']]);
  });

  it('makes no string of image data', () => {
    expect(filesWith(/toString\(['"](base64|base64url|binary)['"]\)|\batob\(|\bbtoa\(/)).toEqual([]);
  });

  it('keeps files short and says on each first line what it owns', () => {
    const all = [...sources, ...listSources('public'), ...listSources('test'), ...listSources('bench'), ...listSources('prove')];
    const long = all.filter((file) => readFileSync(join(root, file), 'utf8').split('\n').length > 251);
    const silent = all.filter((file) => !/^(\/\/|\/\*\*) ?\S/.test(readFileSync(join(root, file), 'utf8')));
    expect({ long, silent }).toEqual({ long: [], silent: [] });
  });

  it('leaves nothing undone', () => {
    const all = [...sources, ...listSources('public'), ...listSources('bench'), ...listSources('prove')];
    expect(filesWith(/\b(TODO|FIXME|XXX|HACK)\b|: any\b|\bas any\b|@ts-ignore|eslint-disable/, all)).toEqual([]);
  });
});
