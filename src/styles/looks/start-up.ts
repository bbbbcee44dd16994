// Owns the looks of young companies: daylight, few rules, no tie. Refuses the boardroom.

import type { Look } from '../look.ts';
import { poses } from '../look.ts';

const family = 'start-up';

/** Looks for young companies. */
export const startUp: readonly Look[] = [
  {
    id: 'startup-loft', family, title: 'Loft', description: 'Steel window, brick and lamps, far out of focus.',
    backdrop: 'loft', outfits: ['tee', 'knit', 'shirt', 'blazer'], framing: 'bust', expression: 'smile',
    light: 'Soft daylight from a tall window on one side, the room’s own light as fill.', pose: poses.leaning,
  },
  {
    id: 'startup-mist', family, title: 'Team page', description: 'Pale, cool and bright: twelve of these sit well side by side.',
    backdrop: 'mist', outfits: ['knit', 'tee', 'shirt'], framing: 'shoulders', expression: 'smile',
    light: 'A large white umbrella in front and above, a reflector below, hardly any shadow.', pose: poses.square,
  },
  {
    id: 'startup-office', family, title: 'Open office', description: 'A bright modern office behind, as an 85 mm lens draws it.',
    backdrop: 'office', outfits: ['shirt', 'knit', 'blazer', 'blouse'], framing: 'bust', expression: 'slight-smile',
    light: 'Bright, soft window light from one side, a white wall as fill.', pose: poses.standing,
  },
];
