// Owns `POST /v1.0/removebg`: programs written for remove.bg work with this studio. Refuses what this studio cannot do, by that interface's own errors.

import { isSeeThrough } from '../../photo/background.ts';
import type { Studio } from '../../studio/studio.ts';
import type { PhotoWork } from '../photo-work.ts';
import { describeRemoval } from './answer.ts';
import { encodedField, removebgBodies } from './body.ts';
import { readRemovalFields } from './fields.ts';
import { collectPictures } from './sources.ts';
import type { SourceParts } from './sources.ts';

/** Take a picture in any of its forms, answer with it without its background. */
export function removebgWork(studio: Studio, parts: SourceParts): PhotoWork {
  return {
    kind: 'cutout',
    files: { image_file: 1, bg_image_file: 1, [encodedField]: 1 },
    encodedField,
    otherBodies: removebgBodies,
    async make(upload, context, request) {
      const fields = readRemovalFields(upload.fields);
      using pictures = await collectPictures(parts, upload, fields, context);
      const { photo, backgroundPicture } = pictures;
      const background = backgroundPicture ? ({ kind: 'picture' } as const) : fields.background;
      const format = fields.format ?? (isSeeThrough(background) ? 'png' : 'jpeg');
      const removal = await studio.removeBackground({ ...fields, photo, background, backgroundPicture, format }, context);
      return describeRemoval(removal, fields.saysType, request, context.vault);
    },
  };
}
