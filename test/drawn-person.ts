// Owns how one drawn person looks, as SVG around the middle of the face. Refuses scenes and pixels: see drawn-portrait.ts.

export type SkinTone = 'fair' | 'light' | 'olive' | 'brown' | 'dark';
export type HairCut = 'short' | 'long' | 'curly' | 'bun' | 'none';

/** Looks of a drawn person; a face of scale 1 is 208 units wide and 298 high. */
export interface PersonLook {
  readonly skin: SkinTone;
  readonly hair: HairCut;
  readonly hairColour: string;
  readonly shirt: string;
  readonly eyes: 'open' | 'shut';
  readonly mouth: 'closed' | 'open' | 'smile';
  /** How far the irises are from the middle of the eyes, in units of the drawing, to the image's right. */
  readonly gaze: number;
  readonly pupils: 'dark' | 'red';
  readonly glasses: boolean | 'dark';
  readonly hat: boolean;
  /** Turned to the image's right: eyes, nose and mouth stand there, narrower. */
  readonly turned: boolean;
  readonly body: 'bust' | 'whole';
  /** Eyes, mouth and nose; without them the person is seen from behind. */
  readonly features: boolean;
}

/** The person before anything is changed. */
export const plainLook: PersonLook = {
  skin: 'light',
  hair: 'short',
  hairColour: '#3a2418',
  shirt: '#33496b',
  eyes: 'open',
  mouth: 'closed',
  gaze: 0,
  pupils: 'dark',
  glasses: false,
  hat: false,
  turned: false,
  body: 'bust',
  features: true,
};

/** How far the hair's solid mass reaches above the face's middle, in units of the drawing. */
export const crownAbove: Readonly<Record<HairCut, number>> = { short: 196, long: 200, curly: 240, bun: 262, none: 152 };

interface Tone {
  readonly lit: string;
  readonly base: string;
  readonly shade: string;
  readonly neck: string;
  readonly lid: string;
}

const tones: Readonly<Record<SkinTone, Tone>> = {
  fair: { lit: '#fbe3d4', base: '#efc8b0', shade: '#cf9a80', neck: '#b98468', lid: '#b98a70' },
  light: { lit: '#f3cbb0', base: '#e0b090', shade: '#b97f60', neck: '#8f5d44', lid: '#8a5a42' },
  olive: { lit: '#e2b78e', base: '#c8976b', shade: '#9c6d47', neck: '#7d5334', lid: '#75492f' },
  brown: { lit: '#b98a63', base: '#996a48', shade: '#6f482e', neck: '#573621', lid: '#4c2d1c' },
  dark: { lit: '#8a5f45', base: '#694330', shade: '#462a1c', neck: '#341e14', lid: '#2d180f' },
};

/**
 * Draw a person around (0, 0), the middle of the face.
 *
 * @param name - Prefix for the ids of gradients and clip paths; unique in one SVG.
 * @returns SVG elements without a transform.
 */
export function drawPerson(look: PersonLook, name: string): string {
  const tone = tones[look.skin];
  return [
    definitions(tone, name),
    hairBehind(look),
    look.body === 'bust' ? bust(look) : wholeBody(look, tone),
    `<path d="M-52,90 L-56,185 Q0,230 56,185 L52,90Z" fill="url(#${name}-neck)"/>`,
    look.features ? head(look, tone, name) : backOfHead(look, tone),
  ].join('');
}

function definitions(tone: Tone, name: string): string {
  return `<defs><radialGradient id="${name}-skin" cx=".45" cy=".38" r=".75"><stop offset="0" stop-color="${tone.lit}"/>
<stop offset=".55" stop-color="${tone.base}"/><stop offset="1" stop-color="${tone.shade}"/></radialGradient>
<linearGradient id="${name}-neck" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${tone.neck}"/>
<stop offset=".6" stop-color="${tone.base}"/></linearGradient>
${softness(tone.lid, `${name}-lid`)}${softness('#e08a78', `${name}-cheek`)}</defs>`;
}

