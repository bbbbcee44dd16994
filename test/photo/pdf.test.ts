// Shows that a PDF prints at its true scale, holds the picture once and as it is, says nothing of anybody, and leaves no copy.

import { afterEach, describe, expect, it, vi } from 'vitest';
import { readPaper } from '../../src/documents/papers.ts';
import { planSheet } from '../../src/documents/sheet-plan.ts';
import type { SheetRequest } from '../../src/documents/sheet-plan.ts';
import { writePdf } from '../../src/photo/pdf.ts';
import type { PrintablePicture } from '../../src/photo/pdf.ts';
import type { SheetPlan } from '../../src/photo/sheet-layout.ts';
import { Vault } from '../../src/retention/vault.ts';
import { findRuns, hasPdftoppm, printPage } from '../printed-page.ts';
import { blue, drawQuadrants, green, largestDifference, notAborted, quadrantsOf, red, yellow } from './drawn.ts';

const mmPerInch = 25.4;

function layOut(paper: string, photoWidthMm: number, photoHeightMm: number, rest: Partial<SheetRequest> = {}): SheetPlan {
  return planSheet({ paper: readPaper(paper)!, photoWidthMm, photoHeightMm, gapMm: 2, cropMarks: true, ...rest });
}

async function drawPicture(format: 'jpeg' | 'png', width = 413, height = 531): Promise<PrintablePicture> {
  const drawing = drawQuadrants(width, height);
  const file = await (format === 'jpeg' ? drawing.jpeg({ quality: 95, chromaSubsampling: '4:4:4' }) : drawing.png()).toBuffer();
  return { bytes: new Uint8Array(file), mimeType: `image/${format}`, width, height };
}

async function print(plan: SheetPlan, picture: PrintablePicture): Promise<Buffer> {
  await using vault = new Vault();
  return Buffer.from(await writePdf(plan, picture, vault, notAborted));
}

const isWhite = (colour: readonly number[]) => colour.every((part) => part > 250);
const isDark = (colour: readonly number[]) => colour.every((part) => part < 140);
const isInk = (colour: readonly number[]) => !isWhite(colour);

/** Every byte array that anybody makes from now on. */
function watchArrays(): Uint8Array[] {
  const made: Uint8Array[] = [];
  const construct: ProxyHandler<typeof Uint8Array>['construct'] = (target, values, newTarget) => {
    const array = Reflect.construct(target, values, newTarget) as Uint8Array;
    made.push(array);
    return array;
  };
  vi.stubGlobal('Uint8Array', new Proxy(Uint8Array, { construct }));
  return made;
}

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a PDF', () => {
  it.each([['10x15', 100, 150], ['4x6', 101.6, 152.4], ['13x18', 130, 180], ['a4', 210, 297], ['letter', 215.9, 279.4], ['90x130', 90, 130], ['130x90', 130, 90]])(
    'has one page of %s, exactly',
    async (paper, widthMm, heightMm) => {
      const text = (await print(layOut(paper, 35, 45), await drawPicture('jpeg'))).toString('latin1');
      const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(text) ?? [];
      expect((Number(width) / 72) * mmPerInch).toBeCloseTo(widthMm, 3);
      expect((Number(height) / 72) * mmPerInch).toBeCloseTo(heightMm, 3);
      expect(text.match(/\/Type \/Page\n/g)).toHaveLength(1);
    },
  );

  it('tells viewers to print it without scaling', async () => {
    expect((await print(layOut('a4', 35, 45), await drawPicture('jpeg'))).toString('latin1')).toContain('/PrintScaling /None');
  });

  it('holds a JPEG once, byte for byte', async () => {
    const picture = await drawPicture('jpeg');
    const file = await print(layOut('a4', 35, 45), picture);
    const at = file.indexOf(picture.bytes);
    expect(at).toBeGreaterThan(0);
    expect(file.indexOf(picture.bytes, at + 1)).toBe(-1);
    expect(file.toString('latin1').match(/\/Subtype \/Image/g)).toHaveLength(1);
  });

  it.each(['jpeg', 'png'] as const)('says a title and nothing else, and is the same on every day: %s', async (format) => {
    vi.useFakeTimers({ now: new Date('2001-02-03') });
    const picture = await drawPicture(format);
    const first = await print(layOut('a4', 35, 45), picture);
    vi.setSystemTime(new Date('2031-02-03'));
    expect(await print(layOut('a4', 35, 45), picture)).toEqual(first);
    const text = first.toString('latin1');
    expect(text).toContain('(Identity photos)');
    for (const trace of ['PDFKit', 'Producer', 'Creator', 'CreationDate', 'ModDate', 'xmpmeta', 'FontFile', '2001', '2031']) expect(text).not.toContain(trace);
  });

  it('refuses a PNG that PDF cannot hold as it is', async () => {
    const grey = new Uint8Array(await drawQuadrants(40, 40).toColourspace('b-w').png().toBuffer());
    await expect(print(layOut('a4', 35, 35), { bytes: grey, mimeType: 'image/png', width: 40, height: 40 })).rejects.toThrow('8-bit RGB');
  });
});

