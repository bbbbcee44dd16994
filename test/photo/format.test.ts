// Owns the facts about telling files by their bytes.

import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { readPhotoFormat } from '../../src/photo/format.ts';
import { openEncoded } from '../../src/photo/sharp.ts';
import type { Problem } from '../../src/problem.ts';

const text = (value: string) => new TextEncoder().encode(value);
const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>';

function problemOf(bytes: Uint8Array): Problem {
  try {
    readPhotoFormat(bytes);
  } catch (error) {
    return error as Problem;
  }
  return expect.fail('no problem');
}

describe('readPhotoFormat', () => {
  it.each(['heic', 'heix', 'mif1', 'msf1', 'hevc'])('reads the brand %s as HEIC', (brand) => {
    expect(readPhotoFormat(text(`\0\0\0\x18ftyp${brand}\0\0\0\0mif1heic`))).toBe('heic');
  });

  it('tells AVIF from HEIC by its brands, in any place', () => {
    expect(readPhotoFormat(text('\0\0\0\x1cftypavif\0\0\0\0mif1avifmiaf'))).toBe('avif');
    expect(readPhotoFormat(text('\0\0\0\x18ftypmif1\0\0\0\0avifmiaf'))).toBe('avif');
  });

  it.each([
    ['SVG drawing', text(svg)],
    ['SVG drawing', text(`\ufeff<?xml version="1.0"?>\n<!-- made by hand -->\n${svg}`)],
    ['PDF', text('%PDF-1.7\n')],
    ['BMP', text('BM\x10\0\0\0\0\0\0\0')],
    ['raw file', text('II\x2a\0\x10\0\0\0CR\x02\0')],
    ['raw file', dng()],
    ['raw file', text('\0\0\0\x18ftypcrx \0\0\0\x01crx isom')],
    ['JPEG XL', new Uint8Array([0xff, 0x0a, 0, 0])],
    ['JPEG XL', text('\0\0\0\x0cJXL \r\n')],
    ['Photoshop', text('8BPS\0\x01')],
    ['video', text('\0\0\0\x18ftypmp42\0\0\0\0isommp42')],
    ['video', new Uint8Array([0x1a, 0x45, 0xdf, 0xa3])],
    ['zip', text('PK\x03\x04')],
    ['web page', text('<!DOCTYPE html><html>')],
  ])('refuses what seems to be a %s, and says so', (what, bytes) => {
    const problem = problemOf(bytes);
    expect(problem).toMatchObject({ code: 'photo-format-unsupported', status: 415 });
    expect(problem.detail).toContain(what);
    expect(problem.detail).toContain('JPEG, PNG, WebP, AVIF, HEIC, TIFF and GIF');
  });

  it('refuses what it does not know', () => {
    expect(problemOf(text('hello')).detail).toMatch(/^The bytes are not those of a photo\. What is read: /);
    expect(problemOf(new Uint8Array([0])).code).toBe('photo-format-unsupported');
    expect(problemOf(text('\0\0\0\x08ftyp')).code).toBe('photo-format-unsupported');
  });

  it('tells emptiness apart', () => {
    expect(problemOf(new Uint8Array(0)).code).toBe('photo-empty');
  });
});

describe('libvips', () => {
  it.each([['SVG', svg], ['PDF', '%PDF-1.4\n1 0 obj'], ['PPM', 'P3 1 1 255 1 1 1'], ['Radiance', '#?RADIANCE\n']])('has no loader for %s', async (_name, bytes) => {
    await expect(openEncoded(text(bytes)).metadata()).rejects.toThrow('unsupported image format');
  });

  it('opens no file', async () => {
    await expect(sharp(new URL('./fixtures/quadrants.heic', import.meta.url).pathname).metadata()).rejects.toThrow();
    await expect(sharp(`${import.meta.dirname}/fixtures/README.md`).metadata()).rejects.toThrow();
  });
});

/** The head of a DNG: a TIFF whose first directory has the tag DNGVersion. */
function dng(): Uint8Array {
  const bytes = new Uint8Array(64);
  const view = new DataView(bytes.buffer);
  bytes.set([0x49, 0x49, 42, 0, 8, 0, 0, 0, 2, 0]);
  view.setUint16(10, 256, true);
  view.setUint16(22, 0xc612, true);
  return bytes;
}
