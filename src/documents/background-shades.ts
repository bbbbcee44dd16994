// Owns what colours a background may have where an authority names a shade, and which one is painted. Refuses pixels: it knows CIELAB numbers. Runs in the page as well.

import type { Band, BackgroundShade } from './rule.ts';

/** A colour in CIELAB under D65. */
export interface LabColour {
  readonly lightness: number;
  readonly a: number;
  readonly b: number;
}

/** Colours in CIELAB by lightness, chroma √(a² + b²) and hue; hues are none where neutral colours belong to it. */
interface ShadeRegion {
  readonly lightness: Band;
  readonly chroma: Band;
  /** Degrees from +a (red 40°, yellow 100°, blue 260° or so), less than half a circle. */
  readonly hueDegrees: Band | null;
}

/** One shade as people and programs see it. */
export interface ShadeDescription {
  readonly title: string;
  /** `#rrggbb`, painted when a background is replaced; inside what the shade accepts. */
  readonly paint: string;
  readonly accepts: (lightness: number, a: number, b: number) => boolean;
}

interface Shade {
  readonly title: string;
  readonly paint: string;
  readonly region: ShadeRegion;
}

const ofAnyHue = (min: number, max: number, chroma: number): ShadeRegion => ({ lightness: { min, max }, chroma: { min: 0, max: chroma }, hueDegrees: null });

/**
 * No authority publishes colorimetric limits; these are what an officer takes for the shade's name in a photo, where a
 * white wall is rarely white: exposed for a face it comes out at sRGB 215–245 (lightness 86–96), and light that the camera
 * balances by the skin leaves it a chroma of 3–6.
 */
const shades: Readonly<Record<BackgroundShade, Shade>> = {
  // Below 85 (sRGB 213) a wall beside white paper is grey; above a chroma of 6, two steps that anybody sees, it is tinted.
  white: { title: 'white', paint: '#ffffff', region: ofAnyHue(85, 100, 6) },
  // As white, and what is sold as off-white: a chroma up to 12, and the little light that a tint costs.
  'off-white': { title: 'off-white', paint: '#faf9f6', region: ofAnyHue(82, 100, 12) },
  // Orange to yellow-green tints. Below a chroma of 4 it is white or grey, above 28 beige turns to yellow; darker than 80 it is sand.
  cream: { title: 'cream', paint: '#f5eedc', region: { lightness: { min: 80, max: 100 }, chroma: { min: 4, max: 28 }, hueDegrees: { min: 55, max: 115 } } },
  // From sRGB 172 (70), where grey stops being light, to 233 (92), where it is taken for white. Neutral as white is.
  'light-grey': { title: 'light grey', paint: '#d9dadb', region: ofAnyHue(70, 92, 6) },
  // From cyan-blue (200°) to violet-blue (290°); a chroma of 5 is the least that is seen as blue, above 35 it is not light any more.
  'light-blue': { title: 'light blue', paint: '#cfe2f3', region: { lightness: { min: 68, max: 94 }, chroma: { min: 5, max: 35 }, hueDegrees: { min: 200, max: 290 } } },
  // Indonesian passport red: from dark (25) to bright (60), with a chroma that no skin or wood has (45), from crimson (10°) to vermilion (50°).
  red: { title: 'red', paint: '#c8141e', region: { lightness: { min: 25, max: 60 }, chroma: { min: 45, max: 110 }, hueDegrees: { min: 10, max: 50 } } },
  // Light as light grey is, pastel at most: beyond a chroma of 25 people name the colour before they call it light.
  'plain-light': { title: 'plain and light', paint: '#e6e7e8', region: ofAnyHue(70, 100, 25) },
  // The same below 92 (sRGB 233), from where a wall in a photo passes for white.
  'plain-light-not-white': { title: 'plain and light, not white', paint: '#dcdedf', region: ofAnyHue(70, 92, 25) },
  // Any colour, as long as it is one; 134 is the greatest chroma of sRGB, that of its blue.
  plain: { title: 'plain, any colour', paint: '#e6e7e8', region: ofAnyHue(0, 100, 134) },
};

/** Describe a shade: its name, the colour to paint, and whether it takes a colour. */
export function describeShade(shade: BackgroundShade): ShadeDescription {
  const { title, paint } = shades[shade];
  return { title, paint, accepts: (lightness, a, b) => distanceToShade(shade, { lightness, a, b }) === 0 };
}

/** How far a colour is from a shade, as ΔE*ab (CIE 1976); 0 inside it. About 2 is the least that is seen side by side. */
export function distanceToShade(shade: BackgroundShade, { lightness, a, b }: LabColour): number {
  const { region } = shades[shade];
  return Math.hypot(beyond(region.lightness, lightness), distanceInHues(region, a, b));
}

function beyond({ min, max }: Band, value: number): number {
  return Math.max(0, min - value, value - max);
}

/** In the plane of a and b the region is a ring, or a piece of one: radially where the hue is right, else to the nearer straight edge. */
function distanceInHues({ chroma, hueDegrees }: ShadeRegion, a: number, b: number): number {
  const hue = ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360;
  if (!hueDegrees || beyond(hueDegrees, hue) === 0) return beyond(chroma, Math.hypot(a, b));
  return Math.min(distanceToEdge(chroma, hueDegrees.min, a, b), distanceToEdge(chroma, hueDegrees.max, a, b));
}

function distanceToEdge(chroma: Band, degrees: number, a: number, b: number): number {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const along = Math.min(Math.max(a * cos + b * sin, chroma.min), chroma.max);
  return Math.hypot(a - along * cos, b - along * sin);
}
