// Owns the parameters of `POST /v1.0/removebg`, read as remove.bg's own interface reads them. Refuses values that it does not know, by name.

import { z } from 'zod';
import { readBackground } from '../../photo/background.ts';
import { Problem } from '../../problem.ts';
import type { Length, RemovalPlacement } from '../../studio/removal-layout.ts';
import type { RemovalOrder } from '../../studio/removal.ts';

const oneOf = <const T extends readonly [string, ...string[]]>(values: T) => z.enum(values).optional().describe(values.join(', '));

/** As text, and as JSON has it. */
const flag = z
  .union([z.boolean(), z.enum(['true', 'false', '1', '0'])])
  .transform((value) => value === true || value === 'true' || value === '1')
  .optional()
  .describe('true or false');

const text = (pattern: RegExp, allowed: string) => z.string().trim().regex(pattern).optional().describe(allowed);

/** Signed addresses of stores are a few hundred characters long. */
const maxUrlLength = 2000;

const length = String.raw`\d{1,5}(\.\d{1,4})?(px|%)`;

/** Text fields. An empty value counts as none, and names that are not here are ignored, as remove.bg does. */
const schema = z.object({
  image_url: z.string().max(maxUrlLength).optional().describe('an address'),
  bg_image_url: z.string().max(maxUrlLength).optional().describe('an address'),
  size: oneOf(['preview', 'small', 'regular', 'medium', 'hd', 'full', '4k', '50MP', 'auto']),
  type: oneOf(['auto', 'person', 'product', 'animal', 'car', 'car_interior', 'car_part', 'transportation', 'graphics', 'other']),
  type_level: oneOf(['none', 'latest', '1', '2']),
  format: oneOf(['auto', 'png', 'jpg', 'zip']),
  roi: text(new RegExp(`^${length}( ${length}){3}$`), 'four lengths such as 0% 0% 100% 100% or 10px 10px 300px 400px'),
  crop: flag,
  crop_margin: text(new RegExp(`^(${length}|0)( (${length}|0)){0,3}$`), 'one, two or four lengths such as 30px or 10%'),
  scale: text(/^(original|\d{1,3}%)$/, 'original or 10% to 100%'),
  position: text(/^(original|center|\d{1,3}%( \d{1,3}%)?)$/, 'original, center, or one or two of 0% to 100%'),
  channels: oneOf(['rgba', 'alpha']),
  // Of people nothing casts a shadow there either, and hair is always see-through here.
  add_shadow: flag,
  shadow_type: oneOf(['auto', 'car', '3D', 'drop', 'none']),
  shadow_opacity: z.coerce.number().min(0).max(100).optional().describe('a number from 0 to 100'),
  semitransparency: flag,
  bg_color: z.string().trim().max(40).optional().describe('a hex code such as 81d4fa, or a colour name'),
});

/** A request as understood. */
export interface RemovalFields extends Pick<RemovalOrder, 'background' | 'output' | 'maxPixels' | 'region' | 'placement'> {
  /** Undefined: PNG where something is see-through, else JPEG. */
  readonly format: 'png' | 'jpeg' | undefined;
  readonly imageUrl: string | undefined;
  readonly backgroundUrl: string | undefined;
  /** False where the caller wants to hear nothing of the subject's kind. */
  readonly saysType: boolean;
}

/** @throws {Problem} `parameter-invalid`; `person-not-found` for a subject that is not a person, before any work. */
export function readRemovalFields(sent: Readonly<Record<string, unknown>>): RemovalFields {
  const given = Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== '' && value !== null && value !== undefined));
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw refuseField(String(parsed.error.issues[0]?.path[0] ?? ''));
  const fields = parsed.data;
  if (fields.type !== undefined && fields.type !== 'auto' && fields.type !== 'person') {
    throw new Problem('person-not-found', 'This server cuts out people only. Send `type=person` or leave it out.', { members: { parameter: 'type' } });
  }
  const output = fields.channels === 'alpha' ? 'mask' : fields.format === 'zip' ? 'both' : 'picture';
  return {
    background: readColourOrNone(fields.bg_color),
    output,
    maxPixels: readMaxPixels(fields.size, fields.format),
    region: readRegion(fields.roi),
    placement: readPlacement(fields),
    format: fields.format === 'png' ? 'png' : fields.format === 'jpg' ? 'jpeg' : output === 'mask' ? 'png' : undefined,
    imageUrl: fields.image_url,
    backgroundUrl: fields.bg_image_url,
    saysType: fields.type_level !== 'none',
  };
}