/** A spot that ends softly, as a gradient: a filter costs librsvg more than all the rest of a person. */
function softness(colour: string, name: string): string {
  const stops = [[0.3, 1], [0.4, 0.95], [0.5, 0.82], [0.6, 0.59], [0.7, 0.34], [0.8, 0.14], [0.9, 0.04], [1, 0]];
  return `<radialGradient id="${name}">${stops.map(([offset, share]) => `<stop offset="${offset}" stop-color="${colour}" stop-opacity="${share}"/>`).join('')}</radialGradient>`;
}

/** A line that ends softly: strokes on each other. */
function softLine(path: string, colour: string, opacity: number, widths: readonly number[]): string {
  const strokes = widths.map((width) => `<path d="${path}" stroke-width="${width}"/>`);
  return `<g fill="none" stroke="${colour}" stroke-opacity="${opacity}" stroke-linecap="round">${strokes.join('')}</g>`;
}

function head(look: PersonLook, tone: Tone, name: string): string {
  return [
    ears(tone),
    `<path d="M-104,-40 Q-104,-150 0,-152 Q104,-150 104,-40 Q104,70 58,118 Q30,146 0,146 Q-30,146 -58,118 Q-104,70 -104,-40Z" fill="url(#${name}-skin)"/>`,
    ...[-45, 45].map((x) => `<ellipse cx="${x}" cy="-20" rx="53" ry="39" fill="url(#${name}-lid)" fill-opacity=".38"/>`),
    ...[-58, 58].map((x) => `<ellipse cx="${x}" cy="40" rx="43" ry="37" fill="url(#${name}-cheek)" fill-opacity=".3"/>`),
    fringe(look),
    look.turned ? '<g transform="translate(45,0) scale(.65,1)">' : '<g>',
    `<g fill="none" stroke="#2e1c13" stroke-width="8" stroke-linecap="round"><path d="M-74,-52 Q-46,-70 -20,-55"/><path d="M20,-55 Q46,-70 74,-52"/></g>`,
    eye(look, tone, -45, `${name}-left`),
    eye(look, tone, 45, `${name}-right`),
    nose(tone),
    mouth(look),
    softLine('M-20,104 Q0,112 20,104', tone.shade, 0.07, [13, 8, 4]),
    look.glasses ? glasses(look.glasses === 'dark') : '',
    '</g>',
    look.hat ? hat() : '',
  ].join('');
}

function backOfHead(look: PersonLook, tone: Tone): string {
  const colour = look.hair === 'none' ? tone.base : look.hairColour;
  return `${ears(tone)}<path d="M-110,-40 Q-112,-160 0,-160 Q112,-160 110,-40 Q112,80 60,120 Q0,140 -60,120 Q-112,80 -110,-40Z" fill="${colour}"/>`;
}

function ears(tone: Tone): string {
  return [-106, 106].map((x) => `<ellipse cx="${x}" cy="5" rx="16" ry="32" fill="${tone.shade}"/>`).join('');
}

function eye(look: PersonLook, tone: Tone, x: number, name: string): string {
  const crease = `<path d="M-26,-10 Q0,-28 26,-9" fill="none" stroke="${tone.lid}" stroke-width="2.2" opacity=".7"/>`;
  if (look.eyes === 'shut') {
    const lid = `<path d="M-24,2 Q0,12 24,2" fill="none" stroke="#2a1a12" stroke-width="4.5"/>`;
    return `<g transform="translate(${x},-18)">${lid}${crease}</g>`;
  }
  const pupil = look.pupils === 'red' ? '#d8281f' : '#120c08';
  const almond = 'M-24,2 Q0,-17 24,2 Q0,15 -24,2Z';
  return `<g transform="translate(${x},-18)"><path d="${almond}" fill="#f6f1ee"/><clipPath id="${name}"><path d="${almond}"/></clipPath>
<g clip-path="url(#${name})"><circle r="11.5" cx="${look.gaze}" cy="-1" fill="#5b4630"/><circle r="5.5" cx="${look.gaze}" cy="-1" fill="${pupil}"/><circle r="2.6" cx="${look.gaze - 3.5}" cy="-5" fill="#fff"/></g>
<path d="M-25,3 Q0,-19 25,2" fill="none" stroke="#2a1a12" stroke-width="4"/><path d="M-23,3 Q0,17 23,3" fill="none" stroke="${tone.lid}" stroke-width="1.6"/>${crease}</g>`;
}

