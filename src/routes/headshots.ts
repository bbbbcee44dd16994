// Owns `POST /v1/headshots`: its fields, and how they are said to the studio.

import type { Request } from 'express';
import { z } from 'zod';
import type { Reception } from '../accounts/auth/reception.ts';
import type { PictureFormat } from '../photo/encode.ts';
import { Problem } from '../problem.ts';
import { backdrops } from '../styles/backdrops.ts';
import type { HeadshotOrder } from '../studio/orders.ts';
import { countRounds, packLimits } from '../studio/pack.ts';
import type { Studio } from '../studio/studio.ts';
import { readBrandColour } from './account/brand.ts';
import { callerOf } from './account/identify.ts';
import { describePicture } from './delivery.ts';
import { oneOf, outputFields, readFields, readFrame } from './fields.ts';
import { lookFields, requireConsent } from './look-fields.ts';
import { arrangePictures, countPictures, packFields } from './look-wishes.ts';
import { awaitPicture, packTypes, streamPack } from './pack-answers/pack-delivery.ts';
import type { PackType } from './pack-answers/pack-delivery.ts';
import { acceptOnly, onlyPhoto, opaqueFormats } from './photo.ts';
import type { PhotoWork } from './photo-work.ts';
import type { Upload } from './upload.ts';

const ids = backdrops.map(({ id }) => id);
const headshotFields = z.object({ ...outputFields, ...lookFields, ...packFields, backdrop: oneOf(['auto', ...ids]) });
/** Fields of a headshot where accounts are on: those that every studio takes are among them. */
export const accountHeadshotFields = z.object({
  ...outputFields,
  ...lookFields,
  ...packFields,
  backdrop: oneOf(['auto', 'brand', ...ids]),
  brand: z.literal('team').or(lookFields.brand).describe('team, or a CSS colour without transparency, such as #0a7c66'),
  team: z.string().optional().describe('the id of a team that you are in'),
});

/** Take one to twenty of `photo`, answer with one portrait or several. @param reception - Undefined where accounts are off: there are no brands. */
export function headshotWork(studio: Studio, reception: Reception | undefined): PhotoWork {
  return {
    kind: 'headshot',
    files: { photo: packLimits.selfies },
    plan(upload) {
      const pictures = countPictures(readHeadshotFields(upload.fields, reception));
      return { pictures, rounds: countRounds(pictures) };
    },
    async make(upload, context, request) {
      const photo = onlyPhoto(upload);
      const { fields, wish } = await readHeadshot(upload.fields, request, reception);
      const pictures = arrangePictures(fields, wish);
      const answer = chooseAnswer(request, pictures.length, fields.format);
      const order = describeOrder(fields, answer.format);
      const selfies = upload.files['photo'] ?? [photo];
      const [{ sitting }] = pictures;
      if (selfies.length === 1 && answer.type === undefined) return describePicture(await studio.makeHeadshot({ ...order, photo, sitting }, context));
      const pack = studio.makePack({ ...order, selfies, pictures, withContactSheet: answer.type === 'application/zip' }, context);
      return answer.type === undefined ? awaitPicture(pack) : streamPack(pack, pictures.length, answer.type);
    },
  };
}

/**
 * Read what is asked of a headshot; the colour of a team's brand is looked up.
 *
 * @returns The fields, and the wish that goes with any look of them.
 * @throws {Problem} `parameter-unknown`, `parameter-invalid`, `consent-missing`; as `readBrandColour`.
 */
export async function readHeadshot(sent: Upload['fields'], request: Request, reception: Reception | undefined) {
  const { team, consent, ...fields } = readHeadshotFields(sent, reception);
  requireConsent(consent);
  const asksForTeam = fields.backdrop === 'brand' || fields.brand === 'team';
  if (team !== undefined && !asksForTeam) throw new Problem('parameter-invalid', '`team` goes with `backdrop=brand` or `brand=team`.', { members: { parameter: 'team' } });
  const colour = reception && asksForTeam ? await readBrandColour(reception, callerIn(request), team) : undefined;
  return { fields, wish: { ...fields, backdrop: fields.backdrop === 'brand' ? colour : fields.backdrop, brand: fields.brand === 'team' ? colour : fields.brand } };
}

function readHeadshotFields(sent: Upload['fields'], reception: Reception | undefined) {
  return reception ? readFields(accountHeadshotFields, sent) : { team: undefined, ...readFields(headshotFields, sent) };
}

/** What fields say of every picture, whatever its look. */
export function describeOrder(fields: Awaited<ReturnType<typeof readHeadshot>>['fields'], format: PictureFormat): Pick<HeadshotOrder, 'frame' | 'encoding' | 'wish'> {
  return {
    frame: readFrame(fields),
    encoding: { format, quality: fields.quality, maxKB: fields.maxKB, dpi: fields.dpi },
    wish: { engine: fields.engine, maxRetentionDays: fields.maxRetentionDays },
  };
}

/** In which form the answer is wanted, undefined for the bytes of one picture; and of what format its pictures are. */
interface Answer {
  readonly type: PackType | undefined;
  readonly format: PictureFormat;
}

/** @throws {Problem} `not-acceptable`. */
function chooseAnswer(request: Request, pictures: number, format: PictureFormat | undefined): Answer {
  const formats = pictures > 1 ? [] : format ? [format] : opaqueFormats;
  const type = acceptOnly(request, [...formats.map((each) => `image/${each}`), ...packTypes]);
  const packType = packTypes.find((each) => each === type);
  return { type: packType, format: formats.find((each) => type === `image/${each}`) ?? format ?? 'jpeg' };
}

function callerIn({ res }: Request) {
  return res && callerOf(res);
}
