// Owns which file of a face holds a character. Refuses faces outside the catalogue; reads each face's own table once.

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { projectRoot } from '../../root.ts';
import { faces } from './faces.ts';
import type { FaceId } from './faces.ts';

/** A file of a face, and the characters it is made for. */
export interface Slice {
  readonly path: string;
  readonly ranges: readonly (readonly [from: number, to: number])[];
}

const tables = new Map<FaceId, Promise<readonly Slice[]>>();

/** The files of a face, from the table that its package brings along. */
export function listSlices(id: FaceId): Promise<readonly Slice[]> {
  const table = tables.get(id) ?? readTable(id);
  tables.set(id, table);
  return table;
}

/** Whether a slice is made for a character. */
export function holds({ ranges }: Slice, codePoint: number): boolean {
  return ranges.some(([from, to]) => codePoint >= from && codePoint <= to);
}

async function readTable(id: FaceId): Promise<readonly Slice[]> {
  const { package: folder, stem, ending, onlySlice } = faces[id];
  const base = resolve(projectRoot, 'node_modules', folder);
  const table = JSON.parse(await readFile(resolve(base, 'unicode.json'), 'utf8')) as Record<string, string>;
  return Object.entries(table)
    .filter(([name]) => onlySlice === undefined || name === onlySlice)
    .map(([name, ranges]) => ({ path: resolve(base, 'files', `${stem}-${name.replace(/^\[(\d+)\]$/, '$1')}${ending}`), ranges: ranges.split(',').map(readRange) }));
}

/** `U+0041` or `U+0041-005A`, as CSS writes them. */
function readRange(text: string): readonly [number, number] {
  const [from = '', to = from] = text.replace(/^U\+/i, '').split('-');
  return [Number.parseInt(from, 16), Number.parseInt(to, 16)];
}