function nose(tone: Tone): string {
  const wedge = (inset: number) =>
    `<path d="M${inset - 10},${inset - 18} Q${inset - 14},25 ${2 * inset - 22},38 Q0,${52 - 2 * inset} ${22 - 2 * inset},38 Q${14 - inset},25 ${10 - inset},${inset - 18}Z" fill="${tone.lid}" fill-opacity=".08"/>`;
  return `${[-3.5, -1, 1, 3.5].map(wedge).join('')}${softLine('M0.5,-13 V33', tone.lit, 0.11, [11, 8, 6, 4, 2])}
<ellipse cx="-11" cy="43" rx="6" ry="3.6" fill="#4a251a"/><ellipse cx="11" cy="43" rx="6" ry="3.6" fill="#4a251a"/>
<path d="M-23,38 Q-26,46 -15,46 M23,38 Q26,46 15,46" fill="none" stroke="${tone.lid}" stroke-width="2.5"/>`;
}

function mouth(look: PersonLook): string {
  if (look.mouth === 'closed') {
    return `<path d="M-34,78 Q-14,66 0,71 Q14,66 34,78 Q0,84 -34,78Z" fill="#b5605a"/><path d="M-34,78 Q0,84 34,78 Q0,104 -34,78Z" fill="#c9766e"/>
<path d="M-35,78 Q0,84 35,78" stroke="#6e2f2c" stroke-width="2.5" fill="none"/>`;
  }
  if (look.mouth === 'smile') {
    return `<path d="M-52,70 Q-16,74 0,75 Q16,74 52,70 Q22,96 0,96 Q-22,96 -52,70Z" fill="#b5605a"/><path d="M-52,70 Q0,98 52,70" stroke="#6e2f2c" stroke-width="2.5" fill="none"/>
<path d="M-60,62 Q-56,70 -52,72 M60,62 Q56,70 52,72" stroke="#6e2f2c" stroke-width="3" opacity=".5" fill="none"/>`;
  }
  return `<path d="M-36,78 Q-14,62 0,67 Q14,62 36,78 Q20,122 0,122 Q-20,122 -36,78Z" fill="#b5605a"/>
<path d="M-28,79 Q0,70 28,79 Q16,108 0,108 Q-16,108 -28,79Z" fill="#3a0f10"/><path d="M-24,79 Q0,73 24,79 L20,86 Q0,82 -20,86Z" fill="#f5f0ea"/>`;
}

function glasses(isDark: boolean): string {
  const glass = isDark ? 'fill="#16161a" fill-opacity=".93"' : 'fill="#fff" fill-opacity=".07"';
  const lens = (x: number) => `<rect x="${x - 38}" y="-46" width="76" height="58" rx="22" ${glass} stroke="#1d1d22" stroke-width="5"/>`;
  return `${lens(-45)}${lens(45)}<g fill="none" stroke="#1d1d22" stroke-width="5"><path d="M-7,-24 Q0,-30 7,-24"/><path d="M-83,-24 L-118,-16"/><path d="M83,-24 L118,-16"/></g>`;
}

function hat(): string {
  return `<path d="M-140,-92 Q-150,-230 0,-236 Q150,-230 140,-92 Q0,-128 -140,-92Z" fill="#7a1f2b"/><path d="M-142,-86 Q0,-124 142,-86 L140,-118 Q0,-150 -140,-118Z" fill="#5c151f"/>`;
}

