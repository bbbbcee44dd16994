// Owns the person of a poster: read, cut out at the poster's size, put in a good light. Refuses photos without a face.

import { forgetReading, toPhoto } from '../../face/reading.ts';
import type { OpenPhoto } from '../../photo/open.ts';
import type { PlacedCut } from '../../photo/canvas.ts';
import type { Pixels } from '../../photo/pixels.ts';
import { warpPixels } from '../../photo/warp.ts';
import { Problem } from '../../problem.ts';
import type { RenderContext, RenderNote } from '../engine.ts';
import { clearBeyond, dividePeople } from '../local/companions.ts';
import { maxEnlargement } from '../local/frame-size.ts';
import { seeFace } from '../local/headshot.ts';
import type { LocalParts, SeenFace } from '../local/headshot.ts';
import { markFace } from '../local/marks.ts';
import { noteReading } from '../local/notes.ts';
import { softenEnds } from './ends.ts';
import { seeSubject } from './stance.ts';
import type { Stance, Subject } from './stance.ts';

/** A photo that was read, before it is known where the person goes. */
export interface SeenSubject extends SeenFace {
  readonly subject: Subject;
  readonly dividers: ReturnType<typeof dividePeople>;
}

/** Read a photo. @throws {Problem} `face-not-found`, `person-not-found`, `vision-unavailable`. */
export async function seeFigure({ vision }: LocalParts, photo: Pixels<3>, context: RenderContext): Promise<SeenSubject> {
  const seen = await context.step('read', () => seeFace(vision, photo, context));
  const { portrait } = seen.reading;
  const dividers = dividePeople(portrait, seen.face, 0);
  const divided = clearBeyond(seen.silhouette, dividers, portrait.width / seen.silhouette.width);
  const subject = seeSubject(portrait, seen.face, seen.silhouette, divided);
  context.vault.erase(seen.silhouette.data);
  return { ...seen, subject, dividers };
}

/** A person ready to be set on a poster. */
export interface Figure {
  readonly cut: PlacedCut;
  readonly notes: readonly RenderNote[];
}

/**
 * Cut the person out at the size and place of a stance.
 *
 * @param photo - Erased as soon as nothing needs it.
 * @throws {Problem} `person-not-found`, `vision-unavailable`; the signal's reason when aborted.
 */
export async function takeFigure({ vision, pool }: LocalParts, photo: OpenPhoto, seen: SeenSubject, stance: Stance, context: RenderContext): Promise<Figure> {
  const { vault, signal, step } = context;
  const { reading, face, subject, dividers } = seen;
  const { matte, width, height } = reading.portrait;
  if (!matte) throw new Problem('person-not-found', 'No person was found in the photo.');
  const cut = await step('cut', async () => {
    const window = await warpPixels(photo.pixels, toPhoto(stance.map, reading), stance.box.width, stance.box.height, 'clamp', vault, signal);
    vault.erase(photo.pixels.data);
    const { foreground, alpha } = await vision.cut(window, matte, stance.map, signal);
    vault.ownPixels(foreground);
    vault.ownPixels(alpha);
    return pool.run({ task: 'bound', foreground, alpha, map: stance.map, width, height, dividers }, context);
  });
  const crown = { x: face.eyes.x + subject.sitter.crown * unitOf(stance).x, y: face.eyes.y + subject.sitter.crown * unitOf(stance).y };
  const marks = markFace(face.mesh, face.eyes, face.chin, crown, stance.map);
  vault.own(marks.mesh);
  const notes = noteFigure(seen, stance);
  forgetReading(reading, context);
  const { foreground, alpha } = await step('tone', () => pool.run({ task: 'tone', ...cut, marks }, context));
  const toned = { foreground, alpha };
  softenEnds(toned, stance);
  return { cut: { ...toned, x: stance.box.x, y: stance.box.y }, notes };
}

/** Downwards along the head, in working pixels. */
function unitOf({ map }: Stance): { readonly x: number; readonly y: number } {
  const length = Math.hypot(map.b, map.d);
  return { x: map.b / length, y: map.d / length };
}

function noteFigure({ reading, subject }: SeenSubject, { scale, ends }: Stance): RenderNote[] {
  const notes: [RenderNote, boolean][] = [
    ['turned-upright', reading.portrait.turn !== 0],
    ['hair-cut-by-photo', subject.isCut.top],
    ['shoulders-cut-by-photo', ends.left !== undefined || ends.right !== undefined],
    ['enlarged', scale / reading.scale > maxEnlargement],
  ];
  return [...noteReading(reading), ...notes.filter(([, holds]) => holds).map(([note]) => note)];
}
