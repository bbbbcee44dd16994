// Owns the looks of casting: close, honest, the eyes first. Refuses anything that makes another face of it.

import type { Look } from '../look.ts';
import { poses } from '../look.ts';

const family = 'actor';

/** Looks for casting. */
export const actor: readonly Look[] = [
  {
    id: 'actor-commercial', family, title: 'Commercial', description: 'Close, bright and warm, as casting for commercials asks.',
    backdrop: 'blush', outfits: ['tee', 'denim', 'knit', 'as-worn'], framing: 'head', expression: 'smile',
    light: 'A large soft light above the lens and a reflector below it, round catchlights in both eyes.', pose: poses.leaning,
  },
  {
    id: 'actor-theatrical', family, title: 'Theatrical', description: 'Pewter canvas and one lamp: for drama.',
    backdrop: 'pewter-canvas', outfits: ['turtleneck', 'shirt', 'as-worn'], framing: 'head', expression: 'calm',
    light: 'One softbox 60° to the side, little fill, a triangle of light on the far cheek.', pose: poses.turned,
  },
  {
    id: 'actor-stage', family, title: 'Stage door', description: 'A dark house, velvet and lamps behind.',
    backdrop: 'stage', outfits: ['turtleneck', 'blazer', 'as-worn'], framing: 'shoulders', expression: 'calm', warmth: 0.3,
    light: 'A warm, soft key from one side, a thin cool rim from behind on the other.', pose: poses.standing,
  },
  {
    id: 'actor-umber', family, title: 'Old master', description: 'Umber canvas in the manner of painted portraits.',
    backdrop: 'umber-canvas', outfits: ['shirt', 'turtleneck', 'knit', 'as-worn'], framing: 'shoulders', expression: 'calm', warmth: 0.4,
    light: 'One large, soft light from high on the left, falling off across the face, no fill.', pose: poses.turned,
  },
];
