// Owns which typefaces there are and which scripts each can set. Refuses to open a file.

/** A typeface of the catalogue. */
export type FaceId = 'anton' | 'archivo-black' | 'bebas-neue' | 'dm-serif-display' | 'dm-serif-italic' | 'space-grotesk' | 'space-grotesk-medium' | 'noto-sans' | FallbackId;

/** Faces that step in where a layout's own has no letters: one for each further script, and for emoji. */
export type FallbackId = 'noto-arabic' | 'noto-hebrew' | 'noto-thai' | 'noto-devanagari' | 'noto-jp' | 'noto-kr' | 'noto-sc' | 'noto-emoji';

/** Where a face lies among the packages of Fontsource, all under the SIL Open Font License 1.1. */
export interface Face {
  /** Folder below `node_modules`. */
  readonly package: string;
  /** File name between package and slice, and after the slice. */
  readonly stem: string;
  readonly ending: string;
  /** A slice of this name alone is used: the other slices repeat letters that another face draws. */
  readonly onlySlice?: string;
  /** Where on the axis `wght` a variable face is set; it is drawn at its default without. */
  readonly weight?: number;
}

/** Every face by its id. */
export const faces: Readonly<Record<FaceId, Face>> = {
  anton: fixed('anton', 400),
  'archivo-black': fixed('archivo-black', 400),
  'bebas-neue': fixed('bebas-neue', 400),
  'dm-serif-display': fixed('dm-serif-display', 400),
  'dm-serif-italic': { ...fixed('dm-serif-display', 400), ending: '-400-italic.woff2' },
  'space-grotesk': fixed('space-grotesk', 700),
  'space-grotesk-medium': fixed('space-grotesk', 500),
  'noto-sans': fixed('noto-sans', 800),
  'noto-arabic': { ...fixed('noto-sans-arabic', 800), onlySlice: 'arabic' },
  'noto-hebrew': { ...fixed('noto-sans-hebrew', 800), onlySlice: 'hebrew' },
  'noto-thai': { ...fixed('noto-sans-thai', 800), onlySlice: 'thai' },
  'noto-devanagari': { ...fixed('noto-sans-devanagari', 800), onlySlice: 'devanagari' },
  'noto-jp': variable('noto-sans-jp', 800),
  'noto-kr': variable('noto-sans-kr', 800),
  'noto-sc': variable('noto-sans-sc', 800),
  'noto-emoji': fixed('noto-emoji', 700),
};

/** What can be set, in words for problems and documents. */
export const settableScripts = 'Latin, Greek, Cyrillic, Arabic, Hebrew, Thai, Devanagari, Japanese, Korean, simplified Chinese and emoji';

function fixed(name: string, weight: number): Face {
  return { package: `@fontsource/${name}`, stem: name, ending: `-${weight}-normal.woff2` };
}

function variable(name: string, weight: number): Face {
  return { package: `@fontsource-variable/${name}`, stem: name, ending: '-wght-normal.woff2', weight };
}
