// Owns the looks of universities and schools: books, windows, patience. Refuses gloss.

import type { Look } from '../look.ts';
import { poses } from '../look.ts';

const family = 'academic';

/** Looks for universities and schools. */
export const academic: readonly Look[] = [
  {
    id: 'academic-library', family, title: 'Library', description: 'Bookshelves far behind, warm and quiet.',
    backdrop: 'bookshelf', outfits: ['blazer', 'knit', 'shirt', 'gown'], framing: 'bust', expression: 'slight-smile', warmth: 0.4,
    light: 'Window light from one side, a reading lamp’s warmth from the other.', pose: poses.turned,
  },
  {
    id: 'academic-study', family, title: 'Study', description: 'Sun through window panes on a plain wall.',
    backdrop: 'window-light', outfits: ['knit', 'shirt', 'blazer', 'blouse'], framing: 'shoulders', expression: 'calm', warmth: 0.3,
    light: 'Soft light from a tall window on one side; its panes draw patches of sun on the wall, none on the face.', pose: poses.turned,
  },
  {
    id: 'academic-canvas', family, title: 'Faculty', description: 'Oatmeal canvas, the classic faculty portrait.',
    backdrop: 'oatmeal-canvas', outfits: ['blazer', 'suit-and-tie', 'gown', 'blouse'], framing: 'shoulders', expression: 'slight-smile',
    light: 'A large softbox 45° to the left, a reflector on the right, a soft light on the canvas.', pose: poses.turned,
  },
];
