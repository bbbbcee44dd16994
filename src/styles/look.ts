// Owns what a look is, and the choices within it: clothes, framing, expression. Refuses pixels and prompts.

/** Kinds of work and of picture that looks are made for, in the order in which they are shown. */
export const families = [
  { id: 'corporate', title: 'Corporate' },
  { id: 'start-up', title: 'Start-up' },
  { id: 'creative', title: 'Creative' },
  { id: 'academic', title: 'Academic' },
  { id: 'healthcare', title: 'Healthcare' },
  { id: 'legal', title: 'Legal' },
  { id: 'real-estate', title: 'Real estate' },
  { id: 'actor', title: 'Actor' },
  { id: 'outdoor', title: 'Outdoor' },
  { id: 'black-and-white', title: 'Black and white' },
  { id: 'brand', title: 'Your brand' },
] as const;

/** Clothes that can be asked for; `words` is how an image model is told. */
export const outfits = [
  { id: 'as-worn', title: 'As worn', words: 'Keep the clothes that they wear in the photo, neat.' },
  { id: 'suit', title: 'Suit', words: 'A well-cut dark suit with an open-collared plain shirt.' },
  { id: 'suit-and-tie', title: 'Suit and tie', words: 'A well-cut dark suit with a white shirt and a plain tie.' },
  { id: 'blazer', title: 'Blazer', words: 'An unfussy blazer over a plain top.' },
  { id: 'shirt', title: 'Shirt', words: 'A pressed plain shirt, collar open.' },
  { id: 'blouse', title: 'Blouse', words: 'A plain blouse of matt fabric.' },
  { id: 'knit', title: 'Fine knit', words: 'A fine-knit pullover without a pattern.' },
  { id: 'turtleneck', title: 'Turtleneck', words: 'A black fine-knit turtleneck.' },
  { id: 'tee', title: 'Plain tee', words: 'A plain T-shirt without print.' },
  { id: 'denim', title: 'Denim jacket', words: 'A worn denim jacket over a plain T-shirt.' },
  { id: 'outdoor-jacket', title: 'Outdoor jacket', words: 'A plain outdoor jacket over a knit, no logo.' },
  { id: 'scrubs', title: 'Scrubs', words: 'Clean medical scrubs in one muted colour, no badge, no stethoscope.' },
  { id: 'white-coat', title: 'White coat', words: 'A clean white coat over a plain shirt, no badge, no stethoscope.' },
  { id: 'gown', title: 'Academic gown', words: 'A black academic gown over a shirt, without cap or emblem.' },
  { id: 'robe', title: 'Court robe', words: 'A plain black robe over a white collar, without emblem.' },
] as const;

/** How much of the person is in the frame; `closeness` is of the head, against head and shoulders. */
export const framings = [
  { id: 'head', title: 'Close', closeness: 1.24 },
  { id: 'shoulders', title: 'Shoulders', closeness: 1 },
  { id: 'bust', title: 'To the chest', closeness: 0.74 },
] as const;

/** Expressions that a person can be asked for. */
export const expressions = [
  { id: 'as-photographed', title: 'As in the photo', words: 'The expression of the photo, at ease.' },
  { id: 'calm', title: 'Calm', words: 'A calm, attentive expression with the mouth closed.' },
  { id: 'slight-smile', title: 'Slight smile', words: 'A slight, natural smile with the mouth closed.' },
  { id: 'smile', title: 'Smile', words: 'Their own open smile, as the photo lets one expect it.' },
] as const;

/** What is done to skin: nothing, or shadows under the eyes and redness eased. Texture is never touched. */
export const retouches = [
  { id: 'none', title: 'None' },
  { id: 'light', title: 'Light' },
] as const;

export type FamilyId = (typeof families)[number]['id'];
export type OutfitId = (typeof outfits)[number]['id'];
export type FramingId = (typeof framings)[number]['id'];
export type ExpressionId = (typeof expressions)[number]['id'];
export type RetouchId = (typeof retouches)[number]['id'];

/** How a black and white picture is printed. */
export interface Printing {
  /** Slope of the mid-tones; 1 leaves them. */
  readonly contrast: number;
  /** Deviation of the film's grain in 255ths. */
  readonly grain: number;
}

/** One look. */
export interface Look {
  readonly id: string;
  readonly family: FamilyId;
  readonly title: string;
  /** One line for people. */
  readonly description: string;
  /** Id of the backdrop that stands for it; of a brand look which of the brand's. */
  readonly backdrop: string;
  /** Clothes that suit it, the usual ones first; `as-worn` is always possible. */
  readonly outfits: readonly [OutfitId, ...OutfitId[]];
  readonly framing: FramingId;
  readonly expression: ExpressionId;
  /** One sentence for an image model; it suits the backdrop. */
  readonly light: string;
  /** One sentence for an image model. */
  readonly pose: string;
  /** −1 cooler to 1 warmer: how far the light on the person may lean towards the place, within what leaves skin its hue. */
  readonly warmth?: number;
  /** Undefined for a picture in colour. */
  readonly printing?: Printing;
}

/** Poses that several looks share. */
export const poses = {
  square: 'Sitting upright, shoulders nearly square to the camera, head level, eyes into the lens.',
  turned: 'Sitting upright, shoulders turned a little to one side, face towards the camera, eyes into the lens.',
  leaning: 'Leaning forward very slightly, shoulders relaxed, eyes into the lens.',
  standing: 'Standing at ease, shoulders turned a little to one side, eyes into the lens.',
} as const;