function fringe(look: PersonLook): string {
  if (look.hair === 'none') return '';
  return `<path d="M-104,-50 Q-100,-150 0,-158 Q100,-150 104,-50 Q92,-120 30,-128 Q-40,-132 -70,-104 Q-96,-84 -104,-50Z" fill="${look.hairColour}"/>`;
}

function hairBehind(look: PersonLook): string {
  const colour = look.hairColour;
  const mass = (path: string) => `<path d="${path}" fill="${colour}"/>`;
  const cap = 'M-128,-40 Q-140,-190 0,-196 Q140,-190 128,-40 Q126,40 108,60 L-108,60 Q-126,40 -128,-40Z';
  if (look.hair === 'none') return '';
  if (look.hair === 'short') return mass(cap);
  if (look.hair === 'bun') return `${mass(cap)}<circle cx="0" cy="-214" r="48" fill="${colour}"/>${strands(colour, 24, -120, 0)}`;
  if (look.hair === 'long') {
    const fall = 'M-134,-30 Q-146,-198 0,-200 Q146,-198 134,-30 Q150,120 172,290 Q120,312 92,280 L-92,280 Q-120,312 -172,290 Q-150,120 -134,-30Z';
    return mass(fall) + strands(colour, 70, -150, 280);
  }
  const curls = Array.from({ length: 26 }, (_, index) => {
    const angle = Math.PI * (0.86 + (1.28 * index) / 25);
    return `<circle cx="${round(Math.cos(angle) * 132)}" cy="${round(Math.sin(angle) * 150 - 48)}" r="${42 + ((index * 7) % 9)}" fill="${colour}"/>`;
  });
  return mass(cap) + curls.join('') + strands(colour, 50, -190, 40);
}

/** Loose hairs of 1 to 2.4 units, always the same ones, that start inside the mass and leave it. */
function strands(colour: string, count: number, top: number, bottom: number): string {
  const lines = Array.from({ length: count }, (_, index) => {
    const part = (index * 0.618) % 1;
    const side = index % 2 === 0 ? -1 : 1;
    const y = top + part * (bottom - top);
    const reach = 30 + ((index * 37) % 34);
    const x = side * (112 + 34 * Math.max(0, part - 0.2));
    const width = 1 + ((index * 13) % 8) / 5.7;
    return `<path d="M${round(x)},${round(y)} q${side * reach},${round(-26 + part * 30)} ${side * (reach + 6)},${round(24 + part * 40)}" stroke-width="${round(width)}"/>`;
  });
  return `<g fill="none" stroke="${colour}" stroke-linecap="round">${lines.join('')}</g>`;
}

function bust(look: PersonLook): string {
  // So long that the shirt still reaches the picture's edge when the person is tiny or turned over.
  return `<path d="M-214,4000 L-210,330 Q-205,215 -70,190 L-52,120 L52,120 L70,190 Q205,215 210,330 L214,4000Z" fill="${look.shirt}"/>`;
}

function wholeBody(look: PersonLook, tone: Tone): string {
  const arm = (side: number) =>
    `<path d="M${side * 150},225 Q${side * 232},240 ${side * 240},420 L${side * 228},640" fill="none" stroke="${look.shirt}" stroke-width="74" stroke-linecap="round"/>
<circle cx="${side * 228}" cy="690" r="36" fill="${tone.base}"/>`;
  const leg = (side: number) =>
    `<path d="M${side * 8},720 L${side * 150},720 L${side * 118},1400 L${side * 40},1400Z" fill="#2b2d36"/><path d="M${side * 36},1390 h${side * 84} q${side * 40},40 ${side * 10},56 h${side * -94}Z" fill="#171310"/>`;
  return `${arm(-1)}${arm(1)}${leg(-1)}${leg(1)}<path d="M-160,760 L-178,330 Q-200,210 -70,190 L-52,120 L52,120 L70,190 Q200,210 178,330 L160,760Z" fill="${look.shirt}"/>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
