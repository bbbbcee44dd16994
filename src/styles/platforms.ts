// Owns the sizes that platforms ask for, and which parts of a picture they cover with their own marks. Refuses layouts.

import type { Box } from '../photo/pixels.ts';

/** A place where pictures with a title are shown. */
export interface Platform {
  readonly id: PlatformId;
  readonly title: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** The file is at most this large, in kilobytes of 1000 bytes; the platform's own limit. */
  readonly maxKB?: number;
  /** What the platform covers, in shares of width and height: no word and no eye is put there. */
  readonly covered: readonly Box[];
  /** A capital of the title has at least this share of the picture's height: less is not read where the platform shows it small. */
  readonly leastCapShare: number;
  /** Why the size, in words. */
  readonly note: string;
}

/** Ids as requests write them; `custom` has its own width and height. */
export const platformIds = ['youtube', 'podcast', 'linkedin', 'open-graph', 'instagram-square', 'instagram-story', 'custom'] as const;

export type PlatformId = (typeof platformIds)[number];

/** Every platform but `custom`, in the order in which they are shown. */
export const platforms: readonly Platform[] = [
  // The duration stands in a box of about 11 % × 10 % of the picture, on phones a little more.
  { id: 'youtube', title: 'YouTube', width: 1280, height: 720, maxKB: 2000, leastCapShare: 1 / 12, covered: [{ x: 0.83, y: 0.84, width: 0.17, height: 0.16 }], note: 'The lower right corner is left to the duration.' },
  // Apple takes 1400 to 3000 pixels and asks for 3000.
  { id: 'podcast', title: 'Podcast', width: 3000, height: 3000, leastCapShare: 1 / 16, covered: [], note: 'The largest square that podcast directories take.' },
  // The profile photo lies over the lower left, up to a third of the width on phones.
  { id: 'linkedin', title: 'LinkedIn banner', width: 1584, height: 396, maxKB: 8000, leastCapShare: 1 / 12, covered: [{ x: 0, y: 0.3, width: 0.31, height: 0.7 }], note: 'The left third is left to the profile photo.' },
  { id: 'open-graph', title: 'Link preview', width: 1200, height: 630, maxKB: 5000, leastCapShare: 1 / 15, covered: [], note: 'Open Graph, as social networks and messengers show a link.' },
  { id: 'instagram-square', title: 'Instagram square', width: 1080, height: 1080, maxKB: 8000, leastCapShare: 1 / 18, covered: [], note: 'A post in the feed.' },
  // 14 % above and 20 % below lie under the app's own controls.
  { id: 'instagram-story', title: 'Instagram story', width: 1080, height: 1920, maxKB: 8000, leastCapShare: 1 / 30, covered: [{ x: 0, y: 0, width: 1, height: 0.13 }, { x: 0, y: 0.8, width: 1, height: 0.2 }], note: 'Above and below are left to the app’s controls.' },
];

/** Bounds of `custom`: 240 pixels show a title of some words, 4096 are 4K of cinema; 5 to 1 is the longest banner. */
export const customBounds = { leastSide: 240, mostSide: 4096, mostElongation: 5 };

/** Describe a size of one's own, or say why none is possible with undefined. */
export function describeCustom(width: number, height: number): Platform | undefined {
  const { leastSide, mostSide, mostElongation } = customBounds;
  const [shorter, longer] = [Math.min(width, height), Math.max(width, height)];
  if (shorter < leastSide || longer > mostSide || longer > shorter * mostElongation) return undefined;
  return { id: 'custom', title: 'Custom', width, height, leastCapShare: shorter / height / 16, covered: [], note: '' };
}
