// Owns the choice among the people of a mask: the subject, whoever stands connected with them, and whoever has a face as large. Refuses to halve anyone.

import type { Plane } from './plane.ts';
import type { Face } from './portrait.ts';
import { headSize } from './mask.ts';
import { growBand } from './refine.ts';
import type { Scratch } from './scratch.ts';

// A face this large beside the subject's belongs to someone who was meant to be in the picture.
const companionShare = 0.6;
// How far around the chosen people soft values are kept, in sizes of the head; at least some pixels.
const keepShare = 0.045;
const leastKeepPixels = 3;

/**
 * Keep the subject's component of a mask, with the people connected with it, and zero the rest.
 *
 * @param scale - Mask pixels for one picture pixel.
 * @returns Whether anyone was found; the mask is changed in place.
 */
export function keepPeople(mask: Plane, faces: readonly Face[], scale: number, scratch: Scratch): boolean {
  const labels = labelComponents(mask, scratch);
  const chosen = chooseComponents(labels, mask.width, faces, scale);
  if (chosen.size === 0) return false;
  const near = scratch.bytes(mask.data.length);
  for (let index = 0; index < near.length; index++) near[index] = chosen.has(labels.of[index]!) ? 1 : 0;
  const head = faces[0] ? headSize(faces[0]) * scale : 0;
  growBand(near, mask.width, mask.height, Math.round(Math.max(leastKeepPixels, keepShare * head)));
  for (let index = 0; index < near.length; index++) {
    const isOther = labels.of[index]! > 0 && !chosen.has(labels.of[index]!);
    if (near[index] === 0 || isOther) mask.data[index] = 0;
  }
  return true;
}

interface Labels {
  /** 0 is background; components count from 1. */
  readonly of: Int32Array;
  readonly sizes: number[];
}

/** Four-connected components of what is more person than not. */
function labelComponents({ data, width, height }: Plane, scratch: Scratch): Labels {
  const of = scratch.integers(data.length);
  const sizes = [0];
  const stack = scratch.integers(data.length);
  for (let start = 0; start < data.length; start++) {
    if (data[start]! <= 0.5 || of[start] !== 0) continue;
    const label = sizes.length;
    let [depth, size] = [1, 0];
    stack[0] = start;
    of[start] = label;
    while (depth > 0) {
      const at = stack[--depth]!;
      size++;
      const x = at % width;
      const neighbours = [x > 0 ? at - 1 : -1, x < width - 1 ? at + 1 : -1, at - width, at + width < width * height ? at + width : -1];
      for (const next of neighbours) {
        if (next < 0 || of[next] !== 0 || data[next]! <= 0.5) continue;
        of[next] = label;
        stack[depth++] = next;
      }
    }
    sizes.push(size);
  }
  return { of, sizes };
}

function chooseComponents(labels: Labels, width: number, faces: readonly Face[], scale: number): Set<number> {
  const subject = faces[0];
  if (!subject) return largest(labels);
  const companions = faces.filter((face) => headSize(face) >= companionShare * headSize(subject));
  const chosen = companions.map((face) => componentOfFace(labels, width, face, scale));
  return new Set(chosen.filter((label) => label > 0));
}

// A speck is no person, whatever the model thinks of it.
const leastPersonShare = 0.004;

function largest(labels: Labels): Set<number> {
  const size = Math.max(...labels.sizes);
  return size < leastPersonShare * labels.of.length ? new Set() : new Set([labels.sizes.indexOf(size)]);
}

/** The component that fills most of a face's box; 0 when it fills less than a third: then it is no person's face. */
function componentOfFace(labels: Labels, width: number, { box }: Face, scale: number): number {
  const counts = new Map<number, number>();
  const height = labels.of.length / width;
  const [left, right] = [Math.max(0, Math.floor(box.x * scale)), Math.min(width, Math.ceil((box.x + box.width) * scale))];
  const [top, bottom] = [Math.max(0, Math.floor(box.y * scale)), Math.min(height, Math.ceil((box.y + box.height) * scale))];
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const label = labels.of[y * width + x]!;
      counts.set(label, (counts.get(label) ?? 0) + 1);
    }
  }
  counts.delete(0);
  const [best = 0, count = 0] = [...counts].toSorted(([, one], [, other]) => other - one)[0] ?? [];
  return count > 0.3 * (right - left) * (bottom - top) ? best : 0;
}
