// Owns the looks of law firms and courts: dark wood, dark cloth, a steady eye. Refuses emblems.

import type { Look } from '../look.ts';
import { poses } from '../look.ts';

const family = 'legal';

/** Looks for the law. */
export const legal: readonly Look[] = [
  {
    id: 'legal-panelling', family, title: 'Chambers', description: 'Dark wood panelling and two wall lamps, out of focus.',
    backdrop: 'panelling', outfits: ['suit-and-tie', 'suit', 'blazer', 'robe'], framing: 'bust', expression: 'calm', warmth: 0.4,
    light: 'A softbox 45° to the left, warm lamps on the wall behind, the shadows kept deep.', pose: poses.turned,
  },
  {
    id: 'legal-charcoal', family, title: 'Counsel', description: 'Charcoal with a faint glow that parts dark hair from it.',
    backdrop: 'charcoal', outfits: ['suit-and-tie', 'suit', 'robe', 'blazer'], framing: 'shoulders', expression: 'calm',
    light: 'A softbox 45° to the left, a weak fill, a rim of light on hair and shoulders.', pose: poses.turned,
  },
  {
    id: 'legal-forest', family, title: 'Notary', description: 'Deep green, sober, a shade warmer than grey.',
    backdrop: 'forest', outfits: ['suit', 'suit-and-tie', 'blazer'], framing: 'shoulders', expression: 'slight-smile',
    light: 'A large softbox 45° to the left, a reflector on the right, a narrow light on the backdrop.', pose: poses.square,
  },
];
