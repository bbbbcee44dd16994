// Owns finding every face of a picture, small, tilted or upside down, and refusing what only looks like one.

import type { Pixels } from '../photo/pixels.ts';
import type { Detection, Detectors } from './detector.ts';
import { detectFaces, overlap } from './detector.ts';
import type { Frame } from './frame.ts';
import { measureMesh } from './measures.ts';
import type { MeshModels } from './mesh.ts';
import { layMesh } from './mesh.ts';
import type { Face, Portrait } from './portrait.ts';
import type { CanonicalFace } from './pose.ts';
import { readPose } from './pose.ts';
import type { Pyramid } from './pyramid.ts';
import type { Scratch } from './scratch.ts';

/** What face finding needs loaded. */
export interface FaceModels {
  readonly detectors: Detectors;
  readonly mesh: MeshModels;
  readonly canonical: CanonicalFace;
}

type Turn = Portrait['turn'];

// A colour wheel stays below this mesh score. A face on its side or upside down can pass it, with chin for brow, but not this detector score too.
const sureMesh = 0.95;
const sureScore = 0.8;
// Upside down a symmetrical face reaches up to 0.87: below this it is worth the one look from the other side.
const uprightScore = 0.9;
const leastMesh = 0.5;
// A face that fills this part of the longer side leaves no room for many smaller ones worth a search.
const largeShare = 0.18;
const tileShares = [0.5, 0.3];
// Tiles smaller than the full-range detector's input would show it nothing new.
const leastTilePixels = 192;
const turns: readonly Turn[] = [90, 270, 180];

/**
 * Find all faces, the largest first.
 *
 * The whole picture upright, then turned while no face is sure, then in overlapping tiles while none is large.
 */
export async function findFaces(models: FaceModels, pyramid: Pyramid, scratch: Scratch): Promise<Face[]> {
  const search = new FaceSearch(models, pyramid, scratch);
  await search.look(wholeFrame(pyramid, 0));
  for (const turn of turns) if (!search.isSettled(turn)) await search.look(wholeFrame(pyramid, turn), turn);
  for (const [round, share] of tileShares.entries()) {
    const isEnough = search.hasFace && (round > 0 || search.largestShare > largeShare);
    if (isEnough || share * Math.max(pyramid.width, pyramid.height) < leastTilePixels) break;
    for (const frame of tileFrames(pyramid, share)) await search.look(frame);
  }
  return search.faces;
}

/** Clockwise quarter turns that bring a face upright. */
export function turnUpright(face: Face | undefined): Turn {
  const quarters = face ? Math.round(-face.pose.roll / 90) : 0;
  return ((((quarters % 4) + 4) % 4) * 90) as Turn;
}

class FaceSearch {
  readonly #models: FaceModels;
  readonly #pyramid: Pyramid;
  readonly #scratch: Scratch;
  #found: { face: Face; find: Detection }[] = [];

  constructor(models: FaceModels, pyramid: Pyramid, scratch: Scratch) {
    this.#models = models;
    this.#pyramid = pyramid;
    this.#scratch = scratch;
  }

  get faces(): Face[] {
    const size = ({ box }: Face) => Math.max(box.width, box.height);
    return this.#found.map(({ face }) => face).toSorted((one, other) => size(other) - size(one));
  }

  get hasFace(): boolean {
    return this.#found.some(({ face }) => face.meshScore >= sureMesh);
  }

  /** Whether faces were found and none of them may be better understood from the side of a turn. */
  isSettled(turn: Turn): boolean {
    return this.#found.length > 0 && this.#found.every(({ face }) => isSure(face, turn));
  }

  /** The largest face's part of the picture's longer side. */
  get largestShare(): number {
    const largest = this.faces[0]?.box;
    return largest ? Math.max(largest.width, largest.height) / Math.max(this.#pyramid.width, this.#pyramid.height) : 0;
  }

  async look(frame: Frame, turn: Turn = 0): Promise<void> {
    for (const find of await detectFaces(this.#models.detectors, this.#pyramid, frame, this.#scratch)) {
      if (!this.#isKnown(find, turn)) await this.#try(uprightFind(find, frame));
    }
  }

  #isKnown(find: Detection, turn: Turn): boolean {
    return this.#found.some((known) => isSure(known.face, turn) && overlap(known.find, find) > 0.2);
  }

  /** Lay the mesh; of several finds in one place the surest stays. */
  async #try(find: Detection): Promise<void> {
    const mesh = await layMesh(this.#models.mesh, this.#pyramid, find, this.#scratch);
    if (mesh.score < leastMesh || !isFilled(find, mesh.points)) return;
    const rivals = this.#found.filter((known) => overlap(known.find, find) > 0.2);
    if (rivals.some(({ face }) => face.meshScore * face.score >= mesh.score * find.score)) return;
    this.#found = this.#found.filter((known) => !rivals.includes(known));
    const box = { x: find.x - find.width / 2, y: find.y - find.height / 2, width: find.width, height: find.height };
    const pose = readPose(this.#models.canonical, mesh.points);
    this.#found.push({ find, face: { box, score: find.score, meshScore: mesh.score, mesh: mesh.points, pose, ...measureMesh(mesh.points) } });
  }
}

function isSure({ meshScore, score }: Face, turn: Turn): boolean {
  return meshScore >= sureMesh && score >= (turn === 180 ? uprightScore : sureScore);
}

/** A find's box along the picture's axes instead of its frame's. */
function uprightFind(find: Detection, frame: Frame): Detection {
  const isOnSide = Math.abs(Math.sin(frame.angle)) > 0.5;
  return isOnSide ? { ...find, width: find.height, height: find.width } : find;
}

/** Whether the mesh covers about what the detector found: on a false face it collapses or wanders off. */
function isFilled(find: Detection, points: Float32Array): boolean {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let at = 0; at < 468 * 3; at += 3) {
    left = Math.min(left, points[at]!);
    right = Math.max(right, points[at]!);
    top = Math.min(top, points[at + 1]!);
    bottom = Math.max(bottom, points[at + 1]!);
  }
  const mesh: Detection = { ...find, x: (left + right) / 2, y: (top + bottom) / 2, width: right - left, height: bottom - top };
  return overlap(mesh, find) > 0.25;
}

/** A centred square around the whole picture, seen turned. */
function wholeFrame({ width, height }: Pick<Pixels, 'width' | 'height'>, turn: Turn): Frame {
  const side = Math.max(width, height);
  // To look at a picture turned clockwise is to sample it along an axis turned counter-clockwise.
  return { x: width / 2, y: height / 2, width: side, height: side, angle: (-turn * Math.PI) / 180 };
}

/** Squares that overlap by at least a half of a side, so that a small face is whole in one of them. */
function tileFrames({ width, height }: Pick<Pixels, 'width' | 'height'>, share: number): Frame[] {
  const side = share * Math.max(width, height);
  const columns = Math.max(1, Math.ceil(((width - side) / side) * 2) + 1);
  const rows = Math.max(1, Math.ceil(((height - side) / side) * 2) + 1);
  const place = (index: number, count: number, length: number) => (count === 1 ? length / 2 : side / 2 + (index * (length - side)) / (count - 1));
  return Array.from({ length: columns * rows }, (_, index) => ({
    x: place(index % columns, columns, width),
    y: place(Math.floor(index / columns), rows, height),
    width: side,
    height: side,
    angle: 0,
  }));
}
