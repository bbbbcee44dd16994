// Owns the papers, canvases and walls beyond the first ones: colours that a look asks for. Refuses scenes.

import type { Backdrop } from '../backdrops.ts';

const paper = { kind: 'paper', falloffStops: 1.1, footStops: 0.25, mottle: 0, shadow: 0.1, lights: [] } as const;

/** Further plain backdrops, light to dark. */
export const papers: readonly Backdrop[] = [
  { ...paper, id: 'mist', title: 'Mist', colour: '#d3d8db', foot: '#bfc6ca', lightness: 86, falloffStops: 0.8, description: 'A cool, pale grey seamless paper backdrop, bright and clean, falling off softly at the edges.' },
  { ...paper, id: 'ochre', title: 'Ochre', colour: '#c99d54', foot: '#b48742', lightness: 67, description: 'A matt ochre studio backdrop, warm and plain.' },
  { ...paper, id: 'teal', title: 'Teal', colour: '#47777a', foot: '#386366', lightness: 47, falloffStops: 1.25, description: 'A deep teal seamless paper backdrop with a pool of light behind the head.' },
  { ...paper, id: 'forest', title: 'Forest', colour: '#45584b', foot: '#34453a', lightness: 36, falloffStops: 1.35, shadow: 0, description: 'A dark forest-green studio backdrop, lighter behind the head.' },
  { ...paper, id: 'burgundy', title: 'Burgundy', colour: '#6b333b', foot: '#52252c', lightness: 29, falloffStops: 1.35, shadow: 0, description: 'A deep burgundy studio backdrop, glowing faintly behind the head.' },
  { ...paper, id: 'black', title: 'Black', colour: '#26262a', foot: '#161618', lightness: 15, falloffStops: 1.7, shadow: 0, description: 'A black studio backdrop with the faintest glow behind the head and shoulders.' },
  { ...paper, kind: 'canvas', id: 'pewter-canvas', title: 'Pewter canvas', colour: '#85868a', foot: '#65666b', lightness: 56, falloffStops: 1.4, footStops: 0.35, mottle: 0.09, shadow: 0, description: 'A hand-painted pewter-grey canvas backdrop with cloudy brushwork.' },
  { ...paper, kind: 'canvas', id: 'plaster', title: 'Plaster', colour: '#cfc6b9', foot: '#bdb2a3', lightness: 80, falloffStops: 0.9, mottle: 0.045, shadow: 0.1, description: 'A limewashed plaster wall in soft light from a window.' },
];
