// Owns the looks under the sky, from midday to night. Refuses hard sun on a face.

import type { Look } from '../look.ts';
import { poses } from '../look.ts';

const family = 'outdoor';

/** Looks under the sky. */
export const outdoor: readonly Look[] = [
  {
    id: 'outdoor-park', family, title: 'Park', description: 'Lawn and leaves, late morning, in the open shade.',
    backdrop: 'park', outfits: ['shirt', 'knit', 'outdoor-jacket', 'denim'], framing: 'shoulders', expression: 'smile',
    light: 'Open shade, soft light from the sky on one side, discs of sun only in the background.', pose: poses.standing,
  },
  {
    id: 'outdoor-autumn', family, title: 'Autumn', description: 'Copper leaves with the low sun behind them.',
    backdrop: 'autumn', outfits: ['knit', 'outdoor-jacket', 'denim', 'shirt'], framing: 'shoulders', expression: 'slight-smile', warmth: 0.6,
    light: 'Soft, warm shade on the face, the low sun behind, a thin warm rim on the hair.', pose: poses.standing,
  },
  {
    id: 'outdoor-golden', family, title: 'Golden hour', description: 'The last hour of sun over a meadow.',
    backdrop: 'golden-hour', outfits: ['shirt', 'denim', 'knit', 'blouse'], framing: 'shoulders', expression: 'smile', warmth: 1,
    light: 'Low, warm sun behind the shoulder, the face lit softly by a reflector from the front.', pose: poses.standing,
  },
  {
    id: 'outdoor-coast', family, title: 'Coast', description: 'Pale sky, a band of sea, thin cloud.',
    backdrop: 'coast', outfits: ['knit', 'shirt', 'outdoor-jacket', 'tee'], framing: 'shoulders', expression: 'slight-smile', warmth: -0.3,
    light: 'Thin cloud, soft light from everywhere, a touch more from one side.', pose: poses.standing,
  },
  {
    id: 'outdoor-skyline', family, title: 'Skyline', description: 'Hazy towers from a terrace.',
    backdrop: 'skyline', outfits: ['blazer', 'suit', 'shirt', 'outdoor-jacket'], framing: 'bust', expression: 'slight-smile', warmth: -0.2,
    light: 'Hazy daylight from one side, soft, the city a stop brighter than the face.', pose: poses.standing,
  },
  {
    id: 'outdoor-dusk', family, title: 'City at dusk', description: 'Blue hour, lamps drawn as soft discs.',
    backdrop: 'city-dusk', outfits: ['blazer', 'turtleneck', 'outdoor-jacket', 'shirt'], framing: 'shoulders', expression: 'calm', warmth: -0.3,
    light: 'A soft, neutral key from one side as from a shop window, the blue of the sky as fill.', pose: poses.standing,
  },
];
