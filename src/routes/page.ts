// Owns the files of the page, read into memory once. Refuses every path that is not one of them, so there is nothing to traverse.

import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { extname, join, posix, sep } from 'node:path';
import { Router, type Response } from 'express';
import { writeProblemsPage } from './problems-page.ts';

/** One file as it is sent. */
export interface PageFile {
  readonly bytes: Buffer;
  readonly contentType: string;
  readonly etag: string;
  readonly cacheControl: string;
}

/** Path of the address → file. */
export type PageFiles = ReadonlyMap<string, PageFile>;

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.jpg': 'image/jpeg',
  '.woff2': 'font/woff2',
};

const fonts = [
  'fraunces/files/fraunces-latin-opsz-normal.woff2',
  'fraunces/files/fraunces-latin-ext-opsz-normal.woff2',
  'inter/files/inter-latin-wght-normal.woff2',
  'inter/files/inter-latin-ext-wght-normal.woff2',
];

/**
 * Read the page into memory: the compiled modules, its own and those of `src` that it judges photos with; the HTML,
 * CSS and pictures beside their source; the fonts.
 *
 * @param root - The project's folder, which holds `public`, `build/public` and `node_modules`.
 * @throws {Error} When the modules were not compiled; the message says how to do it.
 */
export async function readPageFiles(root: string): Promise<PageFiles> {
  const files = new Map<string, PageFile>();
  const modules = await readModules(join(root, 'build', 'page'));
  for (const [path, bytes] of modules) files.set(path.replace(/^\/public\//, '/'), describeFile(path, bytes));
  for (const [path, bytes] of await readTree(join(root, 'public'), ['.html', '.css', '.svg', '.jpg'])) {
    files.set(addressOf(path), describeFile(path, fillIn(path, bytes)));
  }
  for (const font of fonts) {
    const bytes = await readFile(join(root, 'node_modules', '@fontsource-variable', font));
    files.set(`/fonts/${posix.basename(font)}`, describeFile(font, bytes));
  }
  return files;
}

/**
 * Serve the page's files; any other path goes on to the next route.
 *
 * @param files - As read by `readPageFiles` when the server starts.
 */
export function createPageRoutes(files: PageFiles): Router {
  const router = Router({ strict: true, caseSensitive: true });
  router.use((request, response, next) => {
    const file = files.get(request.path);
    if (!file || (request.method !== 'GET' && request.method !== 'HEAD')) return next();
    sendFile(file, response);
  });
  return router;
}

function sendFile(file: PageFile, response: Response): void {
  response.set({ 'Content-Type': file.contentType, ETag: file.etag, 'Cache-Control': file.cacheControl });
  response.send(file.bytes);
}

async function readModules(folder: string): Promise<Map<string, Buffer>> {
  const modules = await readTree(folder, ['.js']).catch((cause: unknown) => {
    throw new Error(`The page is not compiled: ${folder} is missing. Run "tsc -p public", or "npm start", which does.`, { cause });
  });
  if (!modules.has('/public/main.js')) throw new Error(`The page is not compiled: ${folder} has no public/main.js. Run "tsc -p public".`);
  return modules;
}

async function readTree(folder: string, extensions: readonly string[]): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  for (const name of await readdir(folder, { recursive: true })) {
    if (!extensions.includes(extname(name))) continue;
    found.set(`/${name.split(sep).join('/')}`, await readFile(join(folder, name)));
  }
  return found;
}

function addressOf(path: string): string {
  return path === '/index.html' ? '/' : path.replace(/\.html$/, '');
}

function fillIn(path: string, bytes: Buffer): Buffer {
  return path === '/problems.html' ? Buffer.from(writeProblemsPage(bytes.toString('utf8'))) : bytes;
}

function describeFile(path: string, bytes: Buffer): PageFile {
  const extension = extname(path);
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
  // A module and the HTML that names it must be of one version: only fonts, which never change, are kept without asking.
  const cacheControl = extension === '.woff2' ? 'public, max-age=604800' : 'no-cache';
  return { bytes, contentType: contentTypes[extension] ?? 'application/octet-stream', etag, cacheControl };
}
