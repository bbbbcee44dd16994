// Owns the small drawings of layouts. Refuses photos: a layout is shown before there is one.

const space = 'http://www.w3.org/2000/svg';

type Shape = readonly [tag: string, attributes: Readonly<Record<string, string | number>>];

/** Ground, person and words of a layout, on 64 × 36. */
interface Sketch {
  /** `brand` stands for the layout's own colour. */
  readonly ground: string;
  readonly behind?: readonly Shape[];
  readonly person: string;
  readonly edge?: string;
  readonly words: string;
  /** The last line, or a subtitle. */
  readonly accent: string;
  readonly plate?: string;
  readonly wordsY?: number;
}

const beams: readonly Shape[] = Array.from({ length: 9 }, (_, index) => {
  const at = (turn: number) => `${(46 + 60 * Math.cos(turn)).toFixed(1)},${(15 + 60 * Math.sin(turn)).toFixed(1)}`;
  return ['polygon', { points: `46,15 ${at((index * 2 * Math.PI) / 9)} ${at(((index + 0.5) * 2 * Math.PI) / 9)}`, fill: '#ffffff', opacity: 0.4 }];
});

const sketches: Readonly<Record<string, Sketch>> = {
  split: { ground: '#3d130b', behind: [['polygon', { points: '38,0 64,0 64,36 29,36', fill: 'brand' }]], person: '#f6ddcf', words: '#ffffff', accent: '#ffdb2d' },
  spotlight: { ground: '#0d1424', behind: [['circle', { cx: 46, cy: 14, r: 15, fill: 'brand' }]], person: '#dfe6f8', words: '#ffffff', accent: '#9db4f0' },
  sticker: { ground: 'brand', person: '#0b5f58', edge: '#ffffff', words: '#15120f', accent: '#ffdb2d' },
  rays: { ground: 'brand', behind: beams, person: '#6d4a00', edge: '#ffffff', words: '#15120f', accent: '#15120f' },
  editorial: { ground: '#f5f0e6', behind: [['path', { d: 'M36 36V15a10 10 0 0 1 20 0v21Z', fill: '#f1bdb2' }], ['rect', { x: 5, y: 6, width: 7, height: 1.4, fill: 'brand' }]], person: '#433a34', words: '#15120f', accent: 'brand' },
  duotone: { ground: '#150c2b', behind: [['circle', { cx: 46, cy: 16, r: 20, fill: 'brand', opacity: 0.7 }]], person: '#cdb9ff', words: '#ffffff', accent: '#cdb9ff' },
  framed: { ground: '#eaf4ee', behind: [['rect', { x: 34, y: 10, width: 24, height: 24, rx: 2.5, fill: 'brand' }]], person: '#cfe6d9', words: '#15120f', accent: 'brand' },
  ring: { ground: '#4a141d', behind: [['circle', { cx: 46, cy: 19, r: 14, fill: 'brand' }], ['circle', { cx: 46, cy: 19, r: 16, fill: 'none', stroke: '#ff9aa8', 'stroke-width': 0.8 }]], person: '#ffe1e5', words: '#ffffff', accent: '#ffb9c2' },
  quote: { ground: '#e6f3f8', behind: [['circle', { cx: 7, cy: 7, r: 2.2, fill: 'brand' }], ['circle', { cx: 13, cy: 7, r: 2.2, fill: 'brand' }]], person: '#3f5a66', words: '#15120f', accent: 'brand', wordsY: 14 },
  backword: { ground: '#1c090c', behind: [['rect', { x: 4, y: 4, width: 40, height: 13, fill: 'brand' }]], person: '#f3d8db', words: '#ffffff', accent: '#ffffff', wordsY: 21 },
  headline: { ground: 'brand', person: '#cfe0f0', words: '#15120f', accent: '#ffffff', plate: '#ffffff' },
  swiss: { ground: 'brand', behind: [['rect', { x: 5, y: 6, width: 7, height: 1.4, fill: '#15120f' }]], person: '#4a4a4a', words: '#15120f', accent: '#15120f' },
};

/** Draw a layout. @param brand - Its own colour. */
export function sketchLayout(id: string, brand: string): SVGElement {
  const sketch = sketches[id] ?? { ground: 'brand', person: '#ffffff', words: '#ffffff', accent: '#ffffff' };
  const paint = (colour: string | number) => (colour === 'brand' ? brand : colour);
  const drawing = draw('svg', { viewBox: '0 0 64 36', class: 'fill', 'aria-hidden': 'true' });
  const shapes: readonly Shape[] = [['rect', { width: 64, height: 36, fill: sketch.ground }], ...(sketch.behind ?? []), ...drawPerson(sketch), ...drawWords(sketch)];
  drawing.append(...shapes.map(([tag, attributes]) => draw(tag, Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, paint(value)])))));
  return drawing;
}

function drawPerson({ person, edge }: Sketch): readonly Shape[] {
  const line = edge ? { stroke: edge, 'stroke-width': 2.4, 'paint-order': 'stroke', 'stroke-linejoin': 'round' } : {};
  const place = { transform: 'translate(46 0)', fill: person };
  const d = 'M-13 38c0-8 5-11.5 9.5-12.6v-3.2C-5.400 20.500-6.500 17.500-6.500 14.500-6.500 10-3.600 7 0 7s6.500 3 6.500 7.500c0 3-1.100 6-3 7.700v3.200C8 26.500 13 30 13 38Z';
  return [['path', { d, ...place, ...line }]];
}

function drawWords({ words, accent, plate, wordsY = 10 }: Sketch): readonly Shape[] {
  const bar = (y: number, width: number, height: number, fill: string): Shape => ['rect', { x: 5, y, width, height, fill, rx: 0.6 }];
  if (!plate) return [bar(wordsY, 23, 3.4, words), bar(wordsY + 5, 17, 3.4, words), bar(wordsY + 10, 13, 2, accent)];
  return [bar(wordsY - 1.4, 26, 6, plate), bar(wordsY + 5.6, 20, 6, plate), bar(wordsY, 23, 3.2, words), bar(wordsY + 7, 17, 3.2, words), bar(wordsY + 15, 13, 1.6, accent)];
}

function draw(tag: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS(space, tag) as SVGElement;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}
