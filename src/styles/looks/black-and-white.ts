// Owns the looks without colour: how they are lit and how they are printed. Refuses tints.

import type { Look } from '../look.ts';
import { poses } from '../look.ts';

const family = 'black-and-white';

/** Looks without colour. */
export const blackAndWhite: readonly Look[] = [
  {
    id: 'mono-classic', family, title: 'Classic', description: 'Mid grey, long tones, a little grain.',
    backdrop: 'studio-grey', outfits: ['as-worn', 'shirt', 'blazer', 'turtleneck'], framing: 'shoulders', expression: 'as-photographed', printing: { contrast: 1.16, grain: 1.6 },
    light: 'A large softbox 45° to the left, a weak fill, full scale from black to white.', pose: poses.turned,
  },
  {
    id: 'mono-low-key', family, title: 'Low key', description: 'Out of the dark: black ground, one light.',
    backdrop: 'black', outfits: ['turtleneck', 'as-worn', 'suit'], framing: 'head', expression: 'calm', printing: { contrast: 1.26, grain: 2 },
    light: 'One softbox 60° to the side, nearly no fill, a thin rim of light on the hair.', pose: poses.turned,
  },
  {
    id: 'mono-high-key', family, title: 'High key', description: 'White ground, light greys, open and clear.',
    backdrop: 'white', outfits: ['shirt', 'tee', 'as-worn', 'blouse'], framing: 'head', expression: 'smile', printing: { contrast: 1.1, grain: 1.2 },
    light: 'Two large softboxes at equal strength, the backdrop lit to white.', pose: poses.square,
  },
  {
    id: 'mono-window', family, title: 'Window', description: 'Panes of sun on a wall, in the manner of reportage.',
    backdrop: 'window-light', outfits: ['as-worn', 'knit', 'shirt'], framing: 'bust', expression: 'as-photographed', printing: { contrast: 1.2, grain: 2.2 },
    light: 'Soft light from a tall window on one side, deep shade on the other.', pose: poses.turned,
  },
];
