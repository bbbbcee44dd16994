// Owns the looks of people who show houses: bright rooms, pale streets, an open smile. Refuses the studio’s black.

import type { Look } from '../look.ts';
import { poses } from '../look.ts';

const family = 'real-estate';

/** Looks for people who show houses. */
export const realEstate: readonly Look[] = [
  {
    id: 'estate-home', family, title: 'Living room', description: 'A bright room with a curtained window, far behind.',
    backdrop: 'home', outfits: ['blazer', 'shirt', 'blouse', 'knit'], framing: 'bust', expression: 'smile', warmth: 0.3,
    light: 'Bright window light through a curtain on one side, a pale wall as fill.', pose: poses.standing,
  },
  {
    id: 'estate-street', family, title: 'Town street', description: 'Pale house fronts in the sun, out of focus.',
    backdrop: 'street', outfits: ['blazer', 'suit', 'shirt'], framing: 'bust', expression: 'smile', warmth: 0.3,
    light: 'Open shade on the face, the street behind in the sun, a touch of fill from the front.', pose: poses.standing,
  },
  {
    id: 'estate-cream', family, title: 'Warm cream', description: 'A warm, light wall: made for signs and cards.',
    backdrop: 'warm-cream', outfits: ['blazer', 'suit', 'blouse', 'shirt'], framing: 'shoulders', expression: 'smile',
    light: 'A large softbox in front and to the left, a reflector on the right, bright and even.', pose: poses.turned,
  },
];
