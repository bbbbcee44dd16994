// Owns what can stand behind a cut-out person, and how a request says it. Refuses to paint: gradient.ts, defocus.ts and composite.ts do.

import { Problem } from '../problem.ts';
import { type Colour, readColour } from './css-colour.ts';

/** A straight or round run of colours. */
export interface Gradient {
  readonly kind: 'gradient';
  readonly shape: 'linear' | 'radial';
  /** As in CSS: 0 runs upwards, 90 to the right, 180 downwards. Linear only. */
  readonly angleDegrees: number;
  /** Two to eight, evenly spaced; radial from behind the head outwards. */
  readonly colours: readonly Colour[];
}

/** What stands behind the person. */
export type Background =
  | { readonly kind: 'transparent' }
  | { readonly kind: 'colour'; readonly colour: Colour }
  | Gradient
  | {
      readonly kind: 'blur';
      /** How wide a point of light becomes, in per cent of the picture's shorter side. */
      readonly amount: number;
    }
  | { readonly kind: 'picture' };

/** 85 mm at f/2, sitter at 1.5 m, wall three metres behind: a disc of 1.6 mm on the 24 mm of the sensor's shorter side. */
export const defaultBlurAmount = 6;

const blurRange = { least: 1, most: 25 };
const maxGradientColours = 8;

/** What `background` takes, in words for problems and documents. */
export const backgroundGrammar =
  'transparent; a CSS colour; gradient:[linear,|radial,]<colour>,<colour>[,…][,<angle>] with two to eight colours and ' +
  `an angle in degrees (180 runs downwards); blur or blur:<${blurRange.least}–${blurRange.most}>; picture`;

/**
 * Read a `background` value. Grammar, without spaces of meaning, names in any case:
 *
 *     background = "transparent" | "picture" | "blur" [ ":" amount ] | "gradient:" run | <CSS colour>
 *     run        = [ "linear," ] colour 1*7( "," colour ) [ "," angle [ "deg" ] ]  |  "radial," colour 1*7( "," colour )
 *     amount     = per cent of the shorter side, 1 to 25
 *
 * Commas inside a colour's parentheses belong to the colour.
 *
 * @param field - The request's name for it, for the problem's text.
 * @throws {Problem} `parameter-invalid`, saying what is allowed.
 */
export function readBackground(value: string, field = 'background'): Background {
  const wanted = value.trim().toLowerCase();
  const background = readKeyword(wanted) ?? readGradient(wanted) ?? readPlain(wanted);
  if (background === undefined) {
    throw new Problem('parameter-invalid', `${field} is not a background that can be painted. Allowed: ${backgroundGrammar}.`, {
      members: { parameter: field, allowed: backgroundGrammar },
    });
  }
  return background;
}

/** Whether a picture before this background keeps transparent places, and so needs a format that has them. */
export function isSeeThrough(background: Background): boolean {
  if (background.kind === 'colour') return background.colour.alpha < 1;
  if (background.kind === 'gradient') return background.colours.some(({ alpha }) => alpha < 1);
  return background.kind === 'transparent';
}

function readKeyword(wanted: string): Background | undefined {
  if (wanted === 'transparent') return { kind: 'transparent' };
  if (wanted === 'picture') return { kind: 'picture' };
  if (wanted === 'blur') return { kind: 'blur', amount: defaultBlurAmount };
  const match = /^blur:\s*(\d+(?:\.\d+)?)%?$/.exec(wanted);
  const amount = Number(match?.[1]);
  return amount >= blurRange.least && amount <= blurRange.most ? { kind: 'blur', amount } : undefined;
}

function readPlain(wanted: string): Background | undefined {
  const colour = readColour(wanted);
  if (colour === undefined) return undefined;
  return colour.alpha === 0 ? { kind: 'transparent' } : { kind: 'colour', colour };
}

function readGradient(wanted: string): Background | undefined {
  if (!wanted.startsWith('gradient:')) return undefined;
  const parts = splitOutsideParentheses(wanted.slice('gradient:'.length));
  const named = parts[0] === 'radial' || parts[0] === 'linear' ? parts.shift() : undefined;
  const shape = named === 'radial' ? 'radial' : 'linear';
  const angle = /^([+-]?\d+(?:\.\d+)?)(?:deg)?$/.exec(parts.at(-1) ?? '');
  if (angle !== null) parts.pop();
  if (angle !== null && shape === 'radial') return undefined;
  const colours = parts.map(readColour).filter((colour) => colour !== undefined);
  if (colours.length !== parts.length || colours.length < 2 || colours.length > maxGradientColours) return undefined;
  return { kind: 'gradient', shape, angleDegrees: Number(angle?.[1] ?? 180), colours };
}

function splitOutsideParentheses(text: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const character of text) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (character === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts.map((part) => part.trim());
}
