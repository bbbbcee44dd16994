// Owns laying 478 points on a found face. Refuses to find faces and to tell whose they are.

import type { AttentionRegion } from './attention.ts';
import type { Detection } from './detector.ts';
import type { Frame } from './frame.ts';
import { mapFrame } from './frame.ts';
import type { Pyramid } from './pyramid.ts';
import { sampleView } from './pyramid.ts';
import type { RunnableModel } from './runtime.ts';
import type { Scratch } from './scratch.ts';

/** The two halves of the attention mesh. */
export interface MeshModels {
  readonly coarse: RunnableModel;
  readonly fine: RunnableModel;
  readonly regions: readonly AttentionRegion[];
}

/** A mesh in picture pixels. */
export interface FaceMesh {
  /** 478 × (x, y, z). */
  readonly points: Float32Array<ArrayBuffer>;
  /** Sigmoid of the mesh's own face flag. */
  readonly score: number;
}

const side = 192;
const meshPoints = 468;
const irisPoints = 5;
const gridSide = 48;
const gridChannels = 32;
const regionSide = 16;
// The margins of the published solution.
const margin = 1.5;
const secondPassScore = 0.3;

/** Lay the mesh twice: the first lays the frame for the second. */
export async function layMesh(models: MeshModels, pyramid: Pyramid, find: Detection, scratch: Scratch): Promise<FaceMesh> {
  const first = await layOnce(models, pyramid, frameOfDetection(find), scratch);
  scratch.step();
  if (first.score < secondPassScore) return first;
  const second = await layOnce(models, pyramid, frameOfMesh(first.points), scratch);
  scratch.step();
  return second.score > secondPassScore ? second : first;
}

function frameOfDetection({ x, y, width, height, eyes: [left, right] }: Detection): Frame {
  const length = margin * Math.max(width, height);
  return { x, y, width: length, height: length, angle: Math.atan2(right.y - left.y, right.x - left.x) };
}

/** The square around a mesh, level with its outer eye corners. */
export function frameOfMesh(points: Float32Array): Frame {
  const angle = lineAngle(points, 33, 263);
  const span = spanPoints(points, meshPoints, (index) => index, angle);
  const length = margin * Math.max(span.width, span.height);
  return { x: span.x, y: span.y, width: length, height: length, angle };
}

async function layOnce(models: MeshModels, pyramid: Pyramid, frame: Frame, scratch: Scratch): Promise<FaceMesh> {
  const map = mapFrame(frame, side, side);
  const data = sampleView(pyramid, { map, width: side, height: side, low: 0, high: 1 }, scratch);
  const [mesh, flag, features] = await models.coarse.run([{ data, shape: [1, side, side, 3] }]);
  scratch.drop(data);
  if (!mesh || !flag || !features) throw new Error('The mesh has too few outputs');
  scratch.keep(features);
  const points = scratch.floats((meshPoints + 2 * irisPoints) * 3);
  points.set(scratch.keep(mesh));
  const score = 1 / (1 + Math.exp(-flag[0]!));
  if (score > secondPassScore) await refineRegions(models, points, features, scratch);
  const depth = frame.width / side;
  for (let at = 0; at < points.length; at += 3) {
    const [x, y] = [points[at]!, points[at + 1]!];
    points[at] = map.a * x + map.b * y + map.tx;
    points[at + 1] = map.c * x + map.d * y + map.ty;
    points[at + 2] = points[at + 2]! * depth;
  }
  return { points, score };
}

async function refineRegions(models: MeshModels, points: Float32Array, features: Float32Array, scratch: Scratch): Promise<void> {
  const frames = models.regions.map((region) => frameOfRegion(points, region));
  const inputs = frames.map((frame) => ({
    data: sampleFeatures(features, frame, scratch),
    shape: [1, regionSide, regionSide, gridChannels],
  }));
  const [lips, eye33, iris33, eye362, iris362] = (await models.fine.run(inputs)).map((output) => scratch.keep(output));
  const [lipsFrame, frame33, frame362] = frames;
  const [lipsRegion, region33, region362] = models.regions;
  const irisAt = (first: number) => Array.from({ length: irisPoints }, (_, index) => first + index);
  placePoints(points, lips, lipsFrame, lipsRegion?.points);
  placePoints(points, eye33, frame33, region33?.points);
  placePoints(points, iris33, frame33, irisAt(meshPoints));
  placePoints(points, eye362, frame362, region362?.points);
  placePoints(points, iris362, frame362, irisAt(meshPoints + irisPoints));
  levelIris(points, meshPoints, 33, 133);
  levelIris(points, meshPoints + irisPoints, 362, 263);
}

