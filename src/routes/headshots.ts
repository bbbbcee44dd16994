// Owns `POST /v1/headshots`: its fields, and how they are said to the studio.

import { z } from 'zod';
import { backdrops } from '../styles/backdrops.ts';
import type { Studio } from '../studio/studio.ts';
import { describePicture } from './delivery.ts';
import { oneOf, outputFields, readFields, readFrame } from './fields.ts';
import { onlyPhoto, opaqueFormats, pickFormat } from './photo.ts';
import type { PhotoWork } from './photo-work.ts';

const headshotFields = z.object({
  ...outputFields,
  backdrop: oneOf(['auto', ...backdrops.map(({ id }) => id)]),
});

/** Take `photo`, answer with a portrait. */
export function headshotWork(studio: Studio): PhotoWork {
  return {
    kind: 'headshot',
    files: { photo: 1 },
    async make(upload, context, request) {
      const fields = readFields(headshotFields, upload.fields);
      const picture = await studio.makeHeadshot(
        {
          photo: onlyPhoto(upload),
          backdrop: fields.backdrop ?? 'auto',
          frame: readFrame(fields),
          encoding: { format: pickFormat(request, fields.format, opaqueFormats), quality: fields.quality, maxKB: fields.maxKB, dpi: fields.dpi },
          wish: { engine: fields.engine, maxRetentionDays: fields.maxRetentionDays },
        },
        context,
      );
      return describePicture(picture);
    },
  };
}
