// Owns the rooms that stand behind a person, far out of focus. Refuses photographs: they are made of blurred panes and discs.

import type { Backdrop, SceneLight } from '../backdrops.ts';
import { gather, layBricks, setRow, strewDiscs } from './scene-lights.ts';

const room = { kind: 'scene', falloffStops: 0.35, footStops: 0.3, mottle: 0.02, shadow: 0 } as const;

function pane(x: number, y: number, width: number, height: number, colour: string, opacity: number, blur = 0.15): SceneLight {
  return { x, y, width, height, colour, opacity, blur };
}

const bookColours = ['#6b4038', '#3c4854', '#46503f', '#b39d7d', '#86694a', '#57463c', '#8f5343', '#cbbc9f', '#45393a', '#7b6b58'];

const shelves = [-0.62, -0.26, 0.1, 0.46, 0.82].flatMap((foot, row) => [
  ...setRow({ seed: 40 + row * 11, x: [-2, 2], foot, width: [0.03, 0.075], height: [0.2, 0.29], gap: 0.006, opacity: [0.35, 0.75], blur: 0.05, colours: bookColours }),
  pane(0, foot + 0.035, 4.2, 0.04, '#7d5f45', 0.65, 0.045),
]);

/** Places are described as wide as they are; a portrait sees the middle of them. */
const closeness = 0.6;

