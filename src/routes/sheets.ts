// Owns `POST /v1/sheets`, and the fields by which any work orders a sheet of its photo. Looks for no face: this is printing.

import type { Request } from 'express';
import { z } from 'zod';
import { findRule } from '../documents/catalogue.ts';
import { paperGrammar, papers, readPaper } from '../documents/papers.ts';
import { planSheet } from '../documents/sheet-plan.ts';
import type { Paper, SheetPlan } from '../documents/sheet-plan.ts';
import { readPhotoFormat } from '../photo/format.ts';
import { Problem } from '../problem.ts';
import { madeHere } from '../studio/engine-choice.ts';
import type { JobContext, SheetOrder } from '../studio/orders.ts';
import type { Studio } from '../studio/studio.ts';
import type { Delivery, FileDelivery, ZipDelivery } from './delivery.ts';
import { decimal, oneOf, readFields, wholeNumber } from './fields.ts';
import { acceptOnly, onlyPhoto } from './photo.ts';
import type { PhotoWork } from './photo-work.ts';
import { nameFile } from './zip.ts';

/** Fields by which a sheet is ordered, whatever the photo on it. */
export const sheetFields = {
  sheet: z.string().max(20).transform(readPaper).pipe(z.custom<Paper>((paper) => paper !== undefined)).optional().describe(paperGrammar),
  copies: wholeNumber(1, 200),
  gapMm: decimal(0, 20),
  cropMarks: oneOf(['yes', 'no']),
  sheetFormat: oneOf(['pdf', 'jpeg', 'png']),
  sheetDpi: oneOf(['300', '600']),
};

/** What those fields hold once they are read. */
export type SheetChoice = z.infer<z.ZodObject<typeof sheetFields>>;

/** A sheet laid out, ready for a photo. */
export interface SheetWish extends Pick<SheetOrder, 'plan' | 'format' | 'dpi'> {
  readonly paper: Paper;
}

/**
 * The sheet that is asked for, for a photo of a size in millimetres. Nothing is made yet: ask before the photo is worked on.
 *
 * @throws {Problem} `sheet-too-small`.
 */
export function readSheetRequest(choice: SheetChoice, photo: { readonly widthMm: number; readonly heightMm: number }): SheetWish {
  const { sheet: paper = papers[0], copies, gapMm = usualGapMm, cropMarks, sheetFormat = 'pdf', sheetDpi } = choice;
  const plan: SheetPlan = planSheet({ paper, photoWidthMm: photo.widthMm, photoHeightMm: photo.heightMm, copies, gapMm, cropMarks: cropMarks !== 'no' });
  return { paper, plan, format: sheetFormat, dpi: sheetDpi === '600' ? 600 : 300 };
}

/** Room for a cut on either side; with 2 mm the usual eight photos of 35 × 45 mm would not fit on 10 × 15 cm. */
const usualGapMm = 1;

/**
 * A sheet of a photo that the studio has just made, alone or in a zip with it.
 *
 * @param photo - Its bytes are erased when only the sheet is sent; what is said of it is said either way.
 */
export async function addSheet(studio: Studio, photo: FileDelivery, wish: SheetWish, zipped: boolean, context: JobContext): Promise<Delivery> {
  const sheet = await makeSheet(studio, { picture: photo.bytes, isOurs: true }, wish, context);
  if (zipped) return zipTogether(photo.bytes, sheet, photo.headers);
  context.vault.erase(photo.bytes);
  return { ...sheet, headers: { ...photo.headers, ...sheet.headers } };
}

const sizeLimitsMm = [10, 300] as const;

/** Fields of a sheet of a finished photo. */
export const printFields = z.object({
  ...sheetFields,
  document: z.string().max(60).optional().describe('the id of a document from GET /v1/documents'),
  widthMm: decimal(...sizeLimitsMm),
  heightMm: decimal(...sizeLimitsMm),
});

type PrintChoice = z.infer<typeof printFields>;

/** Take `photo`, a finished identity photo, and answer with a sheet of it; with both when a zip is accepted. */
export function sheetWork(studio: Studio): PhotoWork {
  return {
    kind: 'sheet',
    files: { photo: 1 },
    async make(upload, context, request) {
      const fields = readFields(printFields, upload.fields);
      const answer = pickSheetAnswer(request, fields.sheetFormat);
      const wish = readSheetRequest({ ...fields, sheetFormat: answer.format }, readSize(fields));
      const picture = onlyPhoto(upload);
      const sheet = await makeSheet(studio, { picture, isOurs: false }, wish, context);
      if (answer.zipped) return zipTogether(picture, sheet, {});
      context.vault.erase(picture);
      return sheet;
    },
  };
}

function readSize({ document, widthMm, heightMm }: PrintChoice): { readonly widthMm: number; readonly heightMm: number } {
  const isSized = widthMm !== undefined || heightMm !== undefined;
  if (document !== undefined && !isSized) return findRule(document);
  if (document === undefined && widthMm !== undefined && heightMm !== undefined) return { widthMm, heightMm };
  throw new Problem('parameter-invalid', 'Say how large the photo is printed: by `document`, or by `widthMm` and `heightMm` together.', {
    members: { parameter: document === undefined ? (widthMm === undefined ? 'widthMm' : 'heightMm') : 'document' },
  });
}

const sheetTypes = { pdf: 'application/pdf', jpeg: 'image/jpeg', png: 'image/png' } as const satisfies Record<SheetOrder['format'], string>;

/**
 * The first of these that `Accept` takes; a zip holds a PDF unless another format is asked for.
 *
 * @throws {Problem} `not-acceptable`.
 */
export function pickSheetAnswer(request: Request, wanted: SheetOrder['format'] | undefined): { readonly format: SheetOrder['format']; readonly zipped: boolean } {
  const formats = wanted ? [wanted] : (['pdf', 'jpeg', 'png'] as const);
  const type = acceptOnly(request, [...formats.map((format) => sheetTypes[format]), 'application/zip']);
  return { format: formats.find((format) => sheetTypes[format] === type) ?? formats[0] ?? 'pdf', zipped: type === 'application/zip' };
}

async function makeSheet(studio: Studio, photo: Pick<SheetOrder, 'picture' | 'isOurs'>, { paper, ...wish }: SheetWish, context: JobContext): Promise<FileDelivery> {
  const { bytes, mimeType, copies } = await studio.printSheet({ ...photo, ...wish }, context);
  return { bytes, mimeType, made: madeHere, headers: { 'Ephemera-Sheet-Copies': String(copies), 'Ephemera-Sheet-Paper': paper.id } };
}

/** The photo byte for byte as it is: its pixels, file size and dots per inch may be what a portal asks for. */
function zipTogether(photo: Uint8Array<ArrayBuffer>, sheet: FileDelivery, headers: Readonly<Record<string, string>>): ZipDelivery {
  const photoType = `image/${readPhotoFormat(photo)}`;
  const files = [
    { name: nameFile('photo', photoType), mimeType: photoType, bytes: photo },
    { name: nameFile('sheet', sheet.mimeType), mimeType: sheet.mimeType, bytes: sheet.bytes },
  ];
  return { files, headers: { ...headers, ...sheet.headers }, made: madeHere };
}
