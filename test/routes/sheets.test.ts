// Shows sheets over HTTP: PDF, pixels and zips of a finished photo, what is refused, and that nothing of them stays.

import { once } from 'node:events';
import { connect } from 'node:net';
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { hasPdftoppm, printPage, readPixels } from '../printed-page.ts';
import { drawQuadrants } from '../photo/drawn.ts';
import { blind, fileOf, postForm, startStudio } from '../start-studio.ts';
import type { RunningStudio } from '../start-studio.ts';
import { watchMemory } from '../watched-memory.ts';

let studio: RunningStudio;
let photo: Uint8Array<ArrayBuffer>;

beforeAll(async () => {
  const privy = { IFD0: { Artist: 'Somebody', Copyright: 'Their address' } };
  photo = new Uint8Array(await drawQuadrants(413, 531).withExif(privy).jpeg({ quality: 95 }).toBuffer());
  studio = await startStudio({}, { vision: blind });
});

afterAll(() => studio[Symbol.asyncDispose]());
afterEach(() => vi.restoreAllMocks());

const size = { widthMm: '35', heightMm: '45' };

function post(fields: Readonly<Record<string, string | File>>, accept = '*/*'): Promise<Response> {
  return postForm(studio, '/v1/sheets', { photo: fileOf(photo), ...fields }, { headers: { Accept: accept } });
}

async function take(answer: Response): Promise<Buffer> {
  expect(answer.status, answer.ok ? '' : await answer.clone().text()).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
}

/** Files of a zip whose entries are stored, read as unzip does: from the central directory. */
function readZip(zip: Buffer): { name: string; bytes: Buffer; date: number }[] {
  const end = zip.length - 22;
  expect(zip.readUInt32LE(end)).toBe(0x06054b50);
  const files = [];
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    expect([zip.readUInt32LE(at), zip.readUInt16LE(at + 10)]).toEqual([0x02014b50, 0]);
    const [length, nameLength, local] = [zip.readUInt32LE(at + 24), zip.readUInt16LE(at + 28), zip.readUInt32LE(at + 42)];
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const bytes = zip.subarray(from, from + length);
    expect(zip.readUInt32LE(at + 16)).toBe(crc32(bytes));
    files.push({ name: zip.toString('ascii', at + 46, at + 46 + nameLength), bytes, date: zip.readUInt32LE(at + 12) });
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  expect(at).toBe(end);
  return files;
}

