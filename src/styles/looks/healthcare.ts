// Owns the looks of medicine and care: bright, clean, approachable. Refuses badges and instruments: they claim a profession.

import type { Look } from '../look.ts';
import { poses } from '../look.ts';

const family = 'healthcare';

/** Looks for medicine and care. */
export const healthcare: readonly Look[] = [
  {
    id: 'healthcare-clinic', family, title: 'Clinic', description: 'A bright corridor far behind, white and pale teal.',
    backdrop: 'clinic', outfits: ['white-coat', 'scrubs', 'shirt', 'blouse'], framing: 'bust', expression: 'smile',
    light: 'Bright, soft daylight from a window on one side, white walls as fill.', pose: poses.standing,
  },
  {
    id: 'healthcare-sky', family, title: 'Fresh blue', description: 'Pale sky blue, even light, open and friendly.',
    backdrop: 'sky', outfits: ['scrubs', 'white-coat', 'shirt'], framing: 'shoulders', expression: 'smile',
    light: 'A large umbrella in front and above, a reflector below, hardly any shadow.', pose: poses.square,
  },
  {
    id: 'healthcare-sage', family, title: 'Practice', description: 'Muted green, calm light, for therapy and advice.',
    backdrop: 'sage', outfits: ['knit', 'shirt', 'blouse', 'white-coat'], framing: 'shoulders', expression: 'slight-smile',
    light: 'Soft window light from one side, a gentle fill from the other.', pose: poses.leaning,
  },
];
