// Owns the places outside that stand behind a person, far out of focus. Refuses photographs: they are made of blurred panes and discs.

import type { Backdrop, SceneLight } from '../backdrops.ts';
import { gather, setRow, strewDiscs } from './scene-lights.ts';

const place = { kind: 'scene', falloffStops: 0.3, footStops: 0.25, mottle: 0.03, shadow: 0 } as const;

function pane(x: number, y: number, width: number, height: number, colour: string, opacity: number, blur = 0.18): SceneLight {
  return { x, y, width, height, colour, opacity, blur };
}

/** Places are described as wide as they are; a portrait sees the middle of them. */
const closeness = 0.7;

const described: readonly Backdrop[] = [
  {
    ...place,
    id: 'coast',
    title: 'Coast',
    colour: '#bccdd8',
    foot: '#b3a893',
    lightness: 81,
    lights: [
      pane(0, -0.55, 4.4, 0.5, '#a9c3d6', 0.6, 0.3), pane(0, 0.38, 4.4, 0.42, '#7f9dab', 0.8, 0.06), pane(0, 0.3, 4.4, 0.1, '#9db6c1', 0.5, 0.06), pane(0, 0.86, 4.4, 0.5, '#cdbfa6', 0.85, 0.09),
      pane(-0.9, -0.3, 0.9, 0.16, '#e4ecf0', 0.5, 0.13), pane(0.7, -0.18, 0.8, 0.12, '#e2eaee', 0.4, 0.12), pane(1.35, 0.16, 0.9, 0.2, '#93a5a3', 0.5, 0.1),
      pane(0.2, 0.34, 1.5, 0.03, '#d3e0e4', 0.5, 0.05), pane(-0.6, 0.47, 1.1, 0.03, '#c3d3d8', 0.4, 0.05), pane(0.9, 0.55, 0.9, 0.05, '#dfe7e6', 0.5, 0.06),
    ],
    description: 'A quiet coast far out of focus: pale sky, a band of sea, light sand, under thin cloud.',
  },
  {
    ...place,
    id: 'skyline',
    title: 'Skyline',
    colour: '#b6c2cb',
    foot: '#87919a',
    lightness: 78,
    keySide: 1,
    lights: [
      pane(0, -0.6, 4.4, 0.5, '#d3dfe8', 0.7, 0.3),
      ...setRow({ seed: 12, x: [-2, 2], foot: 0.9, width: [0.16, 0.34], height: [0.6, 1.25], gap: 0.02, opacity: [0.4, 0.7], blur: 0.06, colours: ['#9aa9b5', '#8e9ca8', '#b9c2c8', '#98a2a6'] }),
      ...setRow({ seed: 25, x: [-2.1, 2], foot: 1, width: [0.2, 0.4], height: [0.35, 0.85], gap: 0.12, opacity: [0.45, 0.8], blur: 0.05, colours: ['#74828e', '#6f7b85', '#8f9698', '#9a938a'] }),
      pane(1.1, -0.35, 0.9, 0.9, '#fff3dd', 0.5, 0.45), pane(0, 0.8, 4.4, 0.3, '#6d757a', 0.4, 0.15),
    ],
    description: 'A city skyline in hazy daylight, seen from a terrace, far out of focus.',
  },
  {
    ...place,
    id: 'street',
    title: 'Town street',
    colour: '#b5a898',
    foot: '#857a6e',
    lightness: 69,
    keySide: -1,
    lights: [
      pane(-1.05, -0.1, 0.95, 1.6, '#e7dccb', 0.8, 0.12), pane(0.95, -0.1, 0.8, 1.6, '#a98f78', 0.7, 0.12), pane(0.02, -0.4, 0.7, 0.8, '#dfe7ea', 0.75, 0.18),
      ...[-1.35, -0.98, -0.66].flatMap((x) => [pane(x, -0.32, 0.13, 0.22, '#8b8f8f', 0.55, 0.045), pane(x, 0.08, 0.13, 0.24, '#7d7f7d', 0.55, 0.045)]),
      ...[0.7, 1.02, 1.36].flatMap((x) => [pane(x, -0.3, 0.13, 0.22, '#5f5a55', 0.5, 0.045), pane(x, 0.1, 0.15, 0.28, '#d9b27c', 0.5, 0.05)]),
      ...strewDiscs({ seed: 33, count: 30, x: [0.32, 0.66], y: [-0.1, 0.35], size: [0.1, 0.17], opacity: [0.25, 0.5], blur: 0.05, colours: ['#6f7d5c', '#889472', '#58644a'] }),
      pane(0, 0.75, 4.4, 0.4, '#8d8579', 0.6, 0.16), pane(-0.1, 0.55, 0.5, 0.12, '#b9b3aa', 0.5, 0.1),
    ],
    description: 'A sunlit town street of pale house fronts far out of focus, windows, a tree, an awning.',
  },
  {
    ...place,
    id: 'park',
    title: 'Park',
    colour: '#83956d',
    foot: '#6a7a55',
    lightness: 60,
    mottle: 0.07,
    keySide: -1,
    lights: [
      ...strewDiscs({ seed: 101, count: 80, x: [-2, 2], y: [-0.75, 0.35], size: [0.22, 0.5], opacity: [0.2, 0.5], blur: 0.12, colours: ['#5d7048', '#75895c', '#93a474', '#4b5c3c', '#a7b685'] }),
      pane(-0.9, 0.5, 1.6, 0.16, '#b7c48d', 0.6, 0.12), pane(0, 0.85, 4.4, 0.42, '#7c8f5c', 0.6, 0.14), pane(0.55, 0.74, 0.8, 0.2, '#c7bda6', 0.6, 0.12), pane(1.25, -0.1, 0.13, 1.4, '#4d463a', 0.55, 0.07), pane(-1.5, -0.1, 0.16, 1.4, '#544c3e', 0.5, 0.08),
      ...strewDiscs({ seed: 137, count: 44, x: [-1.8, 1.8], y: [-0.66, 0.05], size: [0.07, 0.1], opacity: [0.08, 0.4], blur: 0.02, colours: ['#f0f2cd', '#e2ecc0', '#f7f4dc'] }),
    ],
    description: 'A park in late morning far out of focus: lawn, a path, trees with discs of sky between the leaves.',
  },
  {
    ...place,
    id: 'autumn',
    title: 'Autumn',
    colour: '#a88a62',
    foot: '#7d6345',
    lightness: 59,
    mottle: 0.06,
    keySide: 1,
    lights: [
      ...strewDiscs({ seed: 151, count: 80, x: [-2, 2], y: [-0.75, 0.5], size: [0.22, 0.48], opacity: [0.2, 0.5], blur: 0.12, colours: ['#b57a3c', '#c79a55', '#8a5f38', '#a18a55', '#6f6a45', '#d3b06a'] }),
      pane(0, 0.88, 4.4, 0.4, '#8b6a45', 0.55, 0.14), pane(-1.15, -0.1, 0.14, 1.5, '#4a3a2c', 0.55, 0.07), pane(1.5, 0, 0.18, 1.5, '#54412f', 0.5, 0.08),
      ...strewDiscs({ seed: 181, count: 30, x: [-1.5, 1.6], y: [-0.62, 0.15], size: [0.08, 0.12], opacity: [0.12, 0.5], blur: 0.02, colours: ['#ffe9b8', '#f8dc9c', '#fff2d4'] }),
    ],
    description: 'An autumn wood far out of focus, ochre and copper leaves with the low sun behind them.',
  },
  {
    ...place,
    id: 'golden-hour',
    title: 'Golden hour',
    colour: '#c0a078',
    foot: '#866a49',
    lightness: 68,
    keySide: 1,
    lights: [
      pane(0, -0.55, 4.4, 0.6, '#dcc4a0', 0.7, 0.35), pane(0, 0.5, 4.4, 0.5, '#8f7a4f', 0.7, 0.16), pane(-1.1, 0.18, 1.7, 0.3, '#6f6a4b', 0.6, 0.14), pane(1.5, 0.22, 1, 0.24, '#7a6d48', 0.5, 0.13),
      pane(0.6, -0.14, 1.3, 1.3, '#ffdf9e', 0.5, 0.6), pane(0.6, -0.16, 0.42, 0.42, '#fff1cc', 0.7, 0.2),
      ...strewDiscs({ seed: 201, count: 60, x: [-1.9, 1.9], y: [0.42, 0.95], size: [0.06, 0.11], opacity: [0.1, 0.4], blur: 0.025, colours: ['#ffe1a0', '#e9c47c', '#a98e52', '#6d6038'] }),
    ],
    description: 'A meadow in the last hour of sun, far out of focus, the light low and warm behind the shoulder.',
  },
  {
    ...place,
    id: 'city-dusk',
    title: 'City at dusk',
    colour: '#626a80',
    foot: '#31343f',
    lightness: 45,
    lights: [
      pane(0, -0.6, 4.4, 0.6, '#6f83a3', 0.7, 0.35), pane(0.2, -0.05, 3, 0.3, '#b98a74', 0.35, 0.22),
      ...setRow({ seed: 221, x: [-2, 2], foot: 0.8, width: [0.22, 0.45], height: [0.5, 1.2], gap: 0.06, opacity: [0.35, 0.7], blur: 0.08, colours: ['#343c4c', '#3d4453', '#2b3240', '#454654'] }),
      ...strewDiscs({ seed: 231, count: 42, x: [-1.8, 1.8], y: [-0.3, 0.45], size: [0.07, 0.1], opacity: [0.15, 0.6], blur: 0.018, colours: ['#ffd08a', '#ffb765', '#ffe4ba', '#9cc4ff', '#ff8f6b'] }),
      ...strewDiscs({ seed: 261, count: 20, x: [-1.8, 1.8], y: [0.38, 0.66], size: [0.07, 0.1], opacity: [0.25, 0.6], blur: 0.018, colours: ['#ff6a4d', '#ffd9a0', '#fff0d6'] }),
    ],
    description: 'A city street at dusk far out of focus, blue sky light above, the lamps and cars drawn as soft discs.',
  },
];

/** Places outside, from midday to night. */
export const outdoors: readonly Backdrop[] = described.map((each) => ({ ...each, lights: gather(each.lights, closeness) }));
