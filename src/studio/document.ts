// Owns an identity photo from its photo to its file. Always made on this machine: authorities refuse generated faces.

import type { RenderNote } from '../engines/engine.ts';
import { assess } from '../documents/assess.ts';
import type { Assessment } from '../documents/assess.ts';
import { describeShade } from '../documents/background-shades.ts';
import { unseenMm } from '../documents/checks/geometry.ts';
import { checkFileSize } from '../documents/checks/file-size.ts';
import { chooseOutputSize, noticedEnlargement } from '../documents/output-size.ts';
import type { OutputSize } from '../documents/output-size.ts';
import type { DocumentRule } from '../documents/rule.ts';
import { writeVerdict } from '../documents/verdict.ts';
import { forgetReading } from '../face/reading.ts';
import { readColour } from '../photo/css-colour.ts';
import type { Colour } from '../photo/css-colour.ts';
import type { Affine } from '../photo/pixels.ts';
import { labOf } from '../styles/colour.ts';
import { boundLines, seePerson } from './document-reading.ts';
import type { SeenPerson } from './document-reading.ts';
import { encodeDocument } from './document-file.ts';
import { mapPlacement, takePicture } from './document-picture.ts';
import { refuseAlteration, refuseEnlargement, refuseMargin, refusePerson } from './document-refusals.ts';
import { chooseEngines, localFacts, localPolicy, madeHere } from './engine-choice.ts';
import { locateCorners } from './finish.ts';
import type { DocumentOrder, FinishedDocument, JobContext, StudioParts } from './orders.ts';

/**
 * Make an identity photo: level, cropped to the rule, exactly as many pixels as it takes.
 *
 * @throws {Problem} `alteration-forbidden`, `face-not-found`, `person-not-found`, `several-faces`, `face-turned`, `face-cut-off`,
 * `face-too-small`, `margin-missing`, `parameter-invalid`, `engine-unavailable`, and as opening does.
 */
export async function makeDocument(parts: StudioParts, order: DocumentOrder, context: JobContext): Promise<FinishedDocument> {
  chooseEngines([localFacts], order.wish, localPolicy);
  refuseAlteration(order.rule, order.mode);
  const rule = printRule(order);
  using seen = await seePerson(parts, order.photo, context);
  const { assessment, size } = planDocument(seen, rule, order);
  const map = mapPlacement(assessment.placement, size);
  const colour = order.mode === 'studio' ? (order.background ?? paintOf(rule)) : undefined;
  const pixels = await takePicture(parts.local, seen, map, size, colour, context);
  forgetReading(seen.reading, context);
  const file = await encodeDocument(pixels, size, rule, order.encoding, context);
  return {
    bytes: file.bytes,
    mimeType: file.mimeType,
    width: file.width,
    height: file.height,
    ...madeHere,
    faces: seen.measures.faces,
    confidence: seen.measures.confidence,
    notes: [...seen.notes, ...noteSize(size), ...noteLevel(assessment), ...noteShoulders(assessment), ...file.notes],
    window: locateWindow(seen, map, size),
    dpi: file.dpi,
    assessment: addFileSize(assessment, file.bytes.byteLength, rule),
  };
}

/** A density of one's own asks for a print, whatever the portal takes; unless it is what the portal's pixels come to. */
function printRule({ rule, encoding: { dpi } }: DocumentOrder): DocumentRule {
  if (dpi === undefined || !rule.digital) return rule;
  const asked = chooseOutputSize(rule, 1);
  return Math.abs(asked.dpi - dpi) <= 1 ? rule : { ...rule, digital: null };
}

function planDocument({ measures }: SeenPerson, rule: DocumentRule, order: DocumentOrder): { readonly assessment: Assessment; readonly size: OutputSize } {
  refusePerson(measures);
  boundLines(order.lines, measures);
  const assessment = assess(measures, rule, { ...order.lines, mode: order.mode, paint: order.background && measureColour(order.background) });
  const size = chooseOutputSize(rule, assessment.placement.pixelsPerMm, rule.digital ? undefined : order.encoding.dpi);
  refuseEnlargement(size, assessment.placement, order.mayEnlarge);
  refuseMargin(assessment.placement, order.mode === 'studio');
  return { assessment, size };
}

function addFileSize(assessment: Assessment, bytes: number, rule: DocumentRule): Assessment {
  const checks = [...assessment.checks, ...checkFileSize(bytes, rule)];
  return { ...assessment, checks, verdict: writeVerdict(checks, rule) };
}

function measureColour({ red, green, blue }: Colour) {
  const [lightness, a, b] = labOf(red * 255, green * 255, blue * 255);
  return { lightness, a, b };
}

function paintOf({ background: [shade] }: DocumentRule): Colour {
  const { paint } = describeShade(shade ?? 'white');
  const colour = readColour(paint);
  if (!colour) throw new Error(`${paint} is no colour`);
  return colour;
}

function noteSize({ enlargement }: OutputSize): RenderNote[] {
  return enlargement > noticedEnlargement ? ['enlarged'] : [];
}

/** Below this nobody sees it. */
const noticedTilt = 1;

function noteLevel({ placement }: Assessment): RenderNote[] {
  return Math.abs(placement.levelDegrees) >= noticedTilt ? ['tilt-corrected'] : [];
}

/** Only a painted photo gets here with a side missing: where shoulders reach it, they end in a straight line. */
function noteShoulders({ placement: { missingMm } }: Assessment): RenderNote[] {
  return Math.max(missingMm.left, missingMm.right) > unseenMm ? ['shoulders-cut-by-photo'] : [];
}

/** Corners on the photo as it was sent, before it was turned upright. */
function locateWindow({ measures: { width, height, turn } }: SeenPerson, map: Affine, size: OutputSize): number[] {
  const corners = locateCorners({ map, photoWidth: width, photoHeight: height }, size);
  const back = { 0: [1, 0, 0, 0, 1, 0], 90: [0, 1, 0, -1, 0, 1], 180: [-1, 0, 1, 0, -1, 1], 270: [0, -1, 1, 1, 0, 0] } as const;
  const [a, b, tx, c, d, ty] = back[turn];
  return [0, 2, 4].flatMap((at) => {
    const [x, y] = [corners[at] ?? 0, corners[at + 1] ?? 0];
    return [a * x + b * y + tx, c * x + d * y + ty];
  });
}