/** The iris has no depth of its own: it takes that of the eye's corners. */
function levelIris(points: Float32Array, first: number, left: number, right: number): void {
  const depth = (points[left * 3 + 2]! + points[right * 3 + 2]!) / 2;
  for (let index = first; index < first + irisPoints; index++) points[index * 3 + 2] = depth;
}

/** What Landmarks2TransformMatrix does: a turned rectangle around some points, in the features' grid. */
function frameOfRegion(points: Float32Array, region: AttentionRegion): Frame {
  const shrink = gridSide / side;
  const angle = lineAngle(points, region.leftPoint, region.rightPoint);
  const span = spanPoints(points, region.points.length, (index) => region.points[index]!, angle);
  return {
    x: span.x * shrink,
    y: span.y * shrink,
    width: span.width * shrink * region.scale,
    height: span.height * shrink * region.scale,
    angle,
  };
}

/** What TransformTensorBilinear does: features along a turned rectangle, zero outside the grid. */
function sampleFeatures(features: Float32Array, frame: Frame, scratch: Scratch): Float32Array<ArrayBuffer> {
  const map = mapFrame(frame, regionSide, regionSide);
  const out = scratch.floats(regionSide * regionSide * gridChannels);
  for (let v = 0, to = 0; v < regionSide; v++) {
    for (let u = 0; u < regionSide; u++, to += gridChannels) {
      const x = map.a * (u + 0.5) + map.b * (v + 0.5) + map.tx - 0.5;
      const y = map.c * (u + 0.5) + map.d * (v + 0.5) + map.ty - 0.5;
      const [left, top] = [Math.floor(x), Math.floor(y)];
      const [partX, partY] = [x - left, y - top];
      addFeatures(features, left, top, (1 - partX) * (1 - partY), out, to);
      addFeatures(features, left + 1, top, partX * (1 - partY), out, to);
      addFeatures(features, left, top + 1, (1 - partX) * partY, out, to);
      addFeatures(features, left + 1, top + 1, partX * partY, out, to);
    }
  }
  return out;
}

function addFeatures(features: Float32Array, x: number, y: number, weight: number, out: Float32Array, to: number): void {
  if (x < 0 || y < 0 || x >= gridSide || y >= gridSide) return;
  const at = (y * gridSide + x) * gridChannels;
  for (let channel = 0; channel < gridChannels; channel++) out[to + channel] = out[to + channel]! + features[at + channel]! * weight;
}

/** What TransformLandmarks does: a region's points, 0..64 across its rectangle, back to the mesh's input. */
function placePoints(points: Float32Array, refined: Float32Array | undefined, frame: Frame | undefined, indices: readonly number[] | undefined): void {
  if (!refined || !frame || !indices) throw new Error('The mesh has too few regions');
  const regionUnits = 64;
  const map = mapFrame(frame, regionUnits, regionUnits);
  const grow = side / gridSide;
  indices.forEach((index, place) => {
    const [x, y] = [refined[place * 2]!, refined[place * 2 + 1]!];
    points[index * 3] = (map.a * x + map.b * y + map.tx) * grow;
    points[index * 3 + 1] = (map.c * x + map.d * y + map.ty) * grow;
  });
}

function lineAngle(points: Float32Array, left: number, right: number): number {
  return Math.atan2(points[right * 3 + 1]! - points[left * 3 + 1]!, points[right * 3]! - points[left * 3]!);
}

/** The bounding rectangle of points along a turned axis. */
function spanPoints(points: Float32Array, count: number, indexAt: (place: number) => number, angle: number) {
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let place = 0; place < count; place++) {
    const at = indexAt(place) * 3;
    const along = cosine * points[at]! + sine * points[at + 1]!;
    const across = -sine * points[at]! + cosine * points[at + 1]!;
    left = Math.min(left, along);
    right = Math.max(right, along);
    top = Math.min(top, across);
    bottom = Math.max(bottom, across);
  }
  const [along, across] = [(left + right) / 2, (top + bottom) / 2];
  return { x: cosine * along - sine * across, y: sine * along + cosine * across, width: right - left, height: bottom - top };
}
