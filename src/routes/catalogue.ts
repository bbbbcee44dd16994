// Owns what can be asked for: engines, backdrops, shapes, formats, limits. Nothing here is about any user.

import type { Request, Response } from 'express';
import type { Config } from '../config.ts';
import { maxFrameSide } from '../engines/local/frame-size.ts';
import { pictureFormats } from '../photo/encode.ts';
import { backdrops } from '../styles/backdrops.ts';
import { packLimits } from '../studio/pack.ts';
import { Problem } from '../problem.ts';
import type { Studio } from '../studio/studio.ts';
import { shapes } from './fields.ts';

/** Answer with everything a page or a program needs to offer choices. */
export function answerCatalogue(parts: { readonly config: Config; readonly studio: Studio }) {
  return (_request: Request, response: Response): void => {
    const { maxUploadBytes, maxPixels } = parts.config;
    response.set('Cache-Control', 'no-cache').json({
      engines: parts.studio.describeEngines(),
      backdrops: backdrops.map(({ id, title, kind }) => ({ id, title, kind, swatch: `/v1/backdrops/${id}.webp` })),
      shapes,
      formats: pictureFormats,
      limits: { maxUploadBytes, maxPixels, maxSidePixels: maxFrameSide, maxSelfies: packLimits.selfies, maxPictures: packLimits.pictures },
    });
  };
}

/** Answer with a small picture of a backdrop; made once for each backdrop, the same for everybody. */
export function answerSwatch(studio: Studio) {
  return async (request: Request, response: Response): Promise<void> => {
    const id = /^([a-z-]+)\.webp$/.exec(String(request.params['swatch']))?.[1];
    const backdrop = backdrops.find((each) => each.id === id);
    if (!backdrop) throw new Problem('not-found', `There is no such backdrop. Known: ${backdrops.map((each) => each.id).join(', ')}.`);
    const picture = await studio.paintSwatch(backdrop.id);
    response.set({ 'Content-Type': 'image/webp', 'Cache-Control': 'public, max-age=86400' }).send(Buffer.from(picture));
  };
}
