// Owns how the looks of a headshot request become pictures to make: looks times count. Refuses more than a pack gives.

import { z } from 'zod';
import { Problem } from '../problem.ts';
import type { PackPicture } from '../studio/orders.ts';
import { packLimits } from '../studio/pack.ts';
import { findLook } from '../styles/looks.ts';
import { arrangeSitting } from '../styles/sitting.ts';
import type { LookWish } from '../styles/sitting.ts';
import { wholeNumber } from './fields.ts';

/** Fields that say how many pictures, and in which looks. */
export const packFields = {
  style: z
    .union([z.string(), z.array(z.string())])
    .transform((sent) => [...new Set([sent].flat().flatMap((text) => text.split(',')).map((id) => id.trim()))].filter((id) => id !== ''))
    .optional()
    .describe('ids of looks, listed by /v1/styles, with commas between or the field repeated'),
  count: wholeNumber(1, packLimits.pictures),
};

/** What `packFields` read. */
export interface PackWish {
  readonly style?: readonly string[] | undefined;
  readonly count?: number | undefined;
}

/** @throws {Problem} `parameter-invalid` for more pictures than a pack gives. */
export function countPictures({ style, count = 1 }: PackWish): number {
  const looks = Math.max(1, style?.length ?? 0);
  const pictures = looks * count;
  if (pictures <= packLimits.pictures) return pictures;
  throw new Problem('parameter-invalid', `${looks} looks with ${count} pictures each are ${pictures} pictures; one request makes at most ${packLimits.pictures}. Ask for fewer, or send two requests.`, {
    members: { parameter: 'count', most: Math.floor(packLimits.pictures / looks) },
  });
}

/**
 * Arrange every picture, look by look.
 *
 * @param wish - For every look; `brand` for those that stand before a colour, where there are any.
 * @throws {Problem} As `countPictures` and `arrangeSitting`.
 */
export function arrangePictures(pack: PackWish, wish: Omit<LookWish, 'style'>): readonly [PackPicture, ...PackPicture[]] {
  countPictures(pack);
  const styles = pack.style?.length ? pack.style : [undefined];
  const takesBrand = (style: string | undefined) => style !== undefined && findLook(style)?.family === 'brand';
  const sharesBrand = styles.some(takesBrand);
  const sittings = styles.map((style) => ({ style, sitting: arrangeSitting({ ...wish, style, brand: sharesBrand && !takesBrand(style) ? undefined : wish.brand }) }));
  const pictures = sittings
    .flatMap(({ style, sitting }) => Array.from({ length: pack.count ?? 1 }, (_, variant) => ({ style, sitting, variant, mayReframe: wish.framing === undefined })))
    .map((picture, place): PackPicture => ({ number: place + 1, ...picture }));
  return pictures as [PackPicture, ...PackPicture[]];
}
