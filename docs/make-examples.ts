// Makes the pictures that README.md shows: the studio's own work on a portrait that it draws itself.

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { layouts } from '../src/styles/layouts.ts';
import { fileOf, postForm, startStudio } from '../test/start-studio.ts';

const portrait = readFileSync(new URL('../public/example/portrait.jpg', import.meta.url));

const examples = [
  { name: 'headshot.jpg', path: '/v1/headshots', fields: { backdrop: 'slate-blue', shape: '4:5', width: '760' } },
  { name: 'cutout.webp', path: '/v1/cutouts', fields: { format: 'webp', shape: '4:5', width: '760' } },
  { name: 'gradient.jpg', path: '/v1/cutouts', fields: { background: 'gradient:#f7d9c4,#d3432b,160', format: 'jpeg', shape: '4:5', width: '760' } },
  { name: 'identity.jpg', path: '/v1/documents', fields: { document: 'schengen-visa', mode: 'studio', background: '#eef0f2' } },
  { name: 'sheet.jpg', path: '/v1/documents', fields: { document: 'schengen-visa', mode: 'studio', background: '#eef0f2', sheet: '10x15', sheetFormat: 'jpeg' } },
] as const;

/** Every layout of covers on one sheet, four in a row. */
const covers = { name: 'covers.jpg', columns: 4, width: 480, height: 270, gap: 10 };

await using studio = await startStudio();
writeFileSync(new URL('portrait.jpg', import.meta.url), portrait);
for (const { name, path, fields } of examples) {
  const answer = await postForm(studio, path, { photo: fileOf(new Uint8Array(portrait)), ...fields });
  if (!answer.ok) throw new Error(`${name}: ${await answer.text()}`);
  writeFileSync(new URL(name, import.meta.url), new Uint8Array(await answer.arrayBuffer()));
}

async function makeCover(layout: string, index: number): Promise<{ readonly input: Buffer; readonly left: number; readonly top: number }> {
  const answer = await postForm(studio, '/v1/thumbnails', { photo: fileOf(new Uint8Array(portrait)), layout, title: 'A portrait without a trace', subtitle: 'Made in memory, then forgotten', format: 'png' });
  if (!answer.ok) throw new Error(`${layout}: ${await answer.text()}`);
  const input = await sharp(Buffer.from(await answer.arrayBuffer())).resize(covers.width, covers.height).toBuffer();
  return { input, left: (index % covers.columns) * (covers.width + covers.gap), top: Math.floor(index / covers.columns) * (covers.height + covers.gap) };
}

const tiles = [];
for (const [index, { id }] of layouts.entries()) tiles.push(await makeCover(id, index));
const rows = Math.ceil(layouts.length / covers.columns);
const sheet = { width: covers.columns * (covers.width + covers.gap) - covers.gap, height: rows * (covers.height + covers.gap) - covers.gap, channels: 3, background: '#ffffff' } as const;
await sharp({ create: sheet }).composite(tiles).jpeg({ quality: 82, mozjpeg: true }).toFile(fileURLToPath(new URL(covers.name, import.meta.url)));
