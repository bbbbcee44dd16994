// Owns drawn portraits: scenes of drawn people whose geometry and alpha are known. Refuses photographs of real people.

import { paintSvg } from './painter.ts';
import { crownAbove, drawPerson, plainLook } from './drawn-person.ts';
import type { PersonLook } from './drawn-person.ts';
import type { Box, Pixels, Point } from '../src/photo/pixels.ts';

/** Where a person stands in a scene, and what differs from the plain look. */
export interface ScenePerson extends Partial<PersonLook> {
  /** The middle of the face, in pixels; the picture's middle, a little above, unless told. */
  readonly x?: number;
  readonly y?: number;
  /** Pixels per unit of the drawing; at 1 the face is 208 pixels wide. */
  readonly scale?: number;
  /** Degrees, clockwise, around the middle of the face; the whole body turns. */
  readonly roll?: number;
}

export type BackgroundKind = 'plain' | 'gradient' | 'wall-shadow' | 'busy' | 'street' | 'colour-wheel';

/** A picture to draw; `{}` is one person in 480 × 600 before plain grey. */
export interface Scene {
  readonly width?: number;
  readonly height?: number;
  readonly background?: BackgroundKind;
  /** The main colour of the background. */
  readonly colour?: string;
  readonly people?: readonly ScenePerson[];
  /** Stops by which the whole picture is exposed too much or (negative) too little. */
  readonly exposureStops?: number;
  /** Factors of red, green and blue light of the whole picture. */
  readonly tint?: readonly [red: number, green: number, blue: number];
  /** Share of the light that the people's right side in the image loses. */
  readonly sideShade?: number;
  /** Deviation of the blur of a lens out of focus, in pixels. */
  readonly blurPixels?: number;
}

/** Where things are in the picture, in pixels. */
export interface DrawnPerson {
  /** Middle of the eye on the person's right and on their left: at roll 0 the image's left comes first. */
  readonly eyes: readonly [Point, Point];
  readonly chin: Point;
  /** The top of the hair's solid mass, or of the bald head. */
  readonly crown: Point;
  readonly mouth: Point;
  /** The skin's box, from hairline to chin and ear to ear, upright in the picture. */
  readonly face: Box;
  readonly roll: number;
}

/** A drawn picture. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly svg: string;
  /** The same people without the background: its alpha is the truth for a matte, its colour for a foreground. */
  readonly peopleSvg: string;
  readonly people: readonly DrawnPerson[];
}

