// Owns what the page's routes serve, and that they serve nothing else.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import express from 'express';
import request from 'supertest';
import { beforeAll, describe, expect, it } from 'vitest';
import { problems } from '../../src/problem.ts';
import { createPageRoutes, readPageFiles, type PageFiles } from '../../src/routes/page.ts';

const root = resolve(import.meta.dirname, '../..');

describe('the page’s files', () => {
  let files: PageFiles;
  let app: express.Express;

  beforeAll(async () => {
    files = await readPageFiles(root);
    app = express().use(createPageRoutes(files));
  });

  it.each([
    ['/', 'text/html'], ['/problems', 'text/html'], ['/how-it-forgets', 'text/html'], ['/api', 'text/html'], ['/receipt', 'text/html'], ['/sign-in', 'text/html'], ['/account', 'text/html'], ['/cookies', 'text/html'], ['/terms', 'text/html'],
    ['/main.js', 'text/javascript'], ['/styles/tokens.css', 'text/css'], ['/favicon.svg', 'image/svg+xml'],
    ['/example/portrait.jpg', 'image/jpeg'], ['/fonts/inter-latin-wght-normal.woff2', 'font/woff2'],
  ])('serves %s as %s', async (path, type) => {
    const answer = await request(app).get(path).expect(200);
    expect(answer.headers['content-type']).toContain(type);
    await request(app).get(path).set('If-None-Match', answer.headers['etag'] as string).expect(304);
  });

  it.each(['/main.ts', '/tsconfig.json', '/styles/', '/styles', '/fonts/', '/../package.json', '/..%2fpackage.json', '/styles/..%2f..%2fpackage.json', '/index.html', '/problems.html', '/api/'])('does not serve %s', async (path) => {
    await request(app).get(path).expect(404);
  });

  it('answers GET and HEAD only', async () => {
    await request(app).post('/').expect(404);
    const answer = await request(app).head('/').expect(200);
    expect(answer.text).toBeUndefined();
  });

  it('finds every module, style and font that the pages name', () => {
    for (const file of files.values()) {
      if (!/html|css|javascript/.test(file.contentType)) continue;
      const named = file.bytes.toString('utf8').matchAll(/(?:(?:href|src)="|url\()(\/[^"#)]+)/g);
      // The key set and the export are answers of the server, not files.
      for (const [, path] of named) expect(files.has(path!) || ['/.well-known/jwks.json', '/v1/account/export'].includes(path!), path).toBe(true);
    }
  });

  it('has no inline script or style, which the policy would refuse', () => {
    for (const file of files.values()) {
      if (file.contentType.startsWith('text/html')) expect(file.bytes.toString('utf8')).not.toMatch(/ style=|<style| on\w+=|<script>/);
    }
  });

  it('has an entry for every problem code', () => {
    const page = files.get('/problems')!.bytes.toString('utf8');
    for (const code of Object.keys(problems)) expect(page).toContain(`id="${code}"`);
  });

  it('keeps the example small', () => {
    expect(readFileSync(resolve(root, 'public/example/portrait.jpg')).byteLength).toBeLessThanOrEqual(120_000);
  });

  it('says how to compile the page when it is not', async () => {
    await expect(readPageFiles('/nowhere')).rejects.toThrow('tsc -p public');
  });
});
