// Owns `POST /v1/documents`: its fields, and how they are said to the studio.

import type { Request } from 'express';
import { z } from 'zod';
import type { DocumentRule } from '../documents/rule.ts';
import { readColour } from '../photo/css-colour.ts';
import type { Colour } from '../photo/css-colour.ts';
import { Problem } from '../problem.ts';
import type { FinishedDocument } from '../studio/orders.ts';
import type { Studio } from '../studio/studio.ts';
import { describePicture } from './delivery.ts';
import type { FileDelivery } from './delivery.ts';
import { documentFields, readLines, readRule } from './document-fields.ts';
import { oneOf, outputFields, readFields, wholeNumber } from './fields.ts';
import { onlyPhoto, pickFormat } from './photo.ts';
import type { PhotoWork } from './photo-work.ts';
import { addSheet, pickSheetAnswer, readSheetRequest, sheetFields } from './sheets.ts';
import type { SheetChoice, SheetWish } from './sheets.ts';

/** Fields of an identity photo. */
export const documentOrderFields = z.object({
  ...documentFields,
  mode: oneOf(['crop', 'studio']),
  background: z.string().max(60).optional().describe('a CSS colour without transparency'),
  format: oneOf(['jpeg', 'png']),
  quality: outputFields.quality,
  maxKB: outputFields.maxKB,
  minKB: wholeNumber(1, 100_000),
  enlarge: oneOf(['yes', 'no']),
  ...sheetFields,
});

/** Take `photo`, answer with an identity photo; with a sheet of it when a field asks for one, with both when a zip is accepted. */
export function documentWork(studio: Studio): PhotoWork {
  return {
    kind: 'document',
    files: { photo: 1 },
    async make(upload, context, request) {
      const fields = readFields(documentOrderFields, upload.fields);
      const rule = readRule(fields);
      boundFileSize(fields);
      const answer = pickAnswer(request, fields, rule);
      const document = await studio.makeDocument(
        {
          photo: onlyPhoto(upload),
          rule,
          lines: readLines(fields),
          mode: fields.mode ?? 'crop',
          background: readBackground(fields),
          mayEnlarge: fields.enlarge === 'yes',
          encoding: { format: answer.format, quality: fields.quality, maxKB: fields.maxKB, minKB: fields.minKB, dpi: fields.dpi },
          wish: { engine: fields.engine, maxRetentionDays: fields.maxRetentionDays },
        },
        context,
      );
      const photo = describeDocument(document, rule);
      return answer.sheet ? addSheet(studio, photo, answer.sheet, answer.zipped, context) : photo;
    },
  };
}

function describeDocument(document: FinishedDocument, rule: DocumentRule): FileDelivery {
  const { verdict } = document.assessment;
  const open = verdict.reasons.filter(({ result }) => result !== 'unknown').map(({ name }) => name);
  const { headers, ...picture } = describePicture(document);
  return {
    ...picture,
    headers: {
      ...headers,
      'Ephemera-Document': rule.id,
      'Ephemera-Dpi': String(document.dpi),
      // Second-hand rules are told with every answer, a picture too.
      ...(rule.readOn !== '' && { 'Ephemera-Rules': `${rule.confidence}, read ${rule.readOn}` }),
      'Ephemera-Verdict': verdict.result,
      ...(open.length > 0 && { 'Ephemera-Reasons': open.join(', ') }),
    },
  };
}

interface Answer {
  readonly format: 'jpeg' | 'png';
  readonly sheet: SheetWish | undefined;
  readonly zipped: boolean;
}

/** A photo unless a sheet is asked for; whoever accepts a zip alone gets both. */
function pickAnswer(request: Request, fields: SheetChoice & { readonly format?: 'jpeg' | 'png' | undefined }, rule: DocumentRule): Answer {
  const formats = rule.digital?.formats ?? (['jpeg', 'png'] as const);
  const wantsSheet = Object.keys(sheetFields).some((name) => fields[name as keyof SheetChoice] !== undefined);
  if (!wantsSheet && !takesOnlyZip(request)) return { format: pickFormat(request, fields.format, formats), sheet: undefined, zipped: false };
  const { format, zipped } = pickSheetAnswer(request, fields.sheetFormat);
  return { format: fields.format ?? formats[0] ?? 'jpeg', sheet: readSheetRequest({ ...fields, sheetFormat: format }, rule), zipped };
}

function takesOnlyZip(request: Request): boolean {
  return request.accepts(['image/jpeg', 'image/png', 'application/zip']) === 'application/zip';
}

function boundFileSize({ minKB, maxKB }: { readonly minKB?: number | undefined; readonly maxKB?: number | undefined }): void {
  if (minKB === undefined || maxKB === undefined || minKB <= maxKB) return;
  throw new Problem('file-size-contradictory', `minKB is ${minKB} and maxKB is ${maxKB}: no file is both. Send a minKB that is not above maxKB.`, { members: { minKB, maxKB } });
}

function readBackground({ background, mode }: { readonly background?: string | undefined; readonly mode?: 'crop' | 'studio' | undefined }): Colour | undefined {
  if (background === undefined) return undefined;
  if (mode !== 'studio') throw new Problem('parameter-invalid', '`background` goes with `mode=studio` only: a crop keeps the background of the photo.', { members: { parameter: 'background' } });
  const colour = readColour(background);
  if (colour?.alpha === 1) return colour;
  throw new Problem('parameter-invalid', '`background` takes a CSS colour without transparency, such as white or #eef0f2.', { members: { parameter: 'background' } });
}
