// Owns the PDF of a sheet: a page of the paper's exact size with the picture embedded once. Refuses dates, names and scaling, and leaves no copy.

import { once } from 'node:events';
import PDFDocument from 'pdfkit';
import type { Vault } from '../retention/vault.ts';
import { photoSizeOf } from './sheet-layout.ts';
import type { CropMark, SheetCopy, SheetPlan } from './sheet-layout.ts';

/** A picture to embed as it is, so it should carry nothing that is not for everybody. */
export interface PrintablePicture {
  /** A JPEG, or a PNG of 8-bit RGB without transparency and not interlaced. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mimeType: 'image/jpeg' | 'image/png';
  /** In pixels. */
  readonly width: number;
  readonly height: number;
}

/** PDF's unit: 72 points to the inch. */
const pointsPerMm = 72 / 25.4;

/** Thin enough to vanish with the cut, thick enough for 300 dpi to print it. */
const markWidthMm = 0.1;

/**
 * Write a sheet as a PDF that prints at its true size.
 *
 * @returns The file in a buffer of the vault; the chunks it was written in are erased.
 * @see ISO 32000-1 §8.9.5 (images), §12.2 (PrintScaling)
 */
export async function writePdf(plan: SheetPlan, picture: PrintablePicture, vault: Vault, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  signal.throwIfAborted();
  const document = openDocument(plan);
  // In flowing mode each chunk comes as it was written; reading in any other way would join chunks into copies.
  const chunks: Uint8Array[] = [];
  document.on('data', (chunk: Uint8Array) => void chunks.push(vault.own(chunk)));
  const image = picture.mimeType === 'image/png' ? embedPng(document, picture) : document.openImage(picture.bytes);
  for (const copy of plan.copies) drawCopy(document, image, copy);
  drawMarks(document, plan.marks);
  writeCaption(document, plan);
  document.end();
  await once(document, 'end');
  signal.throwIfAborted();
  return vault.join(chunks);
}

/** What pdfkit takes for an image that is embedded already. */
interface EmbeddedImage {
  readonly width: number;
  readonly height: number;
  readonly label: string;
  readonly obj: unknown;
}

/** pdfkit's document, with what its types leave out, and without the XMP that would say a date and pdfkit's own name. */
class PlainDocument extends PDFDocument {
  declare readonly openImage: (bytes: Uint8Array) => EmbeddedImage;
  declare readonly _root: { readonly data: { ViewerPreferences?: object } };
  override endMetadata(): void {}
}

function openDocument({ widthMm, heightMm }: SheetPlan): PlainDocument {
  // The file's id is made of the date it is given: the same for everybody. The dictionary then says the title alone.
  const info = { CreationDate: new Date(0) };
  const document = new PlainDocument({ size: [widthMm * pointsPerMm, heightMm * pointsPerMm], margin: 0, pdfVersion: '1.7', lang: 'en', info });
  document.info = { Title: 'Identity photos' };
  document._root.data.ViewerPreferences = document.ref({ DisplayDocTitle: true, PrintScaling: 'None' });
  return document;
}

/** PDF reads a PNG's compressed rows as they are; pdfkit's own way would leave them in arrays that cannot be erased. */
function embedPng(document: PlainDocument, { bytes, width, height }: PrintablePicture): EmbeddedImage {
  const label = 'Png';
  const obj = document.ref({
    Type: 'XObject',
    Subtype: 'Image',
    Width: width,
    Height: height,
    BitsPerComponent: 8,
    ColorSpace: 'DeviceRGB',
    Filter: 'FlateDecode',
    DecodeParms: { Predictor: 15, Colors: 3, BitsPerComponent: 8, Columns: width },
  });
  for (const rows of listDataChunks(bytes)) obj.write(rows);
  obj.finalize();
  return { width, height, label, obj };
}

/** Signature (8), IHDR (25): its samples' depth, colour type and interlacing are the last bytes but five. */
const pngHeaderBytes = 33;

function listDataChunks(png: Uint8Array): Uint8Array[] {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  if (view.getUint16(24) !== 0x0802 || view.getUint8(28) !== 0) throw new Error('a PNG to embed must be plain 8-bit RGB');
  const chunks: Uint8Array[] = [];
  for (let at = pngHeaderBytes, length = 0; at + 12 <= png.byteLength; at += 12 + length) {
    length = view.getUint32(at);
    if (view.getUint32(at + 4) === 0x49444154) chunks.push(png.subarray(at + 8, at + 8 + length));
  }
  return chunks;
}

function drawCopy(document: PlainDocument, image: EmbeddedImage, { xMm, yMm, widthMm, heightMm, turned }: SheetCopy): void {
  const [x, y, width, height] = [xMm, yMm, widthMm, heightMm].map((mm) => mm * pointsPerMm) as [number, number, number, number];
  const picture = image as unknown as Parameters<PlainDocument['image']>[0];
  document.save();
  if (turned) document.translate(x + width, y).rotate(90).image(picture, 0, 0, { width: height, height: width });
  else document.image(picture, x, y, { width, height });
  document.restore();
}

function drawMarks(document: PlainDocument, marks: readonly CropMark[]): void {
  if (marks.length === 0) return;
  document.lineWidth(markWidthMm * pointsPerMm).strokeColor('black');
  for (const { fromXMm, fromYMm, toXMm, toYMm } of marks) {
    document.moveTo(fromXMm * pointsPerMm, fromYMm * pointsPerMm).lineTo(toXMm * pointsPerMm, toYMm * pointsPerMm);
  }
  document.stroke();
}

const captionPoints = 6;

/** What printers leave white, and the room that the caption leaves around itself. */
const captionEdgeMm = 3;
const captionRoomMm = 1;

/** Below the last row's first photo and between the marks beside it, where there is room for it. */
function writeCaption(document: PlainDocument, plan: SheetPlan): void {
  const { widthMm, heightMm } = photoSizeOf(plan);
  const text = `${widthMm} × ${heightMm} mm, print at 100 %`;
  const bottomMm = Math.max(...plan.copies.map((copy) => copy.yMm + copy.heightMm));
  const above = plan.copies.find((copy) => copy.yMm + copy.heightMm === bottomMm);
  if (!above) return;
  document.font('Helvetica').fontSize(captionPoints).fillColor('black');
  const [textWidthMm, textHeightMm] = [document.widthOfString(text) / pointsPerMm, document.currentLineHeight() / pointsPerMm];
  const yMm = plan.heightMm - captionEdgeMm - textHeightMm;
  if (textWidthMm > above.widthMm - 2 * captionRoomMm || yMm < bottomMm + captionRoomMm) return;
  const xMm = above.xMm + (above.widthMm - textWidthMm) / 2;
  document.text(text, xMm * pointsPerMm, yMm * pointsPerMm, { lineBreak: false });
}
