// Owns the proof that no recognition or embedding model is ever loaded.

import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { splitAttentionMesh } from '../../src/face/attention.ts';
import { modelSources, readModel } from '../../src/face/models.ts';
import type { ModelName } from '../../src/face/models.ts';
import { judgeSelfTest, paintSelfTest } from '../../src/face/self-test.ts';

const folder = new URL('../../src/face/', import.meta.url);
const sources = new Map(readdirSync(folder).map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]));

describe('the models', () => {
  it('are these five, byte for byte, and each does one thing that is not recognition', () => {
    const digests = Object.fromEntries(
      Object.keys(modelSources).map((name) => [name, createHash('sha256').update(readModel(name as ModelName)).digest('hex')]),
    );
    expect(digests).toEqual({
      // Boxes and six points of near faces.
      shortRangeDetector: '3bc182eb9f33925d9e58b5c8d59308a760f4adea8f282370e428c51212c26633',
      // The same for faces further away.
      fullRangeDetector: '99bf9494d84f50acc6617d89873f71bf6635a841ea699c17cb3377f9507cfec3',
      // 478 points of one face.
      attentionMesh: '883b7411747bac657c30c462d305d312e9dec6adbf8b85e2f5d8d722fca9455d',
      // One generic head, for the pose; not a network.
      canonicalFace: 'bdbcda96dfcb7da883da124aaa2c55dee49770d934f0fcc71747f8c21bdc75b4',
      // Person or not, for each pixel.
      personMask: '8d13b7fae74af625c641226813616a2117bd6bca19eb3b75574621fc08557f27',
    });
  });

  it('reach the runtime only through the list', () => {
    const reading = [...sources].filter(([, text]) => /readFile|createReadStream|fetch\(/.test(text)).map(([name]) => name);
    expect(reading.toSorted()).toEqual(['models.ts', 'runtime.ts']);
    // Its own program, and the script that the loader asks for by name.
    expect(sources.get('runtime.ts')!.match(/readFileSync\(\w+/g)).toEqual(['readFileSync(script', 'readFileSync(file']);
    const loads = [...sources.values()].flatMap((text) => [...text.matchAll(/runtime\.load\(([^;]+)\);/g)].map(([, argument]) => argument));
    expect(loads.toSorted()).toEqual(["readModel('fullRangeDetector')", "readModel('personMask')", "readModel('shortRangeDetector')", 'split.coarse', 'split.fine']);
  });
});

describe('the attention mesh', () => {
  it('splits in two without its custom operations, with the published regions', () => {
    const { coarse, fine, regions } = splitAttentionMesh(readModel('attentionMesh'));
    expect(coarse.length).toBeGreaterThan(2_400_000);
    expect(fine.length).toBeGreaterThan(2_400_000);
    expect(regions.map(({ points, leftPoint, rightPoint, scale }) => [points.length, leftPoint, rightPoint, scale])).toEqual([
      [80, 61, 291, 1.5],
      [71, 33, 133, 1.5],
      [71, 362, 263, 1.5],
    ]);
  });
});

describe('the self-test', () => {
  it('is the same picture everywhere', () => {
    expect(createHash('sha256').update(paintSelfTest().data).digest('hex')).toBe('ca43de422d949eaa38804e1dab0ae9843980c14b0739607c489b74e5e81b5475');
  });

  it('refuses an engine that finds nothing', () => {
    const nothing = { width: 192, height: 240, faces: [], turn: 0, matte: undefined, confidence: 0 } as const;
    expect(judgeSelfTest(nothing)).toContain('0 faces');
  });
});
