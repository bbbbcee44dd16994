// Owns the catalogue of studio backdrops: what each is made of and how it is told to an image model. Refuses pixels.

import { interiors } from './backdrops/interiors.ts';
import { outdoors } from './backdrops/outdoors.ts';
import { papers } from './backdrops/papers.ts';
import { describeBrandBackdrop } from './brand-backdrop.ts';

/** A light in a scene behind the person, out of focus: a disc or a pane with soft edges. */
export interface SceneLight {
  /** Middle, in frame heights from the head's place: x to the right, y down. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly colour: string;
  /** 0..1, how much of what is behind it is hidden. */
  readonly opacity: number;
  /** Width of its blurred edge in frame heights: an 85 mm lens at f/2 draws 0.06 and more. */
  readonly blur: number;
}

/** One backdrop. Lightness is of its middle, behind the head, before falloff. */
export interface Backdrop {
  readonly id: string;
  readonly title: string;
  readonly kind: 'paper' | 'canvas' | 'scene';
  /** sRGB behind the head. */
  readonly colour: string;
  /** sRGB towards which the foot of the backdrop goes; the same colour for a plain wall. */
  readonly foot: string;
  /** CIE L* behind the head. */
  readonly lightness: number;
  /** Stops of light lost from behind the head to the corner. */
  readonly falloffStops: number;
  /** Stops lost from the frame's top (negative: gained) to its foot. */
  readonly footStops: number;
  /** Relative strength of the low-frequency mottling: 0 for paper, 0.05–0.1 for painted canvas. */
  readonly mottle: number;
  /** Strength of the person's soft shadow on it, 0..1: only walls that are near have one. */
  readonly shadow: number;
  readonly lights: readonly SceneLight[];
  /** Where a scene's own window or sun is: −1 the left, 1 the right. Absent where no side is brighter. */
  readonly keySide?: -1 | 1;
  /** One sentence for the prompt of an image model. */
  readonly description: string;
}

const paper = { kind: 'paper', falloffStops: 1.1, footStops: 0.25, mottle: 0, shadow: 0.1, lights: [] } as const;
const canvas = { kind: 'canvas', falloffStops: 1.4, footStops: 0.35, mottle: 0.08, shadow: 0, lights: [] } as const;
const scene = { kind: 'scene', falloffStops: 0.35, footStops: 0.3, mottle: 0.02, shadow: 0, lights: [] } as const;

