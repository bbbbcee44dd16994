// Owns the proof that the models compute what they should: one painted portrait with known answers. Refuses to start an engine that fails it.

import type { Pixels } from '../photo/pixels.ts';
import { createPixels } from '../photo/pixels.ts';
import type { Portrait } from './portrait.ts';

type Colour = readonly [red: number, green: number, blue: number];
type Ellipse = readonly [x: number, y: number, radiusX: number, radiusY: number, colour: Colour];

const wall: Colour = [222, 230, 238];
const hair: Colour = [58, 36, 24];
const skin: Colour = [224, 176, 144];
const shade: Colour = [176, 122, 94];
const ink: Colour = [34, 22, 16];

/** A portrait made of ellipses, back to front, on 192 × 240 units; eyes at (78, 101) and (114, 101). */
const strokes: readonly Ellipse[] = [
  [96, 92, 52, 62, hair],
  [96, 262, 84, 82, [51, 73, 107]],
  [96, 168, 21, 32, shade],
  [54, 108, 6, 13, shade],
  [138, 108, 6, 13, shade],
  [96, 108, 41, 54, skin],
  [96, 60, 38, 14, hair],
  [78, 102, 14, 9, [204, 154, 124]],
  [114, 102, 14, 9, [204, 154, 124]],
  [78, 89, 12, 2.2, hair],
  [114, 89, 12, 2.2, hair],
  [78, 101, 10, 5, ink],
  [114, 101, 10, 5, ink],
  [78, 102, 9, 4.2, [246, 241, 238]],
  [114, 102, 9, 4.2, [246, 241, 238]],
  [78, 101, 4.4, 4.6, [80, 60, 44]],
  [114, 101, 4.4, 4.6, [80, 60, 44]],
  [78, 101, 2.2, 2.2, ink],
  [114, 101, 2.2, 2.2, ink],
  [96, 116, 4, 16, [236, 194, 166]],
  [96, 125, 9, 4, [206, 154, 124]],
  [91.5, 127, 2.4, 1.5, ink],
  [100.5, 127, 2.4, 1.5, ink],
  [96, 141, 15, 5, [186, 98, 92]],
  [96, 140, 14, 1, [110, 47, 44]],
];

// Pixels for one unit: the models see every size alike, and a thread computes with code that is not yet optimised.
const scale = 0.5;

/** Paint the portrait; the same bytes on every machine. */
export function paintSelfTest(): Pixels<3> {
  const picture = createPixels(192 * scale, 240 * scale, 3);
  for (let index = 0; index < picture.data.length; index++) picture.data[index] = wall[index % 3]!;
  for (const [x, y, radiusX, radiusY, colour] of strokes) paintEllipse(picture, [x * scale, y * scale, radiusX * scale, radiusY * scale, colour]);
  return picture;
}

function paintEllipse({ data, width, height }: Pixels<3>, [centreX, centreY, radiusX, radiusY, colour]: Ellipse): void {
  const soft = Math.min(radiusX, radiusY);
  for (let y = Math.max(0, Math.floor(centreY - radiusY - 1)); y < Math.min(height, centreY + radiusY + 1); y++) {
    for (let x = Math.max(0, Math.floor(centreX - radiusX - 1)); x < Math.min(width, centreX + radiusX + 1); x++) {
      const distance = Math.sqrt(((x + 0.5 - centreX) / radiusX) ** 2 + ((y + 0.5 - centreY) / radiusY) ** 2);
      const cover = Math.max(0, Math.min(1, (1 - distance) * soft + 0.5));
      if (cover === 0) continue;
      for (let channel = 0; channel < 3; channel++) {
        const at = (y * width + x) * 3 + channel;
        data[at] = Math.round(data[at]! * (1 - cover) + colour[channel]! * cover);
      }
    }
  }
}

/**
 * Compare what was read in the painted portrait with what is there.
 *
 * @returns What is wrong, in words an operator can act on; undefined when all is well.
 */
export function judgeSelfTest({ faces, matte, turn }: Portrait): string | undefined {
  const face = faces[0];
  if (!face || faces.length !== 1) return `the self-test found ${faces.length} faces instead of 1`;
  // An unknown operation leaves scores near 0.5 and points anywhere; a sound engine is off by less than a pixel.
  const isPlaced = Math.hypot(face.eyes.x / scale - 96, face.eyes.y / scale - 101) < 6 && Math.abs(face.interEyePixels / scale - 36) < 6;
  if (!isPlaced || face.meshScore < 0.8) return 'the self-test’s face was laid out wrongly';
  if (turn !== 0 || Math.abs(face.pose.roll) > 4) return 'the self-test’s pose was read wrongly';
  if (face.eyeOpenness.some((openness) => !(openness > 0.15))) return 'the self-test’s open eyes were read as shut';
  if (!matte) return 'the self-test’s person was not found';
  const [x, y, width, height] = [matte.subject.x, matte.subject.y, matte.subject.width, matte.subject.height].map((length) => length / scale) as [number, number, number, number];
  const isWhole = Math.abs(y - 30) < 10 && y + height > 232 && x > 4 && x < 44 && width > 110;
  return isWhole && matte.confidence > 0.5 ? undefined : 'the self-test’s matte is wrong';
}
