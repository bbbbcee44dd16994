// Owns the catalogue of thumbnail layouts: type, colours, backdrop, and how the person is shown. Refuses pixels and coordinates.

import type { FaceId } from '../photo/typography/faces.ts';
import type { Tint } from './palette.ts';

/** What stands behind person and words. */
export type Ground = 'split' | 'spotlight' | 'dots' | 'rays' | 'paper' | 'flat' | 'panel' | 'ring' | 'quote' | 'word' | 'gradient' | 'dusk';

/** How a text is set. */
export interface TextLook {
  readonly face: FaceId;
  /** Takes the place of `face` where a longer text would become too small in it. */
  readonly narrow?: FaceId;
  readonly caps: boolean;
  /** Between letters, in ems. */
  readonly tracking: number;
  /** Room between lines beyond their ink, in heights of a capital. */
  readonly leading: number;
  /** Tried in turn until one is clear enough against what is really behind. */
  readonly inks: readonly Tint[];
  /** The last line in this colour, where it is clear enough. */
  readonly accent?: Tint;
  /** Around the letters; `plate` sets each line on a strip of its own. */
  readonly effect: 'none' | 'shadow' | 'outline' | 'plate';
  /** Colour of the outline or the plate. */
  readonly effectTint?: Tint;
}

/** One layout. */
export interface Layout {
  readonly id: string;
  readonly title: string;
  /** One sentence for people. */
  readonly description: string;
  /** `#rrggbb` where a request names no brand colour. */
  readonly brand: string;
  readonly ground: Ground;
  readonly figure: {
    readonly tone: 'natural' | 'two-tone' | 'grey';
    readonly edge: 'none' | 'sticker' | 'glow' | 'shadow';
    readonly clip: 'none' | 'ring' | 'panel';
  };
  /** Where the words are in a picture that is not wide; in a wide one they stand beside the person. */
  readonly wordsUpright: 'above' | 'below';
  readonly across: 'start' | 'middle';
  readonly headline: TextLook;
  readonly subline: TextLook;
}

const loud = { caps: true, tracking: 0, leading: 0.2, effect: 'shadow' } as const;
const quiet = { face: 'space-grotesk-medium', caps: false, tracking: 0, leading: 0.32, effect: 'none' } as const;