function refuseField(name: string): Problem {
  const field = schema.shape[name as keyof typeof schema.shape] as z.ZodType | undefined;
  return new Problem('parameter-invalid', `\`${name}\` takes ${field?.description ?? 'another value'}.`, { members: { parameter: name } });
}

/** Names as CSS has them; digits without the `#` that CSS asks for. */
function readColourOrNone(colour: string | undefined): RemovalOrder['background'] {
  if (colour === undefined) return { kind: 'transparent' };
  const isHex = /^[0-9a-f]{3,8}$/i.test(colour);
  const background = readBackground(isHex ? `#${colour}` : colour, 'bg_color');
  if (background.kind === 'colour' || background.kind === 'transparent') return background;
  throw refuseField('bg_color');
}

/** Millions of pixels of each size. @see https://www.remove.bg/api */
const megapixels = { preview: 0.25, small: 0.25, regular: 0.25, medium: 1.5, hd: 4, full: 25, '4k': 25, '50MP': 50, auto: 25 } as const;

/** A PNG of 10 megapixels has about 10 MB. */
const maxPngMegapixels = 10;

function readMaxPixels(size: keyof typeof megapixels | undefined = 'preview', format: string | undefined): number {
  const most = megapixels[size];
  return 1e6 * (format === 'jpg' || format === 'zip' ? most : Math.min(most, maxPngMegapixels));
}

function readRegion(roi: string | undefined): RemovalOrder['region'] {
  if (roi === undefined) return undefined;
  const [left, top, right, bottom] = roi.split(' ').map(readLength);
  return [left!, top!, right!, bottom!];
}

/** The most that remove.bg takes: half of the subject, or 500 pixels. */
const maxMargin = { share: 0.5, px: 500 } as const;

function readMargins(text: string | undefined): RemovalPlacement['margins'] {
  const given = (text ?? '0px').split(' ').map(readLength);
  const isTooMuch = given.some(({ value, unit }) => value > maxMargin[unit]);
  if (isTooMuch || given.length === 3) throw refuseMargin();
  const [top, right = top, bottom = top, left = right] = given;
  return [top!, right!, bottom!, left!];
}

function refuseMargin(): Problem {
  return new Problem('parameter-invalid', '`crop_margin` takes one, two or four lengths of at most 50% or 500px.', { members: { parameter: 'crop_margin' } });
}

function readLength(text: string): Length {
  const value = Number.parseFloat(text);
  return text.endsWith('%') ? { value: value / 100, unit: 'share' } : { value, unit: 'px' };
}

function readPlacement({ crop = false, crop_margin: margin, scale, position }: z.infer<typeof schema>): RemovalPlacement {
  const share = scale === undefined || scale === 'original' ? undefined : Number.parseInt(scale, 10) / 100;
  if (share !== undefined && (share < 0.1 || share > 1)) throw refuseField('scale');
  return { crop, margins: readMargins(margin), scale: share, position: readPosition(position) };
}

function readPosition(text: string | undefined): RemovalPlacement['position'] {
  if (text === undefined || text === 'original') return undefined;
  if (text === 'center') return { x: 0.5, y: 0.5 };
  const [x = 0, y = x] = text.split(' ').map((part) => Number.parseInt(part, 10) / 100);
  if (x > 1 || y > 1) throw refuseField('position');
  return { x, y };
}
