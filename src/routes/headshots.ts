// Owns `POST /v1/headshots`: its fields, and how they are said to the studio.

import type { Request } from 'express';
import { z } from 'zod';
import type { Reception } from '../accounts/auth/reception.ts';
import { Problem } from '../problem.ts';
import { backdrops } from '../styles/backdrops.ts';
import { arrangeSitting } from '../styles/sitting.ts';
import type { Studio } from '../studio/studio.ts';
import { readBrandColour } from './account/brand.ts';
import { callerOf } from './account/identify.ts';
import { describePicture } from './delivery.ts';
import { oneOf, outputFields, readFields, readFrame } from './fields.ts';
import { lookFields } from './look-fields.ts';
import { onlyPhoto, opaqueFormats, pickFormat } from './photo.ts';
import type { PhotoWork } from './photo-work.ts';

const ids = backdrops.map(({ id }) => id);
const headshotFields = z.object({ ...outputFields, ...lookFields, backdrop: oneOf(['auto', ...ids]) });
const accountHeadshotFields = z.object({ ...outputFields, ...lookFields, backdrop: oneOf(['auto', 'brand', ...ids]), team: z.string().optional().describe('the id of a team that you are in') });

/** Take `photo`, answer with a portrait. @param reception - Undefined where accounts are off: there are no brands. */
export function headshotWork(studio: Studio, reception: Reception | undefined): PhotoWork {
  return {
    kind: 'headshot',
    files: { photo: 1 },
    async make(upload, context, request) {
      const { team, ...fields } = reception ? readFields(accountHeadshotFields, upload.fields) : { team: undefined, ...readFields(headshotFields, upload.fields) };
      if (team !== undefined && fields.backdrop !== 'brand') throw new Problem('parameter-invalid', '`team` goes with `backdrop=brand`.', { members: { parameter: 'team' } });
      const backdrop = reception && fields.backdrop === 'brand' ? await readBrandColour(reception, callerIn(request), team) : fields.backdrop;
      const picture = await studio.makeHeadshot(
        {
          photo: onlyPhoto(upload),
          sitting: arrangeSitting({ ...fields, backdrop }),
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

function callerIn({ res }: Request) {
  return res && callerOf(res);
}
