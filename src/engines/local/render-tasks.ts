// Owns how a render thread does what it is asked, step by step. Refuses to go on once the request is given up.

import { findBackdrop } from '../../styles/backdrops.ts';
import { clamp } from '../../styles/colour.ts';
import { chooseBackdrop } from './backdrop-choice.ts';
import { beyond } from './companions.ts';
import type { Divider } from './companions.ts';
import { readLight } from './light-reading.ts';
import { printBlackAndWhite } from './printing.ts';
import type { BoundWork, DecolourWork, RenderAnswers, RenderWork, SeatWork, ToneWork } from './render-work.ts';
import { retouchSkin } from './retouch.ts';
import { seatPerson } from './seat.ts';
import { sharpen } from './sharpening.ts';
import { applyTone, planTone } from './tone.ts';
import { clearVeil } from './veil.ts';

/**
 * Do one work. Buffers that came in and do not go out again are zero-filled, on failure all of them.
 *
 * @param goOn - Throws when the request is over.
 */
export function doRenderWork(work: RenderWork, goOn: () => void): RenderAnswers[keyof RenderAnswers] {
  goOn();
  if (work.task === 'tone') return tonePerson(work, goOn);
  if (work.task === 'seat') return seatSitter(work);
  return work.task === 'decolour' ? decolour(work) : boundAlpha(work);
}

function tonePerson({ foreground, alpha, marks, warmth, isRetouched }: ToneWork, goOn: () => void): RenderAnswers['tone'] {
  const reading = readLight(foreground, alpha, marks);
  clearVeil(alpha);
  goOn();
  applyTone(foreground, alpha, marks, planTone(reading, warmth));
  goOn();
  if (isRetouched) retouchSkin(foreground, alpha, marks);
  sharpen(foreground, alpha, marks, reading.grain);
  return { foreground, alpha, reading };
}

function seatSitter({ foreground, alpha, marks, backdrop, reading, printing }: SeatWork): RenderAnswers['seat'] {
  const chosen = findBackdrop(backdrop) ?? chooseBackdrop(reading);
  const head = { x: (marks.eyes.x + marks.chin.x) / 2, y: (marks.crown.y + marks.chin.y) / 2 };
  const headHeight = Math.max(8, marks.chin.y - marks.crown.y);
  const picture = seatPerson(foreground, alpha, chosen, { head, headHeight, side: reading.side, grain: reading.grain });
  if (printing) printBlackAndWhite(picture, printing, reading.skin);
  return { picture };
}

/** Contrast and grain are the picture's own already. */
function decolour({ picture }: DecolourWork): RenderAnswers['decolour'] {
  printBlackAndWhite(picture, { contrast: 1, grain: 0 }, [128, 128, 128]);
  return { picture };
}

function boundAlpha({ foreground, alpha, map, width, height, dividers, clearsVeil }: BoundWork): RenderAnswers['bound'] {
  // Half a pixel of the output: rounding of the frame must not draw a line along its edge.
  const slack = 0.5 * Math.hypot(map.a, map.c);
  const bounds = { map, width, height, slack, dividers };
  for (let y = 0; y < alpha.height; y++) boundRow(alpha.data, y * alpha.width, alpha.width, y, bounds);
  if (clearsVeil) clearVeil(alpha);
  return { foreground, alpha };
}

interface Bounds extends Pick<BoundWork, 'map' | 'width' | 'height' | 'dividers'> {
  readonly slack: number;
}

function boundRow(alpha: Uint8Array, start: number, length: number, y: number, { map, width, height, slack, dividers }: Bounds): void {
  for (let x = 0; x < length; x++) {
    const share = alpha[start + x]!;
    if (share === 0) continue;
    const sourceX = map.a * (x + 0.5) + map.b * (y + 0.5) + map.tx;
    const sourceY = map.c * (x + 0.5) + map.d * (y + 0.5) + map.ty;
    const isOutside = sourceX <= -slack || sourceX >= width + slack || sourceY <= -slack || sourceY >= height + slack;
    if (isOutside) alpha[start + x] = 0;
    else if (dividers.length > 0) alpha[start + x] = divideAlpha(share, sourceX, sourceY, dividers, slack);
  }
}

/** Two pixels of softness: a lens draws no harder line. */
function divideAlpha(share: number, x: number, y: number, dividers: readonly Divider[], slack: number): number {
  let least = share;
  for (const divider of dividers) least = Math.min(least, (share * clamp(0.5 - beyond(divider, x, y) / (4 * slack), 0, 1)) | 0);
  return least;
}