describe('a sheet', () => {
  it('is a PDF on 10 × 15 cm when nothing else is asked for', async () => {
    const answer = await post({ document: 'icao-generic' });
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    expect(answer.headers.get('ephemera-sheet-copies')).toBe('8');
    expect(answer.headers.get('ephemera-sheet-paper')).toBe('10x15');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect((await take(answer)).toString('latin1')).toMatch(/^%PDF-1\.7[^]*MediaBox \[0 0 283\.464567 425\.19685\]/);
  });

  it('has nothing of the upload but its picture', async () => {
    const { exif } = await sharp(photo).metadata();
    expect(exif?.includes('Somebody')).toBe(true);
    for (const fields of [{ sheetFormat: 'pdf' }, { sheetFormat: 'jpeg' }, { sheetFormat: 'png' }]) {
      const file = await take(await post({ ...size, ...fields }));
      for (const trace of ['Somebody', 'address', 'Exif']) expect(file.includes(trace)).toBe(false);
    }
  });

  it.each([
    ['jpeg', '300', '4x6', 1200, 1800],
    ['png', '600', '90x130', 2126, 3071],
  ])('is a %s at %s dpi on %s of exactly its pixels', async (sheetFormat, sheetDpi, sheet, width, height) => {
    const answer = await post({ ...size, sheet, sheetFormat, sheetDpi });
    expect(answer.headers.get('content-type')).toBe(`image/${sheetFormat}`);
    const { format, density, width: wide, height: high, exif } = await sharp(await take(answer)).metadata();
    expect([format, density, wide, high, exif]).toEqual([sheetFormat, Number(sheetDpi), width, height, undefined]);
  });

  it('has as many copies as are asked for and fit, and marks only where wanted', async () => {
    const sent = { ...size, sheet: 'a4', sheetFormat: 'png' };
    const marked = await post({ ...sent, copies: '4' });
    expect(marked.headers.get('ephemera-sheet-copies')).toBe('4');
    const plain = await post({ ...sent, copies: '4', cropMarks: 'no' });
    const countBlack = async (answer: Response) => {
      const { data } = await readPixels(await take(answer));
      let black = 0;
      for (let at = 0; at < data.length; at += 3) if (data[at]! + data[at + 1]! + data[at + 2]! < 30) black++;
      return black;
    };
    expect(await countBlack(marked)).toBeGreaterThan(500);
    expect(await countBlack(plain)).toBe(0);
    const [close, apart] = await Promise.all([post({ ...sent, gapMm: '0' }), post({ ...sent, gapMm: '20' })]);
    expect([close.headers.get('ephemera-sheet-copies'), apart.headers.get('ephemera-sheet-copies')]).toEqual(['32', '16']);
    await Promise.all([take(close), take(apart)]);
  });

  it.each([
    ['a PNG', () => drawQuadrants(413, 531).png()],
    ['a PNG with transparency', () => drawQuadrants(413, 531).ensureAlpha(0.9).png()],
    ['a WebP', () => drawQuadrants(413, 531).webp()],
    ['a grey JPEG', () => drawQuadrants(413, 531).toColourspace('b-w').jpeg()],
    ['a palette PNG', () => drawQuadrants(413, 531).png({ palette: true })],
  ])('is made of %s as well', async (_name, draw) => {
    const answer = await post({ ...size, photo: fileOf(new Uint8Array(await draw().toBuffer())) });
    const pdf = await take(answer);
    if (!hasPdftoppm()) return;
    const page = await printPage(pdf, 100);
    expect(page.data.some((part) => part < 120)).toBe(true);
  });

  it('comes as what Accept takes', async () => {
    for (const type of ['image/jpeg', 'image/png', 'application/pdf']) {
      const answer = await post(size, type);
      expect(answer.headers.get('content-type')).toBe(type);
      await take(answer);
    }
  });

  it('takes many orders at once without waiting for itself', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, (_, index) => post({ ...size, sheetFormat: index % 2 ? 'pdf' : 'jpeg' })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
    await Promise.all(answers.map((answer) => answer.arrayBuffer()));
  });
});

describe('a zip', () => {
  it.each([
    ['pdf', 'sheet.pdf'],
    ['jpeg', 'sheet.jpg'],
    ['png', 'sheet.png'],
  ])('holds the photo byte for byte and the sheet, undated: %s', async (sheetFormat, sheetName) => {
    const answer = await post({ ...size, sheetFormat }, 'application/zip');
    expect(answer.headers.get('content-type')).toBe('application/zip');
    expect(answer.headers.get('ephemera-sheet-copies')).toBe('8');
    const zip = await take(answer);
    expect(answer.headers.get('content-length')).toBe(String(zip.length));
    const files = readZip(zip);
    expect(files.map(({ name }) => name)).toEqual(['photo.jpg', sheetName]);
    expect(files.map(({ date }) => date)).toEqual([0x00210000, 0x00210000]);
    expect(files[0]?.bytes.equals(photo)).toBe(true);
    expect(files[1]?.bytes.equals(await take(await post({ ...size, sheetFormat })))).toBe(true);
  });
});

