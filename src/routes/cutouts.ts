// Owns `POST /v1/cutouts`: its fields, and how they are said to the studio.

import { z } from 'zod';
import { Problem } from '../problem.ts';
import type { Studio } from '../studio/studio.ts';
import { describePicture } from './delivery.ts';
import { oneOf, outputFields, readFields, readFrame, wholeNumber } from './fields.ts';
import { onlyPhoto, opaqueFormats, pickFormat, seeThroughFormats } from './photo.ts';
import type { PhotoWork } from './photo-work.ts';
import { backgroundGrammar, isSeeThrough, readBackground } from '../photo/background.ts';

/** Fields of a cutout. */
export const cutoutFields = z.object({
  ...outputFields,
  background: z.string().max(300).optional().describe(backgroundGrammar),
  output: oneOf(['picture', 'mask']),
  crop: oneOf(['none', 'subject']),
  margin: wholeNumber(0, 50),
});

/** Take `photo`, and `backgroundPicture` when the background is a picture. */
export function cutoutWork(studio: Studio): PhotoWork {
  return {
    kind: 'cutout',
    files: { photo: 1, backgroundPicture: 1 },
    async make(upload, context, request) {
      const fields = readFields(cutoutFields, upload.fields);
      const background = readBackground(fields.background ?? 'transparent');
      const output = fields.output ?? 'picture';
      const keepsAlpha = output === 'mask' || isSeeThrough(background);
      const picture = await studio.makeCutout(
        {
          photo: onlyPhoto(upload),
          backgroundPicture: readBackgroundPicture(upload.files['backgroundPicture']?.[0], background.kind === 'picture'),
          background,
          output,
          crop: fields.crop ?? 'none',
          // Per cent on the wire, a fraction of the subject's longer side inside.
          margin: (fields.margin ?? 8) / 100,
          frame: readFrame(fields),
          encoding: { format: pickFormat(request, fields.format, keepsAlpha ? seeThroughFormats : opaqueFormats), quality: fields.quality, maxKB: fields.maxKB, dpi: fields.dpi },
          wish: { engine: fields.engine, maxRetentionDays: fields.maxRetentionDays },
        },
        context,
      );
      return describePicture(picture);
    },
  };
}

function readBackgroundPicture(file: Uint8Array<ArrayBuffer> | undefined, wanted: boolean): Uint8Array<ArrayBuffer> | undefined {
  if (wanted && !file) throw new Problem('photo-missing', 'With `background=picture`, send the picture in the file field `backgroundPicture`.');
  if (!wanted && file) throw new Problem('photo-unexpected', 'A `backgroundPicture` is used with `background=picture` only.');
  return file;
}
