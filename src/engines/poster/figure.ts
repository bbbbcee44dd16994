// Owns the person of a poster: read, cut out at the poster's size, put in a good light, softened where the photo ends. Refuses photos without a face.

import { forgetReading, toPhoto } from '../../face/reading.ts';
import type { OpenPhoto } from '../../photo/open.ts';
import type { PlacedCut } from '../../photo/canvas.ts';
import type { CutOut, Pixels } from '../../photo/pixels.ts';
import { warpPixels } from '../../photo/warp.ts';
import { Problem } from '../../problem.ts';
import type { RenderContext, RenderNote } from '../engine.ts';
import { clearBeyond, dividePeople } from '../local/companions.ts';
import { maxEnlargement } from '../local/frame-size.ts';
import { seeFace } from '../local/headshot.ts';
import type { LocalParts, SeenFace } from '../local/headshot.ts';
import { markFace } from '../local/marks.ts';
import { noteReading } from '../local/notes.ts';
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

/** Of the way from the face to where the photo ends: so far in is a shoulder rounded… */
const roundShare = 0.42;
/** …and so far down, times that. An arm hangs steeper than a circle. */
const roundFall = 1.5;

/**
 * Where a shoulder reaches the photo's side, it is rounded into an arm: a straight corner would show that the photo ended there.
 */
function roundShoulder({ alpha }: CutOut, end: number, face: number): void {
  const inwards = Math.sign(face - end);
  const curve = findCurve(alpha, end, inwards, Math.abs(face - end) * roundShare);
  if (!curve) return;
  const { start, reach } = curve;
  const fall = reach * roundFall;
  for (let y = start; y < alpha.height; y++) {
    const rest = Math.max(0, 1 - (y - start) / fall);
    const limit = end + inwards * (2 + reach * (1 - Math.sqrt(1 - rest * rest)));
    const last = Math.round(limit + inwards * 2);
    for (let x = Math.round(end); (last - x) * inwards > 0; x += inwards) {
      if (x < 0 || x >= alpha.width) continue;
      const inside = Math.min(1, Math.max(0, (x + 0.5 - limit) * inwards + 0.5));
      alpha.data[y * alpha.width + x] = alpha.data[y * alpha.width + x]! * inside;
    }
  }
}

/** A shoulder falls no steeper towards the photo's end than this, as rows for each column; what is higher is hair. */
const steepest = 1.2;

/** Where the outline crosses the beginning of the curve: nothing above it is touched. Under hair the curve is smaller, so that it takes none. */
function findCurve(alpha: Pixels<1>, end: number, inwards: number, widest: number): { readonly start: number; readonly reach: number } | undefined {
  const corner = findShoulder(alpha, Math.round(end + inwards * 3));
  if (corner === undefined) return undefined;
  for (const share of [1, 0.7, 0.5, 0.35, 0.22, 0.12]) {
    const reach = widest * share;
    const start = findShoulder(alpha, Math.round(end + inwards * reach));
    if (start !== undefined && start >= corner - steepest * reach) return { start, reach };
  }
  return undefined;
}

function findShoulder({ data, width, height }: Pixels<1>, column: number): number | undefined {
  if (column < 0 || column >= width) return undefined;
  for (let y = 0; y < height; y++) if (data[y * width + column]! >= 128) return y;
  return undefined;
}

/** Of the person's height: over this a body that ends above the picture's foot fades out. */
const fadeShare = 0.16;

function softenEnds(cut: CutOut, { ends, box, head }: Stance): void {
  const { alpha } = cut;
  const face = head.x + head.width / 2 - box.x;
  if (ends.left !== undefined) roundShoulder(cut, ends.left - box.x, face);
  if (ends.right !== undefined) roundShoulder(cut, ends.right - box.x, face);
  if (ends.bottom === undefined) return;
  const reach = fadeShare * box.height;
  for (let y = 0; y < alpha.height; y++) {
    const inside = Math.min(1, Math.max(0, (ends.bottom - y - box.y) / reach));
    for (let at = y * alpha.width; at < (y + 1) * alpha.width; at++) alpha.data[at] = alpha.data[at]! * inside * inside * (3 - 2 * inside);
  }
}
