// Owns which model bytes are ever read: two face detectors, one face mesh, one person mask, one canonical face. Refuses any other, recognition and embedding above all.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Where a model lies inside an installed package, and the digest its bytes must have. */
export interface ModelSource {
  readonly file: string;
  /** Byte range inside the file; the whole file without it. */
  readonly range?: readonly [start: number, end: number];
  readonly sha256: string;
}

/**
 * Every model that is loaded. The ranges are the `files` list in face_mesh_solution_packed_assets_loader.js.
 * A changed digest means a changed package: look at what it holds before accepting it here.
 */
export const modelSources = {
  shortRangeDetector: {
    file: '@mediapipe/face_detection/face_detection_short_range.tflite',
    sha256: '3bc182eb9f33925d9e58b5c8d59308a760f4adea8f282370e428c51212c26633',
  },
  fullRangeDetector: {
    file: '@mediapipe/face_detection/face_detection_full_range.tflite',
    sha256: '99bf9494d84f50acc6617d89873f71bf6635a841ea699c17cb3377f9507cfec3',
  },
  attentionMesh: {
    file: '@mediapipe/face_mesh/face_mesh_solution_packed_assets.data',
    range: [0, 2_495_952],
    sha256: '883b7411747bac657c30c462d305d312e9dec6adbf8b85e2f5d8d722fca9455d',
  },
  canonicalFace: {
    file: '@mediapipe/face_mesh/face_mesh_solution_packed_assets.data',
    range: [3_737_848, 3_757_224],
    sha256: 'bdbcda96dfcb7da883da124aaa2c55dee49770d934f0fcc71747f8c21bdc75b4',
  },
  personMask: {
    file: '@mediapipe/selfie_segmentation/selfie_segmentation.tflite',
    sha256: '8d13b7fae74af625c641226813616a2117bd6bca19eb3b75574621fc08557f27',
  },
} as const satisfies Record<string, ModelSource>;

export type ModelName = keyof typeof modelSources;

/**
 * Read a model's bytes.
 *
 * @throws {Error} When the package is missing or its bytes are not the expected ones.
 */
export function readModel(name: ModelName): Uint8Array<ArrayBuffer> {
  const source: ModelSource = modelSources[name];
  const file = readFileSync(createRequire(import.meta.url).resolve(source.file));
  const bytes = new Uint8Array(file.subarray(...(source.range ?? [])));
  const digest = createHash('sha256').update(bytes).digest('hex');
  if (digest !== source.sha256) throw new Error(`The model ${name} in ${source.file} is not the expected one`);
  return bytes;
}