describe('memory after a PDF', () => {
  it.each(['jpeg', 'png'] as const)('holds the file alone: %s', async (format) => {
    const picture = await drawPicture(format);
    const made = watchArrays();
    await using vault = new Vault();
    const file = await writePdf(layOut('a4', 35, 45), picture, vault, notAborted);
    vi.unstubAllGlobals();
    expect(vault.heldBytes).toBe(file.byteLength);
    expect(file.byteLength).toBe(file.buffer.byteLength);
    // What pdfkit joined the picture in, and the file itself.
    expect(made.length).toBeGreaterThan(10);
    const left = made.filter((array) => array.byteLength > 0 && array.some((byte) => byte !== 0) && Buffer.from(array.buffer).includes(picture.bytes.subarray(500, 600)));
    expect(left).toEqual([file]);
  });

  it('is not taken when the work was stopped', async () => {
    await using vault = new Vault();
    await expect(writePdf(layOut('a4', 35, 45), await drawPicture('jpeg'), vault, AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
    expect(vault.heldBytes).toBe(0);
  });
});

describe.skipIf(!hasPdftoppm())('a printed page', () => {
  const dpi = 300;
  const toMm = (dots: number) => (dots / dpi) * mmPerInch;

  it.each([
    ['10x15', 35, 45, 2, 'jpeg'],
    ['4x6', 35, 45, 2, 'png'],
    ['4x6', 50.8, 50.8, 2, 'jpeg'],
    ['13x18', 50, 70, 5, 'png'],
    ['a4', 33, 48, 2, 'jpeg'],
    ['letter', 25.4, 25.4, 0.5, 'png'],
  ] as const)('on %s has photos of %d × %d mm where they are planned, with a gap of %d mm: %s', async (paper, widthMm, heightMm, gapMm, format) => {
    const plan = layOut(paper, widthMm, heightMm, { gapMm });
    const page = await printPage(await print(plan, await drawPicture(format, Math.round(widthMm * 10), Math.round(heightMm * 10))), dpi);
    expect(Math.abs(toMm(page.width) - plan.widthMm)).toBeLessThan(0.1);
    expect(Math.abs(toMm(page.height) - plan.heightMm)).toBeLessThan(0.1);
    const [first] = plan.copies;
    const [row, column] = [plan.copies.filter(({ yMm }) => yMm === first!.yMm), plan.copies.filter(({ xMm }) => xMm === first!.xMm)];
    const across = findRuns(page, { y: Math.round(((first!.yMm + first!.heightMm / 4) / mmPerInch) * dpi) }, isInk);
    const down = findRuns(page, { x: Math.round(((first!.xMm + first!.widthMm / 40) / mmPerInch) * dpi) }, isInk);
    const expectRuns = (runs: [number, number][], planned: (readonly [number, number])[]) => {
      expect(runs).toHaveLength(planned.length);
      runs.forEach((run, index) => run.forEach((dots, end) => expect(Math.abs(toMm(dots) - planned[index]![end]!)).toBeLessThan(0.2)));
    };
    expectRuns(across, row.map((copy) => [copy.xMm, copy.xMm + copy.widthMm]));
    expectRuns(down, column.map((copy) => [copy.yMm, copy.yMm + copy.heightMm]));
  });

  it.each([
    ['upright', 'a4', [red, green, blue, yellow]],
    ['turned clockwise by a quarter', '4x6', [blue, red, yellow, green]],
  ] as const)('shows each photo %s and in its colours', async (_name, paper, colours) => {
    const plan = layOut(paper, 35, 45);
    const page = await printPage(await print(plan, await drawPicture('png')), 100);
    for (const { xMm, yMm, widthMm, heightMm } of plan.copies) {
      const [x, y, width, height] = [xMm, yMm, widthMm, heightMm].map((mm) => Math.round((mm / mmPerInch) * 100)) as [number, number, number, number];
      const data = new Uint8Array(width * height * 3);
      for (let line = 0; line < height; line++) data.set(page.data.subarray(((y + line) * page.width + x) * 3, ((y + line) * page.width + x + width) * 3), line * width * 3);
      expect(largestDifference(quadrantsOf({ data, width, height, channels: 3 }), colours)).toBeLessThan(4);
    }
  });

  it('has its marks in line with the photos’ edges, and white between them and the photos', async () => {
    const plan = layOut('10x15', 35, 45);
    const page = await printPage(await print(plan, await drawPicture('jpeg')), 600);
    const [first] = plan.copies;
    const above = findRuns(page, { y: Math.round(((first!.yMm - 2) / mmPerInch) * 600) }, isDark);
    const edges = [0, 1].flatMap((column) => [plan.copies[column]!.xMm, plan.copies[column]!.xMm + plan.copies[column]!.widthMm]);
    expect(above).toHaveLength(4);
    above.forEach(([from, to], index) => {
      expect(Math.abs(((from + to) / 2 / 600) * mmPerInch - edges[index]!)).toBeLessThan(0.1);
      expect(to - from).toBeLessThanOrEqual(4);
    });
    expect(findRuns(page, { y: Math.round(((first!.yMm - 0.25) / mmPerInch) * 600) }, isInk)).toEqual([]);
  });

  it('says how to print it where there is room below, and nothing where two photos leave none', async () => {
    const inkAtLowerEdge = async (plan: SheetPlan) => {
      const page = await printPage(await print(plan, await drawPicture('jpeg')), 200);
      return Array.from({ length: 20 }, (_, line) => findRuns(page, { y: page.height - Math.round((4 / mmPerInch) * 200) - line + 10 }, isInk).length);
    };
    expect(Math.max(...(await inkAtLowerEdge(layOut('13x18', 35, 45, { cropMarks: false }))))).toBeGreaterThan(10);
    expect(Math.max(...(await inkAtLowerEdge(layOut('4x6', 35, 45, { cropMarks: false }))))).toBe(2);
  });
});
