// Owns the looks in a brand's own colour. Refuses light that would make another colour of it.

import type { Look } from '../look.ts';
import { poses } from '../look.ts';

const family = 'brand';

/** Looks before a brand's colour; `backdrop` says which of its backdrops. */
export const brand: readonly Look[] = [
  {
    id: 'brand-plain', family, title: 'Plain colour', description: 'Your colour, even from edge to edge.',
    backdrop: 'plain', outfits: ['as-worn', 'blazer', 'shirt', 'knit'], framing: 'shoulders', expression: 'slight-smile',
    light: 'Two large softboxes at nearly equal strength, the backdrop lit evenly on its own so that its colour is true.', pose: poses.square,
  },
  {
    id: 'brand-glow', family, title: 'Glow', description: 'Your colour, lit up behind the head and deep at the edges.',
    backdrop: 'glow', outfits: ['as-worn', 'suit', 'blazer', 'turtleneck'], framing: 'shoulders', expression: 'calm',
    light: 'A softbox 45° to the left, a weak fill, a narrow lamp on the backdrop behind the head.', pose: poses.turned,
  },
  {
    id: 'brand-tint', family, title: 'Tint', description: 'A pale tint of your colour, bright and quiet.',
    backdrop: 'tint', outfits: ['as-worn', 'shirt', 'knit', 'blouse'], framing: 'shoulders', expression: 'smile',
    light: 'A large umbrella in front and above, a reflector below, hardly any shadow.', pose: poses.square,
  },
];
