// Makes the pictures that README.md shows: the studio's own work on a portrait that it draws itself.

import { readFileSync, writeFileSync } from 'node:fs';
import { fileOf, postForm, startStudio } from '../test/start-studio.ts';

const portrait = readFileSync(new URL('../public/example/portrait.jpg', import.meta.url));

const examples = [
  { name: 'headshot.jpg', path: '/v1/headshots', fields: { backdrop: 'slate-blue', shape: '4:5', width: '760', consent: 'subject' } },
  { name: 'cutout.webp', path: '/v1/cutouts', fields: { format: 'webp', shape: '4:5', width: '760' } },
  { name: 'gradient.jpg', path: '/v1/cutouts', fields: { background: 'gradient:#f7d9c4,#d3432b,160', format: 'jpeg', shape: '4:5', width: '760' } },
  { name: 'identity.jpg', path: '/v1/documents', fields: { document: 'schengen-visa', mode: 'studio', background: '#eef0f2' } },
  { name: 'sheet.jpg', path: '/v1/documents', fields: { document: 'schengen-visa', mode: 'studio', background: '#eef0f2', sheet: '10x15', sheetFormat: 'jpeg' } },
] as const;

await using studio = await startStudio();
writeFileSync(new URL('portrait.jpg', import.meta.url), portrait);
for (const { name, path, fields } of examples) {
  const answer = await postForm(studio, path, { photo: fileOf(new Uint8Array(portrait)), ...fields });
  if (!answer.ok) throw new Error(`${name}: ${await answer.text()}`);
  writeFileSync(new URL(name, import.meta.url), new Uint8Array(await answer.arrayBuffer()));
}
