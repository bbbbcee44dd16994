// Owns `POST /v1/thumbnails`: its fields, and how they are said to the studio; and what it offers.

import type { Request, Response } from 'express';
import { z } from 'zod';
import { readColour } from '../photo/css-colour.ts';
import { settableScripts } from '../photo/typography/faces.ts';
import { Problem } from '../problem.ts';
import { findLayout, layouts } from '../styles/layouts.ts';
import type { Layout } from '../styles/layouts.ts';
import { customBounds, describeCustom, platformIds, platforms } from '../styles/platforms.ts';
import type { Platform } from '../styles/platforms.ts';
import { readScene } from '../styles/scene.ts';
import type { Studio } from '../studio/studio.ts';
import { describePicture } from './delivery.ts';
import { oneOf, outputFields, readFields } from './fields.ts';
import { onlyPhoto, opaqueFormats, pickFormat } from './photo.ts';
import type { PhotoWork } from './photo-work.ts';

/** Characters of a title or subtitle: twice what any layout can set large enough to be read. */
const maxTextCharacters = 120;

const text = z.string().optional().describe(`a text of at most ${maxTextCharacters} characters`);

const { shape: _shape, ...sizes } = outputFields;

/** Fields of a thumbnail. */
export const thumbnailFields = z.object({
  ...sizes,
  platform: oneOf(platformIds),
  layout: oneOf(layouts.map(({ id }) => id) as [string, ...string[]]),
  title: text,
  subtitle: text,
  brand: z.string().max(100).optional().describe('an opaque CSS colour, such as #e4572e'),
  scene: z.string().optional().describe('a few words for the scene behind the person'),
});

type ThumbnailFields = z.infer<typeof thumbnailFields>;

/** Take `photo`, answer with a thumbnail. */
export function thumbnailWork(studio: Studio): PhotoWork {
  return {
    kind: 'thumbnail',
    files: { photo: 1 },
    async make(upload, context, request) {
      const fields = readFields(thumbnailFields, upload.fields);
      const platform = readPlatform(fields);
      const title = readText('title', fields.title);
      if (title === '') throw new Problem('parameter-invalid', '`title` is missing. Send the words that stand on the picture, best at most six.', { members: { parameter: 'title' } });
      const thumbnail = await studio.makeThumbnail(
        {
          photo: onlyPhoto(upload),
          platform,
          layout: readLayout(fields.layout),
          title,
          subtitle: readText('subtitle', fields.subtitle),
          brand: readBrand(fields.brand),
          scene: fields.scene === undefined ? undefined : readScene(fields.scene),
          encoding: { format: pickFormat(request, fields.format, opaqueFormats), quality: fields.quality, maxKB: fields.maxKB ?? platform.maxKB, dpi: fields.dpi },
          wish: { engine: fields.engine, maxRetentionDays: fields.maxRetentionDays },
        },
        context,
      );
      const delivery = describePicture(thumbnail);
      // Cut off, never rounded up: what is said was measured.
      return { ...delivery, headers: { ...delivery.headers, 'Ephemera-Contrast': (Math.floor(thumbnail.contrast * 100) / 100).toFixed(2) } };
    },
  };
}

function readPlatform({ platform = 'youtube', width, height }: ThumbnailFields): Platform {
  const known = platforms.find(({ id }) => id === platform);
  if (known && (width ?? height) === undefined) return known;
  if (known) throw new Problem('parameter-invalid', '`width` and `height` go with `platform=custom`; every other platform has its own size.', { members: { parameter: width === undefined ? 'height' : 'width' } });
  if (width === undefined || height === undefined) throw new Problem('parameter-invalid', '`platform=custom` takes `width` and `height`, both in pixels.', { members: { parameter: width === undefined ? 'width' : 'height' } });
  const custom = describeCustom(width, height);
  if (custom) return custom;
  const { leastSide, mostSide, mostElongation } = customBounds;
  throw new Problem('size-impossible', `No thumbnail can be ${width} × ${height}. Each side has ${leastSide} to ${mostSide} pixels, and the longer is at most ${mostElongation} times the shorter.`, { members: { ...customBounds } });
}

function readLayout(id: string | undefined): Layout {
  const layout = id === undefined ? layouts[0] : findLayout(id);
  if (!layout) throw new Error('the catalogue of layouts is empty');
  return layout;
}

/** Marks that turn the direction of writing, joints of syllables and byte order: they are not seen, and lead astray. */
const unseenMarks = /[\u00ad\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** Something that leaves ink: joints and marks alone do not. */
const seen = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** As wide as two or three letters; and each may come from a file of its own, of which a text opens at most so many. */
const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const wideWeight = 3;

function readText(field: 'title' | 'subtitle', sent = ''): string {
  const shown = sent.normalize('NFC').replaceAll(unseenMarks, '').replaceAll(/\s+/g, ' ').trim();
  const length = [...shown].reduce((sum, character) => sum + (wide.test(character) ? wideWeight : 1), 0);
  if (length <= maxTextCharacters) return seen.test(shown) ? shown : '';
  throw new Problem('text-too-long', `\`${field}\` takes at most ${maxTextCharacters} characters, of Chinese, Japanese and Korean ${maxTextCharacters / wideWeight}, and far fewer can be seen. Six words are a good title.`, { members: { parameter: field, fits: maxTextCharacters } });
}

function readBrand(sent: string | undefined): string | undefined {
  if (sent === undefined) return undefined;
  const colour = readColour(sent);
  if (!colour || colour.alpha < 1) throw new Problem('parameter-invalid', '`brand` takes an opaque CSS colour, such as #e4572e or teal.', { members: { parameter: 'brand' } });
  const byte = (part: number) => Math.round(part * 255).toString(16).padStart(2, '0');
  return `#${byte(colour.red)}${byte(colour.green)}${byte(colour.blue)}`;
}

/** Answer with platforms and layouts, as the page and programs need them to offer a choice. */
export function answerThumbnails(_request: Request, response: Response): void {
  response.set('Cache-Control', 'no-cache').json({
    platforms: platforms.map(({ id, title, width, height, maxKB, note }) => ({ id, title, width, height, maxKB: maxKB ?? null, note })),
    custom: customBounds,
    layouts: layouts.map(({ id, title, description, brand }) => ({ id, title, description, brand })),
    scripts: settableScripts,
    maxTextCharacters,
  });
}