describe('a sheet is refused', () => {
  it.each([
    ['a photo of another shape', { widthMm: '35', heightMm: '50' }, 400, 'parameter-invalid', 'photo'],
    ['a size that is not said', {}, 400, 'parameter-invalid', 'widthMm'],
    ['half a size', { widthMm: '35' }, 400, 'parameter-invalid', 'heightMm'],
    ['a document and a size', { ...size, document: 'icao-generic' }, 400, 'parameter-invalid', 'document'],
    ['a document nobody knows', { document: 'atlantis-visa' }, 404, 'document-unknown', undefined],
    ['a paper nobody makes', { ...size, sheet: '10x' }, 400, 'parameter-invalid', 'sheet'],
    ['paper that is too small', { widthMm: '105', heightMm: '135' }, 400, 'sheet-too-small', 'sheet'],
    ['too many dots', { ...size, sheet: '500x500', sheetFormat: 'png', sheetDpi: '600' }, 400, 'parameter-invalid', 'sheetDpi'],
    ['a wide gap', { ...size, gapMm: '20.5' }, 400, 'parameter-invalid', 'gapMm'],
    ['no copies', { ...size, copies: '0' }, 400, 'parameter-invalid', 'copies'],
    ['a field of other work', { ...size, background: 'white' }, 400, 'parameter-unknown', 'background'],
  ])('for %s', async (_name, fields, status, code, parameter) => {
    const answer = await post(fields as Record<string, string>);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ code, ...(parameter && { parameter }) });
  });

  it('for a client that takes none of its types, and on GET', async () => {
    expect((await post(size, 'image/webp')).status).toBe(406);
    expect((await post({ ...size, sheetFormat: 'pdf' }, 'image/jpeg')).status).toBe(406);
    expect((await fetch(`${studio.url}/v1/sheets`)).status).toBe(405);
  });
});

describe('after a sheet', () => {
  const forgotten = async (memory: ReturnType<typeof watchMemory>) => {
    await expect.poll(() => studio.server.budget.reservedBytes, { timeout: 10_000 }).toBe(0);
    expect(memory.owned.length).toBeGreaterThan(0);
    expect(memory.countLeftBytes()).toBe(0);
  };

  it.each([
    ['a PDF', {}, '*/*', 200],
    ['pixels', { sheetFormat: 'png' }, '*/*', 200],
    ['a zip', {}, 'application/zip', 200],
    ['a refusal', { heightMm: '50' }, '*/*', 400],
  ] as const)('%s leaves zeros', async (_name, fields, accept, status) => {
    const memory = watchMemory();
    const answer = await post({ ...size, ...fields }, accept);
    await answer.arrayBuffer();
    expect(answer.status).toBe(status);
    await forgotten(memory);
  });

  it('a zip is whole for a slow reader, although the vault closes after it, and leaves zeros', async () => {
    const noisy = await drawNoise();
    const memory = watchMemory();
    const answer = await post({ ...size, photo: fileOf(noisy) }, 'application/zip');
    const chunks: Uint8Array[] = [];
    for await (const chunk of answer.body!) {
      chunks.push(chunk);
      if (chunks.length < 20) await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const [first, second] = readZip(Buffer.concat(chunks));
    expect(first?.bytes.equals(noisy)).toBe(true);
    expect(second?.bytes.length).toBeGreaterThan(5e6);
    await forgotten(memory);
  });

  it('a hang-up during the zip leaves zeros and is no fault', async () => {
    const noisy = await drawNoise();
    const memory = watchMemory();
    const fields = Object.entries(size).map(([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
    const head = `${fields.join('')}--b\r\nContent-Disposition: form-data; name="photo"; filename="p.png"\r\nContent-Type: image/png\r\n\r\n`;
    const body = Buffer.concat([Buffer.from(head), noisy, Buffer.from('\r\n--b--\r\n')]);
    const socket = connect(studio.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(`POST /v1/sheets HTTP/1.1\r\nHost: studio\r\nAccept: application/zip\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: ${body.length}\r\n\r\n`);
    socket.write(body);
    socket.pause();
    await once(socket, 'readable');
    socket.destroy();
    await forgotten(memory);
    await expect.poll(() => studio.log.findLast((line) => line['msg'] === 'request')).toMatchObject({ status: 499 });
  });
});

/** Of the shape of 35 × 45 mm, and so noisy that it takes several writes to deliver. */
async function drawNoise(): Promise<Uint8Array<ArrayBuffer>> {
  const [width, height] = [1400, 1800];
  const data = new Uint8Array(width * height * 3);
  for (let at = 0, seed = 1; at < data.length; at++) data[at] = (seed = (seed * 16807) % 2147483647) & 255;
  return new Uint8Array(await sharp(data, { raw: { width, height, channels: 3 } }).png().toBuffer());
}
