// Owns what can be asked of a portrait's look: families, looks, clothes, crops. Nothing here is about any user.

import type { Request, Response } from 'express';
import { Problem } from '../problem.ts';
import { expressions, families, framings, outfits, retouches } from '../styles/look.ts';
import type { Look } from '../styles/look.ts';
import { findLook, looks } from '../styles/looks.ts';
import { maxNoteCharacters } from '../styles/note.ts';
import { listOutfits } from '../styles/sitting.ts';
import type { Studio } from '../studio/studio.ts';

/** Answer with every look, by family, and with the choices within a look. */
export function answerStyles(_request: Request, response: Response): void {
  response.set('Cache-Control', 'no-cache').json({
    families,
    styles: looks.map(describeLook),
    outfits: outfits.map(named),
    framings: framings.map(named),
    expressions: expressions.map(named),
    retouches,
    note: { maxCharacters: maxNoteCharacters },
  });
}

/** Answer with a small picture of a look; made once for each, the same for everybody. */
export function answerLookSwatch(studio: Studio) {
  return async (request: Request, response: Response): Promise<void> => {
    const look = findLook(/^([a-z-]+)\.webp$/.exec(String(request.params['swatch']))?.[1] ?? '');
    if (!look) throw new Problem('not-found', 'There is no such look. They are listed at /v1/styles.');
    const picture = await studio.paintLookSwatch(look.id);
    response.set({ 'Content-Type': 'image/webp', 'Cache-Control': 'public, max-age=86400' }).send(Buffer.from(picture));
  };
}

function describeLook(look: Look) {
  const { id, family, title, description, framing, expression, printing, outfits: [outfit] } = look;
  const isBrand = family === 'brand';
  return {
    id,
    family,
    title,
    description,
    swatch: `/v1/styles/${id}.webp`,
    backdrop: isBrand ? null : look.backdrop,
    takesBrand: isBrand,
    isBlackAndWhite: printing !== undefined,
    outfit,
    outfits: listOutfits(look),
    framing,
    expression,
  };
}

function named({ id, title }: { readonly id: string; readonly title: string }) {
  return { id, title };
}