/** Every layout, in the order in which they are shown. */
export const layouts: readonly Layout[] = [
  {
    id: 'split',
    title: 'Split',
    description: 'Two fields of the brand’s colour meet on a slant, the title in tall capitals.',
    brand: '#e4572e',
    ground: 'split',
    figure: { tone: 'natural', edge: 'shadow', clip: 'none' },
    wordsUpright: 'below',
    across: 'start',
    headline: { ...loud, face: 'anton', inks: ['white', 'ink'], accent: 'pop' },
    subline: { ...quiet, inks: ['white', 'ink'] },
  },
  {
    id: 'spotlight',
    title: 'Spotlight',
    description: 'A dark stage and a light in the brand’s colour behind the head.',
    brand: '#3a6cf4',
    ground: 'spotlight',
    figure: { tone: 'natural', edge: 'none', clip: 'none' },
    wordsUpright: 'below',
    across: 'start',
    headline: { ...loud, face: 'archivo-black', narrow: 'anton', caps: false, leading: 0.24, inks: ['white'] },
    subline: { ...quiet, inks: ['soft', 'white'] },
  },
  {
    id: 'sticker',
    title: 'Sticker',
    description: 'The person cut out with a white edge on a dotted field, the title outlined.',
    brand: '#12b5a6',
    ground: 'dots',
    figure: { tone: 'natural', edge: 'sticker', clip: 'none' },
    wordsUpright: 'below',
    across: 'start',
    headline: { ...loud, face: 'anton', leading: 0.3, inks: ['white'], accent: 'pop', effect: 'outline', effectTint: 'ink' },
    subline: { ...quiet, face: 'space-grotesk', inks: ['white', 'ink'], effect: 'plate', effectTint: 'ink' },
  },
  {
    id: 'rays',
    title: 'Rays',
    description: 'Beams of two tones run out from behind the head; loud and glad.',
    brand: '#f4b000',
    ground: 'rays',
    figure: { tone: 'natural', edge: 'sticker', clip: 'none' },
    wordsUpright: 'above',
    across: 'start',
    headline: { ...loud, face: 'bebas-neue', leading: 0.26, inks: ['white'], effect: 'outline', effectTint: 'ink' },
    subline: { ...quiet, face: 'space-grotesk', inks: ['white'], effect: 'plate', effectTint: 'ink' },
  },
  {
    id: 'editorial',
    title: 'Editorial',
    description: 'Warm paper, a serif title and one thin rule.',
    brand: '#b23a2e',
    ground: 'paper',
    figure: { tone: 'natural', edge: 'none', clip: 'none' },
    wordsUpright: 'below',
    across: 'start',
    headline: { face: 'dm-serif-display', narrow: 'bebas-neue', caps: false, tracking: -0.005, leading: 0.24, inks: ['ink', 'white'], effect: 'none' },
    subline: { ...quiet, inks: ['brand', 'deep', 'ink'] },
  },
  {
    id: 'duotone',
    title: 'Duotone',
    description: 'Photo and field in two tones of the brand’s colour.',
    brand: '#7a3ff2',
    ground: 'dusk',
    figure: { tone: 'two-tone', edge: 'none', clip: 'none' },
    wordsUpright: 'below',
    across: 'start',
    headline: { ...loud, face: 'anton', inks: ['white', 'ink'] },
    subline: { ...quiet, inks: ['soft', 'white'] },
  },
  {
    id: 'framed',
    title: 'Framed',
    description: 'A panel in the brand’s colour, and the head looks out over its edge.',
    brand: '#2f7d5b',
    ground: 'panel',
    figure: { tone: 'natural', edge: 'none', clip: 'panel' },
    wordsUpright: 'below',
    across: 'start',
    headline: { face: 'space-grotesk', narrow: 'anton', caps: false, tracking: -0.02, leading: 0.3, inks: ['ink', 'white'], effect: 'none' },
    subline: { ...quiet, inks: ['brand', 'deep', 'ink'] },
  },
  {
    id: 'ring',
    title: 'Ring',
    description: 'A round field around the person, as podcast covers have it.',
    brand: '#ff5d73',
    ground: 'ring',
    figure: { tone: 'natural', edge: 'none', clip: 'ring' },
    wordsUpright: 'below',
    across: 'middle',
    headline: { ...loud, face: 'archivo-black', narrow: 'anton', leading: 0.28, inks: ['white', 'ink'], effect: 'none' },
    subline: { ...quiet, inks: ['soft', 'white'] },
  },
  {
    id: 'quote',
    title: 'Quote',
    description: 'A large mark, the words in italics, and who said them below.',
    brand: '#1f6f8b',
    ground: 'quote',
    figure: { tone: 'natural', edge: 'none', clip: 'none' },
    wordsUpright: 'below',
    across: 'start',
    headline: { face: 'dm-serif-italic', narrow: 'bebas-neue', caps: false, tracking: 0, leading: 0.26, inks: ['ink', 'white'], effect: 'none' },
    subline: { ...quiet, face: 'space-grotesk', inks: ['brand', 'deep', 'ink'] },
  },
  {
    id: 'backword',
    title: 'Behind',
    description: 'The longest word of the title stands large behind the person.',
    brand: '#e8324a',
    ground: 'word',
    figure: { tone: 'natural', edge: 'shadow', clip: 'none' },
    wordsUpright: 'below',
    across: 'start',
    headline: { ...loud, face: 'bebas-neue', leading: 0.24, inks: ['white', 'ink'] },
    subline: { ...quiet, inks: ['white', 'soft'] },
  },
  {
    id: 'headline',
    title: 'Headline',
    description: 'Each line of the title on a strip of its own, as newspapers set over pictures.',
    brand: '#0f4c81',
    ground: 'gradient',
    figure: { tone: 'natural', edge: 'none', clip: 'none' },
    wordsUpright: 'below',
    across: 'start',
    headline: { face: 'space-grotesk', narrow: 'anton', caps: false, tracking: -0.015, leading: 0.2, inks: ['ink'], effect: 'plate', effectTint: 'white' },
    subline: { ...quiet, face: 'space-grotesk', inks: ['white', 'ink'], effect: 'none' },
  },
  {
    id: 'swiss',
    title: 'Swiss',
    description: 'One flat colour, a grotesque set large, the person in black and white.',
    brand: '#ffcf33',
    ground: 'flat',
    figure: { tone: 'grey', edge: 'none', clip: 'none' },
    wordsUpright: 'above',
    across: 'start',
    headline: { face: 'space-grotesk', narrow: 'anton', caps: false, tracking: -0.03, leading: 0.26, inks: ['ink', 'white'], effect: 'none' },
    subline: { ...quiet, inks: ['ink', 'white'] },
  },
];

/** A layout by its id. */
export function findLayout(id: string): Layout | undefined {
  return layouts.find((layout) => layout.id === id);
}