const described: readonly Backdrop[] = [
  {
    ...room,
    id: 'clinic',
    title: 'Clinic',
    colour: '#d5dfe1',
    foot: '#c3cccd',
    lightness: 88,
    keySide: -1,
    lights: [
      pane(-0.75, -0.1, 0.5, 1.1, '#f6fbfc', 0.9, 0.14), pane(-1.45, -0.1, 0.6, 1.1, '#f2f8f9', 0.85, 0.14), pane(0.48, 0.12, 0.26, 1.2, '#a9c6c6', 0.6, 0.1),
      pane(0.86, 0.12, 0.3, 1.2, '#e8eeee', 0.6, 0.12), pane(1.35, 0.1, 0.34, 1.3, '#9fbdbf', 0.5, 0.12), pane(0.1, -0.5, 0.9, 0.06, '#ffffff', 0.8, 0.05),
      pane(0.2, -0.38, 0.5, 0.035, '#ffffff', 0.6, 0.04), pane(0, 0.78, 4.2, 0.34, '#a8b4b4', 0.5, 0.16), pane(0.3, 0.42, 0.5, 0.05, '#b9cfd0', 0.5, 0.06),
    ],
    description: 'A bright, calm clinic corridor far out of focus, white and pale teal, daylight from a window on one side.',
  },
  {
    ...room,
    id: 'home',
    title: 'Home',
    colour: '#cfc4b6',
    foot: '#a99a89',
    lightness: 80,
    keySide: -1,
    lights: [
      pane(-0.85, -0.1, 0.52, 0.95, '#fbf7ee', 0.9, 0.13), pane(-0.5, -0.05, 0.14, 1.1, '#e6ddd0', 0.7, 0.09), pane(-1.5, -0.1, 0.5, 0.95, '#f7f3ea', 0.8, 0.13),
      pane(0.52, -0.2, 0.26, 0.34, '#a58f7a', 0.6, 0.05), pane(0.52, -0.2, 0.17, 0.24, '#d8cfc2', 0.7, 0.05), pane(1.2, -0.05, 0.3, 0.3, '#ffe2b0', 0.75, 0.11), pane(1.2, 0.35, 0.05, 0.5, '#7e6d5e', 0.5, 0.05),
      pane(0.25, 0.58, 1.5, 0.34, '#8c9089', 0.65, 0.12), pane(-0.15, 0.46, 0.3, 0.2, '#c08a63', 0.6, 0.09), pane(0, 0.92, 4.2, 0.3, '#77685a', 0.5, 0.16),
      ...strewDiscs({ seed: 8, count: 26, x: [0.72, 1.05], y: [-0.1, 0.4], size: [0.1, 0.18], opacity: [0.25, 0.5], blur: 0.05, colours: ['#71805f', '#8a9875', '#5d6b50'] }),
    ],
    description: 'A bright living room far out of focus, a curtained window on one side, a sofa, a plant and a lamp.',
  },
  {
    ...room,
    id: 'window-light',
    title: 'Window light',
    colour: '#c2b8aa',
    foot: '#a69b8d',
    lightness: 75,
    falloffStops: 0.6,
    mottle: 0.025,
    keySide: -1,
    lights: [-0.46, -0.02, 0.42].flatMap((y, row) => [-0.92, -0.56, -0.2].map((x, column) => pane(x + row * 0.05, y - column * 0.06, 0.28, 0.34, '#f6ead2', 0.62 - 0.1 * column, 0.045))),
    description: 'A plain warm wall on which the panes of a tall window draw soft patches of sunlight.',
  },
  {
    ...room,
    id: 'lobby',
    title: 'Glass lobby',
    colour: '#b3bec4',
    foot: '#8f979a',
    lightness: 76,
    keySide: 1,
    lights: [
      pane(1, -0.1, 0.62, 1.5, '#eef5f9', 0.85, 0.16), pane(0.34, -0.1, 0.44, 1.5, '#dbe7ee', 0.7, 0.14), pane(0.66, 0, 0.04, 1.6, '#6f7b82', 0.6, 0.05), pane(0.06, 0, 0.035, 1.6, '#76838a', 0.5, 0.05), pane(1.4, 0, 0.05, 1.6, '#6f7b82', 0.5, 0.05),
      pane(-0.52, 0, 0.34, 1.8, '#c9bba8', 0.75, 0.09), pane(-0.4, 0, 0.1, 1.8, '#9d9081', 0.5, 0.08), pane(-1.15, 0, 0.5, 1.8, '#a9b4ba', 0.6, 0.15), pane(-1.7, 0, 0.34, 1.8, '#c9bba8', 0.7, 0.1),
      pane(0, -0.36, 4.2, 0.05, '#7d888e', 0.45, 0.06), pane(0, 0.7, 4.2, 0.3, '#5f6769', 0.5, 0.16), pane(0.8, 0.78, 0.6, 0.16, '#c9d6dc', 0.5, 0.12),
      ...[-1.35, -1.0, -0.65, -0.3].map((x, index) => pane(x, -0.3 + 0.025 * index, 0.065, 0.065, '#fff3dc', 0.6, 0.022)),
    ],
    description: 'A glass lobby of an office tower far out of focus, pale daylight, stone columns, a few ceiling lamps.',
  },
  {
    ...room,
    id: 'loft',
    title: 'Loft',
    colour: '#8f8479',
    foot: '#5d544c',
    lightness: 56,
    keySide: -1,
    lights: [
      ...layBricks(300, ['#8c7566', '#9c8474', '#7b675a', '#a8917f'], 0.035).filter(({ x }) => x > -0.35).map((brick) => ({ ...brick, opacity: brick.opacity * 0.7 })),
      pane(-0.78, -0.1, 0.72, 1.3, '#e3e8e6', 0.9, 0.1), pane(-0.78, -0.1, 0.03, 1.3, '#6b665f', 0.6, 0.035), pane(-0.78, -0.28, 0.74, 0.03, '#6b665f', 0.6, 0.035), pane(-0.78, 0.12, 0.74, 0.03, '#6b665f', 0.6, 0.035), pane(-1.6, -0.1, 0.7, 1.3, '#dde3e1', 0.85, 0.1),
      pane(0, 0.68, 4.2, 0.26, '#40372f', 0.6, 0.14), pane(0.7, 0.5, 0.7, 0.12, '#6a5442', 0.7, 0.08),
      ...strewDiscs({ seed: 71, count: 34, x: [0.5, 1], y: [0.02, 0.5], size: [0.1, 0.17], opacity: [0.3, 0.6], blur: 0.045, colours: ['#4f5f45', '#64745a', '#3d4a37', '#7c8a6c'] }),
      ...[-0.1, 0.28, 0.66, 1.06, 1.5].map((x, index) => pane(x, -0.34 + (index % 2) * 0.03, 0.085, 0.085, '#ffd79a', 0.9, 0.022)),
    ],
    description: 'A converted loft used as an office, far out of focus: a tall steel window, pale brick, a row of warm lamps, plants.',
  },
  {
    ...room,
    id: 'brick',
    title: 'Brick',
    colour: '#86614f',
    foot: '#694a3c',
    lightness: 44,
    falloffStops: 0.9,
    mottle: 0.06,
    lights: layBricks(200, ['#94614c', '#7b4d3d', '#a06f57', '#86584a', '#6d4638'], 0.028),
    description: 'An old brick wall a few steps behind, softly out of focus, in even shade.',
  },
  {
    ...room,
    id: 'bookshelf',
    title: 'Bookshelves',
    colour: '#63513f',
    foot: '#4a3b2e',
    lightness: 36,
    falloffStops: 0.7,
    lights: [...shelves, pane(-1.1, 0, 0.9, 2.4, '#f3e3c4', 0.3, 0.5)],
    keySide: -1,
    description: 'A wall of bookshelves far out of focus, warm wood and muted spines.',
  },
  {
    ...room,
    id: 'panelling',
    title: 'Wood panelling',
    colour: '#5f4534',
    foot: '#472f22',
    lightness: 32,
    falloffStops: 0.8,
    lights: [
      ...[-1.8, -1.2, -0.6, 0, 0.6, 1.2, 1.8].flatMap((x) => [
        pane(x, -0.12, 0.5, 1.05, '#755641', 0.7, 0.03), pane(x, -0.12, 0.4, 0.95, '#63462f', 0.7, 0.04), pane(x, 0.68, 0.5, 0.4, '#6d4f3b', 0.7, 0.03), pane(x, 0.68, 0.4, 0.3, '#5a3f2d', 0.7, 0.04),
      ]),
      pane(-0.95, -0.32, 0.42, 0.42, '#ffcf8a', 0.55, 0.24), pane(0.98, -0.32, 0.42, 0.42, '#ffcf8a', 0.45, 0.24),
    ],
    description: 'A wall of dark wood panelling in a law library, softly out of focus, lit by a wall lamp on either side.',
  },
  {
    ...room,
    id: 'stage',
    title: 'Stage',
    colour: '#2a2223',
    foot: '#171314',
    lightness: 14,
    falloffStops: 0.7,
    lights: [
      pane(-0.95, 0.2, 1.3, 2, '#5c2226', 0.6, 0.5), pane(1, 0.25, 1.1, 1.8, '#24344a', 0.6, 0.5),
      ...[-1.75, -1.42, -1.09, -0.76, -0.43].map((x, index) => pane(x, -0.12 - 0.025 * index, 0.07, 0.07, '#ffcf90', 0.7, 0.018)),
      ...[0.76, 1.09, 1.42, 1.75].map((x, index) => pane(x, -0.22 + 0.025 * index, 0.07, 0.07, '#ffe0b4', 0.55, 0.018)),
    ],
    description: 'A dark theatre far out of focus, red velvet on one side, blue shade on the other, two rows of warm lamps.',
  },
  {
    ...room,
    id: 'gel-light',
    title: 'Coloured light',
    colour: '#665187',
    foot: '#3d2f5c',
    lightness: 38,
    falloffStops: 0.6,
    mottle: 0,
    lights: [pane(-0.85, -0.05, 1.5, 1.5, '#c8456f', 0.8, 0.7), pane(0.95, 0.1, 1.6, 1.6, '#2c6fc0', 0.8, 0.75)],
    description: 'A plain studio wall lit by two coloured lamps, magenta from one side and blue from the other, blending behind the head.',
  },
];

/** Rooms, the brighter ones first. */
export const interiors: readonly Backdrop[] = described.map((each) => ({ ...each, lights: gather(each.lights, closeness) }));