/** Every backdrop on offer, in the order in which they are shown. */
export const backdrops: readonly Backdrop[] = [
  {
    ...paper,
    id: 'studio-grey',
    title: 'Studio grey',
    colour: '#b9b7b4',
    foot: '#aaa8a6',
    lightness: 74,
    description: 'A seamless mid-grey studio paper backdrop, softly lit, brighter behind the head and falling off gently towards the corners.',
  },
  {
    ...paper,
    id: 'slate-blue',
    title: 'Slate blue',
    colour: '#8c9aa6',
    foot: '#7a8894',
    lightness: 63,
    falloffStops: 1.25,
    description: 'A seamless slate-blue studio paper backdrop with a soft pool of light behind the head.',
  },
  {
    ...paper,
    id: 'warm-cream',
    title: 'Warm cream',
    colour: '#e9e0d0',
    foot: '#dccfbb',
    lightness: 89,
    falloffStops: 0.8,
    description: 'A warm cream studio wall, evenly lit with a soft fall of light towards the edges.',
  },
  {
    ...paper,
    id: 'charcoal',
    title: 'Charcoal',
    colour: '#45474b',
    foot: '#37393c',
    lightness: 30,
    falloffStops: 1.5,
    shadow: 0,
    description: 'A charcoal studio backdrop with a faint glow behind the head that separates dark hair from it.',
  },
  {
    ...paper,
    id: 'sky',
    title: 'Sky',
    colour: '#bfd2e6',
    foot: '#9fb9d4',
    lightness: 83,
    falloffStops: 0.7,
    description: 'A pale sky-blue seamless backdrop, clear and airy, slightly deeper towards its foot.',
  },
  {
    ...paper,
    id: 'white',
    title: 'White',
    colour: '#fafafa',
    foot: '#f2f2f3',
    lightness: 98,
    falloffStops: 0.22,
    footStops: 0.08,
    shadow: 0.06,
    description: 'A clean white studio cyclorama, evenly lit, with only a trace of shade at the edges.',
  },
  {
    ...paper,
    id: 'sage',
    title: 'Sage',
    colour: '#a9b3a0',
    foot: '#98a38f',
    lightness: 72,
    description: 'A muted sage-green seamless paper backdrop in soft daylight.',
  },
  {
    ...paper,
    id: 'terracotta',
    title: 'Terracotta',
    colour: '#b9745a',
    foot: '#a5634b',
    lightness: 55,
    falloffStops: 1.25,
    description: 'A matt terracotta studio backdrop with warm, soft light behind the head.',
  },
  {
    ...paper,
    id: 'blush',
    title: 'Blush',
    colour: '#e0c6bd',
    foot: '#d2b4aa',
    lightness: 82,
    falloffStops: 0.9,
    description: 'A pale blush-pink studio wall in soft, even light.',
  },
  {
    ...canvas,
    id: 'navy-canvas',
    title: 'Navy canvas',
    colour: '#3d4a5f',
    foot: '#2c3748',
    lightness: 31,
    falloffStops: 1.5,
    description: 'A hand-painted navy canvas backdrop with cloudy brushwork, lighter behind the head.',
  },
  {
    ...canvas,
    id: 'oatmeal-canvas',
    title: 'Oatmeal canvas',
    colour: '#c5b8a4',
    foot: '#ae9f89',
    lightness: 75,
    falloffStops: 1.1,
    description: 'A hand-painted oatmeal canvas backdrop with soft, cloudy mottling.',
  },
  {
    ...canvas,
    id: 'umber-canvas',
    title: 'Umber canvas',
    colour: '#7b6a58',
    foot: '#5c4e40',
    lightness: 46,
    description: 'A hand-painted umber canvas backdrop in the manner of old portrait studios, glowing behind the head.',
  },
  {
    ...scene,
    id: 'office',
    title: 'Office',
    colour: '#a9b0b3',
    foot: '#857f78',
    lightness: 71,
    lights: [
      { x: -0.62, y: -0.05, width: 0.34, height: 1.05, colour: '#e6eef2', opacity: 0.85, blur: 0.16 },
      { x: -0.2, y: -0.05, width: 0.3, height: 1.05, colour: '#dfe8ec', opacity: 0.7, blur: 0.16 },
      { x: 0.5, y: 0.05, width: 0.3, height: 1.5, colour: '#8d8a86', opacity: 0.55, blur: 0.14 },
      { x: 0.86, y: 0, width: 0.26, height: 0.9, colour: '#cfd3d2', opacity: 0.6, blur: 0.15 },
      { x: -1.15, y: 0, width: 0.36, height: 1, colour: '#dde6ea', opacity: 0.7, blur: 0.16 },
      { x: 1.4, y: 0.1, width: 0.4, height: 1.3, colour: '#9b958d', opacity: 0.5, blur: 0.15 },
      { x: 0, y: 0.72, width: 4.2, height: 0.3, colour: '#6f6862', opacity: 0.5, blur: 0.18 },
      { x: 0.42, y: -0.3, width: 0.08, height: 0.08, colour: '#fff1d6', opacity: 0.5, blur: 0.035 },
      { x: 0.62, y: -0.27, width: 0.08, height: 0.08, colour: '#fff1d6', opacity: 0.45, blur: 0.035 },
      { x: 0.86, y: -0.24, width: 0.07, height: 0.07, colour: '#fff1d6', opacity: 0.4, blur: 0.035 },
    ],
    description: 'A bright modern office far out of focus, tall windows on one side, as an 85 mm lens at f/2 would draw it.',
  },
  {
    ...scene,
    id: 'garden',
    title: 'Garden',
    colour: '#8f9f7c',
    foot: '#5f6f52',
    lightness: 63,
    mottle: 0.09,
    lights: [
      { x: -0.5, y: -0.3, width: 0.7, height: 0.5, colour: '#c3cfa4', opacity: 0.6, blur: 0.25 },
      { x: 0.6, y: -0.1, width: 0.6, height: 0.8, colour: '#6d8059', opacity: 0.6, blur: 0.25 },
      { x: 1.3, y: -0.3, width: 0.6, height: 0.5, colour: '#b9c79a', opacity: 0.5, blur: 0.25 },
      { x: -1.2, y: 0.1, width: 0.6, height: 0.8, colour: '#70845c', opacity: 0.5, blur: 0.25 },
      { x: -0.36, y: -0.28, width: 0.1, height: 0.1, colour: '#f2f3d8', opacity: 0.3, blur: 0.03 },
      { x: -0.52, y: -0.12, width: 0.12, height: 0.12, colour: '#eef0cf', opacity: 0.22, blur: 0.03 },
      { x: 0.4, y: -0.3, width: 0.11, height: 0.11, colour: '#eef2d0', opacity: 0.24, blur: 0.03 },
      { x: 0.58, y: -0.2, width: 0.09, height: 0.09, colour: '#f4f2da', opacity: 0.2, blur: 0.03 },
    ],
    description: 'A green garden in the open shade, far out of focus, with soft discs of light between the leaves.',
  },
  ...papers,
  ...interiors,
  ...outdoors,
];

/** Find a backdrop by its id; that of a brand by its colour, as `#rrggbb`. */
export function findBackdrop(id: string): Backdrop | undefined {
  return backdrops.find((backdrop) => backdrop.id === id) ?? describeBrandBackdrop(id);
}
