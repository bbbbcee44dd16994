// Owns the looks of people who make things: colour, texture, a lamp with a filter. Refuses grey.

import type { Look } from '../look.ts';
import { poses } from '../look.ts';

const family = 'creative';

/** Looks for people who make things. */
export const creative: readonly Look[] = [
  {
    id: 'creative-light', family, title: 'Coloured light', description: 'Magenta and blue on the wall, clean light on the face.',
    backdrop: 'gel-light', outfits: ['turtleneck', 'tee', 'denim'], framing: 'shoulders', expression: 'calm',
    light: 'A clean, neutral softbox on the face; the wall behind is lit magenta from one side and blue from the other, with a thin rim of each on the hair.', pose: poses.turned,
  },
  {
    id: 'creative-ochre', family, title: 'Ochre', description: 'One warm, matt colour and a plain outfit.',
    backdrop: 'ochre', outfits: ['denim', 'shirt', 'knit', 'tee'], framing: 'shoulders', expression: 'slight-smile',
    light: 'One large softbox from the left, a reflector on the right, crisp but not hard.', pose: poses.leaning,
  },
  {
    id: 'creative-teal', family, title: 'Deep teal', description: 'A deep colour, a pool of light, something of a magazine.',
    backdrop: 'teal', outfits: ['turtleneck', 'knit', 'blazer'], framing: 'head', expression: 'calm',
    light: 'A beauty dish above the lens, soft and frontal, the backdrop a stop darker than the face.', pose: poses.square,
  },
  {
    id: 'creative-plaster', family, title: 'Studio wall', description: 'Limewashed wall, window light, nothing else.',
    backdrop: 'plaster', outfits: ['knit', 'tee', 'denim', 'blouse'], framing: 'shoulders', expression: 'as-photographed',
    light: 'North light from a large window on one side, no fill but the white wall.', pose: poses.turned,
  },
];
