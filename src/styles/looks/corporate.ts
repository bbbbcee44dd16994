// Owns the looks of companies: quiet, even, the same for a whole board. Refuses fashion.

import type { Look } from '../look.ts';
import { poses } from '../look.ts';

const family = 'corporate';

/** Looks for companies. */
export const corporate: readonly Look[] = [
  {
    id: 'corporate-grey', family, title: 'Boardroom', description: 'Seamless grey, soft light: right for any company page.',
    backdrop: 'studio-grey', outfits: ['suit', 'suit-and-tie', 'blazer', 'shirt'], framing: 'shoulders', expression: 'slight-smile',
    light: 'A large softbox 45° to the left and a little above the eyes, a white fill from the right at half its strength, a faint light on the hair.', pose: poses.turned,
  },
  {
    id: 'corporate-slate', family, title: 'Partner', description: 'Slate blue with a pool of light, a little more serious.',
    backdrop: 'slate-blue', outfits: ['suit-and-tie', 'suit', 'blazer'], framing: 'shoulders', expression: 'calm',
    light: 'A softbox 45° to the left, the fill two stops below it, a narrow light on the backdrop behind the head.', pose: poses.turned,
  },
  {
    id: 'corporate-lobby', family, title: 'Glass lobby', description: 'Daylight and glass far behind, as on an annual report.',
    backdrop: 'lobby', outfits: ['suit', 'blazer', 'shirt'], framing: 'bust', expression: 'slight-smile',
    light: 'Broad daylight from the glass on one side, a gentle fill from the other.', pose: poses.standing,
  },
  {
    id: 'corporate-white', family, title: 'Clean white', description: 'Pure white, even light: ready for a slide or a badge.',
    backdrop: 'white', outfits: ['blazer', 'suit', 'shirt', 'blouse'], framing: 'shoulders', expression: 'smile',
    light: 'Two large softboxes at equal strength, nearly no shadow, the backdrop lit to white on its own.', pose: poses.square,
  },
];
