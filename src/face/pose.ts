// Owns reading a head's pose from its mesh. Refuses to move points.

import type { Pose } from './portrait.ts';

/** A generic head in its own space, and the points that say how it is turned. */
export interface CanonicalFace {
  /** 468 × (x, y, z); y up, z towards the camera. */
  readonly points: Float32Array;
  readonly anchors: readonly { readonly index: number; readonly weight: number }[];
}

// Field numbers of mediapipe/modules/face_geometry/protos/{geometry_pipeline_metadata,mesh_3d}.proto
const canonicalMeshField = 1;
const anchorField = 2;
const vertexBufferField = 3;
const vertexFloats = 5;

/** Read the canonical face from its protobuf. */
export function readCanonicalFace(bytes: Uint8Array<ArrayBuffer>): CanonicalFace {
  const anchors: { index: number; weight: number }[] = [];
  const vertices: number[] = [];
  for (const field of readFields(bytes)) {
    if (field.number === canonicalMeshField) {
      for (const part of readFields(field.bytes)) if (part.number === vertexBufferField) vertices.push(...readFloats(part));
    }
    if (field.number === anchorField) anchors.push(readAnchor(field.bytes));
  }
  const points = new Float32Array((vertices.length / vertexFloats) * 3);
  for (let index = 0; index < points.length; index++) points[index] = vertices[Math.floor(index / 3) * vertexFloats + (index % 3)]!;
  return { points, anchors };
}

function readAnchor(bytes: Uint8Array<ArrayBuffer>) {
  let [index, weight] = [0, 0];
  for (const field of readFields(bytes)) {
    if (field.number === 1) index = field.value;
    else weight = readFloats(field)[0] ?? 0;
  }
  return { index, weight };
}

interface Field {
  readonly number: number;
  readonly value: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Walk a protobuf message. @see https://protobuf.dev/programming-guides/encoding/ */
function* readFields(bytes: Uint8Array<ArrayBuffer>): Generator<Field> {
  let at = 0;
  const readVarint = () => {
    let [value, scale] = [0, 1];
    for (; bytes[at]! >= 128; at++, scale *= 128) value += (bytes[at]! - 128) * scale;
    return value + bytes[at++]! * scale;
  };
  while (at < bytes.length) {
    const tag = readVarint();
    const wire = tag & 7;
    const value = wire === 0 || wire === 2 ? readVarint() : 0;
    const length = wire === 2 ? value : wire === 5 ? 4 : wire === 1 ? 8 : 0;
    yield { number: tag >>> 3, value, bytes: bytes.subarray(at, at + length) };
    at += length;
  }
}

function readFloats({ bytes }: Field): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length / 4 }, (_, index) => view.getFloat32(index * 4, true));
}

/**
 * The pose that turns the canonical face onto a mesh, by Horn's closed form.
 *
 * @param mesh - In picture pixels, y down, z away from the camera.
 * @see https://doi.org/10.1364/JOSAA.4.000629
 */
export function readPose(face: CanonicalFace, mesh: Float32Array): Pose {
  const rotation = rotationBetween(face, mesh);
  const degrees = 180 / Math.PI;
  const roll = -Math.atan2(rotation[3]!, rotation[4]!);
  // Yaw and pitch are the head's own: quarter turns of the picture must not swap them.
  const quarter = (Math.round(roll / (Math.PI / 2)) * Math.PI) / 2;
  const [cosine, sine] = [Math.cos(quarter), -Math.sin(quarter)];
  const right = cosine * rotation[2]! + sine * rotation[5]!;
  const up = cosine * rotation[5]! - sine * rotation[2]!;
  return {
    yaw: Math.atan2(right, rotation[8]!) * degrees,
    pitch: Math.asin(Math.max(-1, Math.min(1, -up))) * degrees,
    roll: roll * degrees,
  };
}

/** The 3 × 3 rotation, row by row, of the canonical anchors onto the mesh's. */
function rotationBetween(face: CanonicalFace, mesh: Float32Array): number[] {
  const flip = [1, -1, -1];
  const mean = (points: Float32Array, signs: readonly number[]) => {
    const total = face.anchors.reduce((sum, { weight }) => sum + weight, 0);
    return signs.map((sign, axis) => face.anchors.reduce((sum, { index, weight }) => sum + sign * points[index * 3 + axis]! * weight, 0) / total);
  };
  const [from, to] = [mean(face.points, [1, 1, 1]), mean(mesh, flip)];
  const covariance = new Array<number>(9).fill(0);
  for (const { index, weight } of face.anchors) {
    for (let cell = 0; cell < 9; cell++) {
      const [row, column] = [Math.floor(cell / 3), cell % 3];
      const source = face.points[index * 3 + row]! - from[row]!;
      const target = flip[column]! * mesh[index * 3 + column]! - to[column]!;
      covariance[cell] = covariance[cell]! + weight * source * target;
    }
  }
  return rotationOf(largestEigenvector(hornMatrix(covariance)));
}

function hornMatrix(covariance: readonly number[]): number[][] {
  const [xx, xy, xz, yx, yy, yz, zx, zy, zz] = covariance as [number, number, number, number, number, number, number, number, number];
  return [
    [xx + yy + zz, yz - zy, zx - xz, xy - yx],
    [yz - zy, xx - yy - zz, xy + yx, zx + xz],
    [zx - xz, xy + yx, yy - xx - zz, yz + zy],
    [xy - yx, zx + xz, yz + zy, zz - xx - yy],
  ];
}

/** Power iteration on a symmetric matrix, shifted so that its largest eigenvalue is also the largest in size. */
function largestEigenvector(matrix: readonly (readonly number[])[]): number[] {
  const shift = Math.max(...matrix.map((row) => row.reduce((sum, value) => sum + Math.abs(value), 0)));
  let vector = [1, 0.01, 0.02, 0.03];
  for (let round = 0; round < 500; round++) {
    const next = matrix.map((row, index) => row.reduce((sum, value, column) => sum + value * vector[column]!, shift * vector[index]!));
    const length = Math.hypot(...next);
    vector = next.map((value) => value / length);
  }
  return vector;
}

function rotationOf(quaternion: readonly number[]): number[] {
  const [w, x, y, z] = quaternion as [number, number, number, number];
  return [
    1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y),
    2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x),
    2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y),
  ];
}