/** Draw a scene as SVG, with the geometry that a test may expect of it. */
export function drawPortrait(scene: Scene = {}): Drawing {
  const { width = 480, height = 600, people = [{}] } = scene;
  const bodies = people.map((person, index) => place(person, index, width, height)).join('');
  const frame = (content: string) =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${content}</svg>`;
  const shade = scene.sideShade ? sideShade(scene.sideShade, people[0]?.x ?? width / 2, width, bodies) : '';
  const shadow = scene.background === 'wall-shadow' ? `<g filter="url(#wall)" opacity=".45">${bodies}</g>` : '';
  return {
    width,
    height,
    svg: frame(throughCamera(scene, background(scene, width, height) + shadow + bodies + shade)),
    peopleSvg: frame(bodies),
    people: people.map((person) => measure(person, width, height)),
  };
}

/** Render a drawing to RGB pixels in a buffer of their own. */
export async function renderPixels(drawing: Drawing): Promise<Pixels<3>> {
  const data = await paintSvg(drawing.svg, 'rgb');
  return { data, width: drawing.width, height: drawing.height, channels: 3 };
}

/** Render a drawing to a file's bytes; JPEG at quality 92. */
export async function renderFile(drawing: Drawing, format: 'jpeg' | 'png' | 'webp' = 'jpeg'): Promise<Buffer> {
  return Buffer.from((await paintSvg(drawing.svg, format)).buffer);
}

/** Render the true alpha of all people in a drawing. */
export async function renderAlpha(drawing: Drawing): Promise<Pixels<1>> {
  const data = await paintSvg(drawing.peopleSvg, 'alpha');
  return { data, width: drawing.width, height: drawing.height, channels: 1 };
}

/** Render the people alone, with straight alpha: the true foreground. */
export async function renderPeople(drawing: Drawing): Promise<Pixels<4>> {
  const data = await paintSvg(drawing.peopleSvg, 'rgba');
  return { data, width: drawing.width, height: drawing.height, channels: 4 };
}

function stance(person: ScenePerson, width: number, height: number) {
  const { x = width / 2, y = height * 0.45, scale = Math.min(width / 480, height / 600), roll = 0 } = person;
  return { x, y, scale, roll };
}

function place(person: ScenePerson, index: number, width: number, height: number): string {
  const { x, y, scale, roll } = stance(person, width, height);
  return `<g transform="translate(${x},${y}) rotate(${roll}) scale(${scale})">${drawPerson({ ...plainLook, ...person }, `person-${index}`)}</g>`;
}

function measure(person: ScenePerson, width: number, height: number): DrawnPerson {
  const { x, y, scale, roll } = stance(person, width, height);
  const sine = Math.sin((roll * Math.PI) / 180) * scale;
  const cosine = Math.cos((roll * Math.PI) / 180) * scale;
  const at = (u: number, v: number): Point => ({ x: x + cosine * u - sine * v, y: y + sine * u + cosine * v });
  const corners = [at(-122, -152), at(122, -152), at(-122, 146), at(122, 146)];
  const left = Math.min(...corners.map((corner) => corner.x));
  const top = Math.min(...corners.map((corner) => corner.y));
  return {
    eyes: [at(-45, -18), at(45, -18)],
    chin: at(0, 146),
    crown: at(0, -crownAbove[person.hair ?? plainLook.hair]),
    mouth: at(0, 80),
    face: {
      x: left,
      y: top,
      width: Math.max(...corners.map((corner) => corner.x)) - left,
      height: Math.max(...corners.map((corner) => corner.y)) - top,
    },
    roll,
  };
}

function background(scene: Scene, width: number, height: number): string {
  const colour = scene.colour ?? '#dfe6ee';
  // The wall goes on past the picture's edges, so that a blur finds it there.
  const fill = `<rect x="-100" y="-100" width="${width + 200}" height="${height + 200}" fill="${colour}"/>`;
  const kind = scene.background ?? 'plain';
  if (kind === 'plain') return fill;
  if (kind === 'gradient') {
    return `<defs><radialGradient id="wall-light" cx=".5" cy=".4" r=".8"><stop offset="0" stop-color="#fff" stop-opacity=".5"/><stop offset="1" stop-color="#000" stop-opacity=".5"/></radialGradient></defs>
${fill}<rect width="${width}" height="${height}" fill="url(#wall-light)"/>`;
  }
  if (kind === 'wall-shadow') return fill + wallShadow(width);
  if (kind === 'colour-wheel') return fill + colourWheel(width, height);
  return fill + (kind === 'busy' ? shapes(width, height) : street(width, height));
}

/** The same people in black, from nothing on the image's left to all of the shade on its right. */
function sideShade(share: number, middle: number, width: number, bodies: string): string {
  const stop = (shift: number, light: number) => `<stop offset="${middle / width + shift}" stop-color="#fff" stop-opacity="${light}"/>`;
  return `<defs><filter id="black"><feColorMatrix values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1 0"/></filter>
<linearGradient id="side">${stop(-0.15, 0)}${stop(0.15, share)}</linearGradient><mask id="shade"><rect width="100%" height="100%" fill="url(#side)"/></mask></defs>
<g mask="url(#shade)"><g filter="url(#black)">${bodies}</g></g>`;
}

/** Exposure and tint on linear light, then the lens. */
function throughCamera({ exposureStops = 0, tint = [1, 1, 1], blurPixels = 0 }: Scene, content: string): string {
  if (exposureStops === 0 && blurPixels === 0 && tint.every((factor) => factor === 1)) return content;
  const [red, green, blue] = tint.map((factor) => factor * 2 ** exposureStops);
  const light = `<feComponentTransfer color-interpolation-filters="linearRGB"><feFuncR type="linear" slope="${red}"/><feFuncG type="linear" slope="${green}"/><feFuncB type="linear" slope="${blue}"/></feComponentTransfer>`;
  const blur = blurPixels > 0 ? `<feGaussianBlur stdDeviation="${blurPixels}" color-interpolation-filters="sRGB"/>` : '';
  return `<filter id="camera" filterUnits="userSpaceOnUse" x="-100" y="-100" width="10000" height="10000">${light}${blur}</filter><g filter="url(#camera)">${content}</g>`;
}

function wallShadow(width: number): string {
  const distance = width * 0.05;
  return `<defs><filter id="wall" filterUnits="userSpaceOnUse" x="0" y="0" width="10000" height="10000"><feColorMatrix values="0 0 0 0 0.1 0 0 0 0 0.1 0 0 0 0 0.12 0 0 0 1 0"/>
<feGaussianBlur stdDeviation="${width * 0.015}"/><feOffset dx="${distance}" dy="${distance * 0.4}"/></filter></defs>`;
}

/** Sharp shapes in many colours: the hardest ordinary background. */
function shapes(width: number, height: number): string {
  return Array.from({ length: 60 }, (_, index) => {
    const x = ((index * 0.618) % 1) * width;
    const y = ((index * 0.414) % 1) * height;
    const radius = (0.03 + ((index * 0.37) % 1) * 0.07) * width;
    const colour = `hsl(${(index * 47) % 360},${30 + ((index * 17) % 50)}%,${25 + ((index * 29) % 55)}%)`;
    return index % 2 === 0
      ? `<circle cx="${x}" cy="${y}" r="${radius}" fill="${colour}"/>`
      : `<rect x="${x}" y="${y}" width="${radius * 2}" height="${radius}" fill="${colour}"/>`;
  }).join('');
}

/** Dark houses with lit windows, out of focus. */
function street(width: number, height: number): string {
  const lights = Array.from({ length: 40 }, (_, index) => {
    const x = ((index * 0.618) % 1) * width;
    const y = ((index * 0.754) % 1) * height * 0.7;
    return `<circle cx="${x}" cy="${y}" r="${width * 0.02}" fill="hsl(${30 + ((index * 13) % 40)},80%,70%)" opacity=".7"/>`;
  });
  return `<defs><filter id="distance"><feGaussianBlur stdDeviation="${width * 0.008}"/></filter></defs>
<g filter="url(#distance)"><rect width="${width * 0.4}" height="${height}" fill="#3d3a44"/><rect x="${width * 0.6}" y="${height * 0.1}" width="${width * 0.4}" height="${height}" fill="#544a45"/>
<rect y="${height * 0.8}" width="${width}" height="${height * 0.2}" fill="#68645f"/>${lights.join('')}</g>`;
}

function colourWheel(width: number, height: number): string {
  const radius = Math.min(width, height) * 0.4;
  const slices = Array.from({ length: 24 }, (_, index) => {
    const [from, to] = [index, index + 1].map((step) => (step * Math.PI) / 12);
    const point = (angle = 0) => `${Math.cos(angle) * radius},${Math.sin(angle) * radius}`;
    return `<path d="M0,0 L${point(from)} A${radius},${radius} 0 0 1 ${point(to)}Z" fill="hsl(${index * 15},90%,55%)"/>`;
  });
  return `<g transform="translate(${width / 2},${height / 2})">${slices.join('')}<circle r="${radius * 0.3}" fill="#fff"/></g>`;
}
