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
  const { data, width, height } = mask;
  const isChosen = Uint8Array.from(labels.sizes, (_, label) => (chosen.has(label) ? 1 : 0));
  const near = scratch.bytes(data.length);
  for (let from = 0; from < data.length; from += width) markRow(near, labels.of, isChosen, from, from + width);
  const head = faces[0] ? headSize(faces[0]) * scale : 0;
  growBand(near, width, height, Math.round(Math.max(leastKeepPixels, keepShare * head)));
  for (let from = 0; from < data.length; from += width) clearRow(data, near, labels.of, isChosen, from, from + width);
  return true;
}

function markRow(near: Uint8Array, labels: Int32Array, isChosen: Uint8Array, from: number, to: number): void {
  for (let at = from; at < to; at++) near[at] = isChosen[labels[at]!]!;
}

function clearRow(data: Float32Array, near: Uint8Array, labels: Int32Array, isChosen: Uint8Array, from: number, to: number): void {
  for (let at = from; at < to; at++) {
    const isOther = labels[at]! > 0 && isChosen[labels[at]!] === 0;
    if (near[at] === 0 || isOther) data[at] = 0;
  }
}

interface Labels {
  /** 0 is background; components count from 1. */
  readonly of: Int32Array;
  readonly sizes: number[];
}

/** Four-connected components of what is more person than not. */
function labelComponents({ data, width }: Plane, scratch: Scratch): Labels {
  const of = scratch.integers(data.length);
  const sizes = [0];
  const stack = scratch.integers(data.length);
  for (let row = 0; row < data.length; row += width) {
    const end = row + width;
    for (let start = nextOpen(data, of, row, end); start < end; start = nextOpen(data, of, start, end)) sizes.push(fillComponent(data, of, stack, width, start, sizes.length));
  }
  return { of, sizes };
}

/** The next place of a row that is person and of no component yet. */
function nextOpen(data: Float32Array, of: Int32Array, from: number, end: number): number {
  let at = from;
  while (at < end && (data[at]! <= 0.5 || of[at] !== 0)) at++;
  return at;
}

/** Label a component run by run; returns its size. */
function fillComponent(data: Float32Array, of: Int32Array, stack: Int32Array, width: number, start: number, label: number): number {
  let [depth, size] = [1, 0];
  stack[0] = start;
  of[start] = label;
  while (depth > 0) {
    const seed = stack[--depth]!;
    const row = seed - (seed % width);
    const left = spread(data, of, seed, -1, row - 1, label);
    const right = spread(data, of, seed, 1, row + width, label);
    size += right + 1 - left;
    if (row > 0) depth = pushRuns(data, of, stack, depth, left - width, right - width, label);
    if (row + width < data.length) depth = pushRuns(data, of, stack, depth, left + width, right + width, label);
  }
  return size;
}

/** Label what is open from a place on; returns the last place of it. */
function spread(data: Float32Array, of: Int32Array, seed: number, step: 1 | -1, stop: number, label: number): number {
  let at = seed;
  for (let next = seed + step; next !== stop && data[next]! > 0.5 && of[next] === 0; next += step) {
    of[next] = label;
    at = next;
  }
  return at;
}

/** Put the start of each open run on the stack, labelled so that no place comes twice; returns the stack's depth. */
function pushRuns(data: Float32Array, of: Int32Array, stack: Int32Array, depth: number, from: number, to: number, label: number): number {
  let [deeper, isInside] = [depth, false];
  for (let at = from; at <= to; at++) {
    const isOpen = data[at]! > 0.5 && of[at] === 0;
    if (isOpen && !isInside) {
      of[at] = label;
      stack[deeper++] = at;
    }
    isInside = isOpen;
  }
  return deeper;
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
