// Owns what the command line can ask for: each kind's address, the routes' own fields as options, and its files. Judges no value: the studio does.

import { checkFields } from '../routes/checks.ts';
import { cutoutFields } from '../routes/cutouts.ts';
import { documentOrderFields } from '../routes/documents.ts';
import { accountHeadshotFields } from '../routes/headshots.ts';
import { printFields } from '../routes/sheets.ts';
import { thumbnailFields } from '../routes/thumbnails.ts';

/** A field of the route, as an option of the same name. */
export interface FieldOption {
  readonly name: string;
  readonly description: string;
}

/** A file beside the photo. */
export interface FileOption {
  readonly option: string;
  readonly field: string;
  readonly description: string;
}

/** One kind of work. */
export interface Kind {
  readonly name: 'cutout' | 'headshot' | 'document' | 'sheet' | 'thumbnail' | 'check';
  readonly description: string;
  readonly path: string;
  readonly fields: readonly FieldOption[];
  readonly files: readonly FileOption[];
}

interface Described {
  readonly shape: Readonly<Record<string, { readonly description?: string | undefined }>>;
}

function listFields({ shape }: Described): readonly FieldOption[] {
  return Object.entries(shape).map(([name, { description = '' }]) => ({ name, description }));
}

/** Every kind that takes one photo. */
export const kinds = {
  cutout: {
    name: 'cutout',
    description: 'Cut the person out, or put another background behind them.',
    path: '/v1/cutouts',
    fields: listFields(cutoutFields),
    files: [{ option: 'backgroundPicture', field: 'backgroundPicture', description: 'the picture of --background picture' }],
  },
  headshot: {
    name: 'headshot',
    description: 'Make a headshot; several, written as a zip, with --count or several looks.',
    path: '/v1/headshots',
    fields: listFields(accountHeadshotFields),
    files: [{ option: 'selfie', field: 'photo', description: 'a further photo of the same person; may be repeated' }],
  },
  document: {
    name: 'document',
    description: 'Make an identity photo, or a sheet of it to print.',
    path: '/v1/documents',
    fields: listFields(documentOrderFields),
    files: [],
  },
  sheet: {
    name: 'sheet',
    description: 'Lay a finished identity photo out on a sheet to print.',
    path: '/v1/sheets',
    fields: listFields(printFields),
    files: [],
  },
  thumbnail: {
    name: 'thumbnail',
    description: 'Set a title on a picture of the person: a thumbnail, a cover or a banner.',
    path: '/v1/thumbnails',
    fields: listFields(thumbnailFields),
    files: [],
  },
  check: {
    name: 'check',
    description: 'Check a photo against the rules of an identity document.',
    path: '/v1/checks',
    fields: listFields(checkFields),
    files: [],
  },
} as const satisfies Record<string, Kind>;

/** Ending of a file's name → media type that it is written in. */
export const mediaTypes: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  avif: 'image/avif',
  pdf: 'application/pdf',
  zip: 'application/zip',
  json: 'application/json',
};
