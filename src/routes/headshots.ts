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
import { lookFields, requireConsent } from './look-fields.ts';
import { onlyPhoto, opaqueFormats, pickFormat } from './photo.ts';
import type { PhotoWork } from './photo-work.ts';

const ids = backdrops.map(({ id }) => id);
const headshotFields = z.object({ ...outputFields, ...lookFields, backdrop: oneOf(['auto', ...ids]) });
const accountHeadshotFields = z.object({
  ...outputFields,
  ...lookFields,
  backdrop: oneOf(['auto', 'brand', ...ids]),
  brand: z.literal('team').or(lookFields.brand).describe('team, or a CSS colour without transparency, such as #0a7c66'),
  team: z.string().optional().describe('the id of a team that you are in'),
});

/** Take `photo`, answer with a portrait. @param reception - Undefined where accounts are off: there are no brands. */
export function headshotWork(studio: Studio, reception: Reception | undefined): PhotoWork {
  return {
    kind: 'headshot',
    files: { photo: 1 },
    async make(upload, context, request) {
      const photo = onlyPhoto(upload);
      const { team, consent, ...fields } = reception ? readFields(accountHeadshotFields, upload.fields) : { team: undefined, ...readFields(headshotFields, upload.fields) };
      requireConsent(consent);
      const asksForTeam = fields.backdrop === 'brand' || fields.brand === 'team';
      if (team !== undefined && !asksForTeam) throw new Problem('parameter-invalid', '`team` goes with `backdrop=brand` or `brand=team`.', { members: { parameter: 'team' } });
      const colour = reception && asksForTeam ? await readBrandColour(reception, callerIn(request), team) : undefined;
      const wish = { ...fields, backdrop: fields.backdrop === 'brand' ? colour : fields.backdrop, brand: fields.brand === 'team' ? colour : fields.brand };
      const picture = await studio.makeHeadshot(
        {
          photo,
          sitting: arrangeSitting(wish),
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
