// Owns a sheet from a finished photo to its file. Refuses a photo whose shape is not the print's: it would be stretched.

import { encodePicture, mediaTypes } from '../photo/encode.ts';
import { readPhotoFacts } from '../photo/open.ts';
import type { OpenPhoto, PhotoFacts } from '../photo/open.ts';
import type { PrintablePicture } from '../photo/pdf.ts';
import { paintSheet, sheetPixelSize } from '../photo/sheet.ts';
import { photoSizeOf } from '../photo/sheet-layout.ts';
import { Problem } from '../problem.ts';
import { openForWork, openLimits } from './opening.ts';
import type { FinishedSheet, JobContext, SheetOrder, StudioParts } from './orders.ts';

type SheetParts = Pick<StudioParts, 'maxPixels' | 'pixelGate'>;

/** @throws {Problem} `parameter-invalid` for a photo of another shape or a sheet of too many pixels, and as opening does. */
export async function printSheet(parts: SheetParts, order: SheetOrder, context: JobContext): Promise<FinishedSheet> {
  const facts = await readPhotoFacts(order.picture, openLimits(parts), context.vault, context.signal);
  boundShape(order, facts);
  const file = order.format === 'pdf' ? await printPdf(parts, order, facts, context) : await printPixels(parts, order, order.format, context);
  return { ...file, copies: order.plan.copies.length };
}

type SheetFile = Omit<FinishedSheet, 'copies'>;

async function printPdf(parts: SheetParts, order: SheetOrder, facts: PhotoFacts, context: JobContext): Promise<SheetFile> {
  const { vault, signal, step } = context;
  const picture = order.isOurs && facts.format === 'jpeg' ? asItIs(order.picture, facts) : await cleanPicture(parts, order, facts, context);
  // With the first PDF: a fifth of a start, which few processes need.
  const { writePdf } = await import('../photo/pdf.ts');
  const bytes = await step('sheet', () => writePdf(order.plan, picture, vault, signal));
  if (picture.bytes !== order.picture) vault.erase(picture.bytes);
  return { bytes, mimeType: 'application/pdf' };
}

function asItIs(bytes: Uint8Array<ArrayBuffer>, { width, height }: PhotoFacts): PrintablePicture {
  return { bytes, mimeType: 'image/jpeg', width, height };
}

/** No difference can be seen in print. */
const printQuality = 95;

/** The picture without whatever else its file carries: a PNG stays without loss, the rest becomes a fine JPEG. */
async function cleanPicture(parts: SheetParts, order: SheetOrder, facts: PhotoFacts, context: JobContext): Promise<PrintablePicture> {
  using opened = await openForWork(parts, [order.picture], {}, context);
  const [{ pixels }] = opened.photos as [OpenPhoto];
  const format = facts.format === 'png' ? 'png' : 'jpeg';
  const { bytes, width, height } = await context.step('encode', () =>
    encodePicture(pixels, { format, quality: printQuality, source: 'humanEdits' }, context.vault, context.signal),
  );
  context.vault.erase(pixels.data);
  return { bytes, mimeType: mediaTypes[format], width, height };
}

/**
 * The room that opening holds for each pixel of the sheet is what it takes: RGB (3 bytes), the coefficients of a progressive
 * JPEG (6, two for each channel) and its file, or a PNG's rows and a file that is at most as large as the RGB.
 */
async function printPixels(parts: SheetParts, { picture, plan, dpi }: SheetOrder, format: 'jpeg' | 'png', context: JobContext): Promise<SheetFile> {
  const { vault, signal, step } = context;
  const size = sheetPixelSize(plan, dpi);
  boundSheet(size, parts.maxPixels);
  using opened = await openForWork(parts, [picture], size, context);
  const [photo] = opened.photos as [OpenPhoto];
  const sheet = await step('sheet', () => paintSheet(plan, photo.pixels, dpi, vault, signal));
  const { bytes } = await step('encode', () => encodePicture(sheet, { format, quality: printQuality, dpi, source: 'humanEdits' }, vault, signal));
  vault.erase(sheet.data);
  return { bytes, mimeType: mediaTypes[format] };
}

/** Less than half a millimetre on a photo of 45 mm: whole pixels and rounded inches make so much. */
const maxStretch = 0.02;

function boundShape({ plan }: SheetOrder, { width, height }: PhotoFacts): void {
  const { widthMm, heightMm } = photoSizeOf(plan);
  if (Math.abs(width / height / (widthMm / heightMm) - 1) <= maxStretch) return;
  throw new Problem(
    'parameter-invalid',
    `The photo is ${width} × ${height} pixels, which is not the shape of ${widthMm} × ${heightMm} mm: it would be stretched. Send its own size, or have it cropped by POST /v1/documents first.`,
    { members: { parameter: 'photo', width, height, widthMm, heightMm } },
  );
}

function boundSheet({ width, height }: { readonly width: number; readonly height: number }, maxPixels: number): void {
  if (width * height <= maxPixels) return;
  throw new Problem(
    'parameter-invalid',
    `The sheet would have ${Math.round((width * height) / 1e6)} million pixels; at most ${Math.round(maxPixels / 1e6)} million are made. Choose fewer dots per inch, or a PDF.`,
    { members: { parameter: 'sheetDpi', width, height, maxPixels } },
  );
}
