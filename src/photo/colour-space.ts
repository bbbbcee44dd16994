// Owns the arithmetic between colour spaces, all by way of linear-light sRGB. Refuses bytes: values are numbers, 0..1 where a space has bounds.

/** Three components of any colour space. */
export type Triple = readonly [number, number, number];

type Matrix = readonly [Triple, Triple, Triple];

/** sRGB's transfer function, from encoded to linear light; negative values are mirrored. */
export function decodeGamma(encoded: number): number {
  const size = Math.abs(encoded);
  return Math.sign(encoded) * (size <= 0.04045 ? size / 12.92 : ((size + 0.055) / 1.055) ** 2.4);
}

/** sRGB's transfer function, from linear light to encoded; negative values are mirrored. */
export function encodeGamma(linear: number): number {
  const size = Math.abs(linear);
  return Math.sign(linear) * (size <= 0.0031308 ? size * 12.92 : 1.055 * size ** (1 / 2.4) - 0.055);
}

/** @see https://bottosson.github.io/posts/oklab/ */
export function linearFromOklab([lightness, a, b]: Triple): Triple {
  const cones = multiply(oklabToCones, [lightness, a, b]);
  return multiply(conesToLinear, map(cones, (cone) => cone ** 3));
}

/** @see https://bottosson.github.io/posts/oklab/ */
export function oklabFromLinear(linear: Triple): Triple {
  return multiply(conesToOklab, map(multiply(linearToCones, linear), Math.cbrt));
}

/** CIE Lab with the D50 white of CSS, lightness 0..100. */
export function linearFromLab([lightness, a, b]: Triple): Triple {
  const y = (lightness + 16) / 116;
  const [fx, fy, fz] = [a / 500 + y, y, y - b / 200];
  const undo = (value: number) => (value ** 3 > labEpsilon ? value ** 3 : (116 * value - 16) / labKappa);
  return linearFromXyzD50([undo(fx) * whiteD50[0], (lightness > 8 ? fy ** 3 : lightness / labKappa) * whiteD50[1], undo(fz) * whiteD50[2]]);
}

/** Cylindrical to rectangular: lightness, chroma, hue in degrees → lightness, a, b. */
export function fromPolar([lightness, chroma, hue]: Triple): Triple {
  return [lightness, chroma * Math.cos((hue * Math.PI) / 180), chroma * Math.sin((hue * Math.PI) / 180)];
}

/** The spaces CSS's `color()` names, each to linear-light sRGB. @see https://www.w3.org/TR/css-color-4/#predefined */
export const predefinedSpaces: ReadonlyMap<string, (components: Triple) => Triple> = new Map([
  ['srgb', (rgb: Triple) => map(rgb, decodeGamma)],
  ['srgb-linear', (rgb: Triple) => rgb],
  ['display-p3', (rgb: Triple) => linearFromXyz(multiply(p3ToXyz, map(rgb, decodeGamma)))],
  ['a98-rgb', (rgb: Triple) => linearFromXyz(multiply(a98ToXyz, map(rgb, (value) => Math.sign(value) * Math.abs(value) ** (563 / 256))))],
  ['rec2020', (rgb: Triple) => linearFromXyz(multiply(rec2020ToXyz, map(rgb, decodeRec2020)))],
  ['prophoto-rgb', (rgb: Triple) => linearFromXyzD50(multiply(prophotoToXyzD50, map(rgb, decodeProphoto)))],
  ['xyz', linearFromXyz],
  ['xyz-d65', linearFromXyz],
  ['xyz-d50', linearFromXyzD50],
]);

/**
 * Bring a colour into sRGB's gamut by lowering its chroma, keeping hue and lightness, as CSS does.
 *
 * @see https://www.w3.org/TR/css-color-4/#gamut-mapping
 */
export function fitGamut(linear: Triple): Triple {
  if (isInGamut(linear)) return map(linear, clampUnit);
  const [lightness, a, b] = oklabFromLinear(linear);
  if (lightness >= 1 - gamutSlack) return [1, 1, 1];
  if (lightness <= gamutSlack) return [0, 0, 0];
  let [low, high] = [0, 1];
  for (let step = 0; step < 24; step += 1) {
    const share = (low + high) / 2;
    const candidate = linearFromOklab([lightness, a * share, b * share]);
    if (oklabDistance(candidate, map(candidate, clampUnit)) < justNoticeable) low = share;
    else high = share;
  }
  return map(linearFromOklab([lightness, a * low, b * low]), clampUnit);
}

const justNoticeable = 0.02;
const gamutSlack = 1e-4;

function isInGamut(linear: Triple): boolean {
  return linear.every((value) => value >= -gamutSlack && value <= 1 + gamutSlack);
}

function oklabDistance(one: Triple, other: Triple): number {
  const [p, q] = [oklabFromLinear(one), oklabFromLinear(other)];
  return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
}

function linearFromXyz(xyz: Triple): Triple {
  return multiply(xyzToLinear, xyz);
}

function linearFromXyzD50(xyz: Triple): Triple {
  return linearFromXyz(multiply(d50ToD65, xyz));
}

function decodeRec2020(encoded: number): number {
  const size = Math.abs(encoded);
  return Math.sign(encoded) * (size < 4.5 * 0.018053968510807 ? size / 4.5 : ((size + 0.09929682680944) / 1.09929682680944) ** (1 / 0.45));
}

function decodeProphoto(encoded: number): number {
  const size = Math.abs(encoded);
  return Math.sign(encoded) * (size <= 16 / 512 ? size / 16 : size ** 1.8);
}

function multiply(matrix: Matrix, [x, y, z]: Triple): Triple {
  return map3(matrix, ([a, b, c]) => a * x + b * y + c * z);
}

function map(triple: Triple, change: (value: number) => number): Triple {
  return [change(triple[0]), change(triple[1]), change(triple[2])];
}

function map3(matrix: Matrix, change: (row: Triple) => number): Triple {
  return [change(matrix[0]), change(matrix[1]), change(matrix[2])];
}

function clampUnit(value: number): number {
  return Math.min(Math.max(value, 0), 1);
}

const labEpsilon = 216 / 24389;
const labKappa = 24389 / 27;
const whiteD50: Triple = [0.3457 / 0.3585, 1, 0.2958 / 0.3585];

/** Matrices of CSS Color 4, sample code; Oklab's of Ottosson. @see https://www.w3.org/TR/css-color-4/#color-conversion-code */
const xyzToLinear: Matrix = [
  [3.2409699419045226, -1.537383177570094, -0.4986107602930034],
  [-0.9692436362808796, 1.8759675015077202, 0.04155505740717559],
  [0.05563007969699366, -0.20397695888897652, 1.0569715142428786],
];
const d50ToD65: Matrix = [
  [0.955473421488075, -0.02309845494876471, 0.06325924320057072],
  [-0.0283697093338637, 1.0099953980813041, 0.021041441191917323],
  [0.012314014864481998, -0.020507649298898964, 1.330365926242124],
];
const p3ToXyz: Matrix = [
  [0.4865709486482162, 0.26566769316909306, 0.1982172852343625],
  [0.2289745640697488, 0.6917385218365064, 0.079286914093745],
  [0, 0.04511338185890264, 1.043944368900976],
];
const a98ToXyz: Matrix = [
  [0.5766690429101305, 0.1855582379065463, 0.1882286462349947],
  [0.29734497525053605, 0.6273635662554661, 0.07529145849399788],
  [0.02703136138641234, 0.07068885253582723, 0.9913375368376388],
];
const rec2020ToXyz: Matrix = [
  [0.6369580483012914, 0.14461690358620832, 0.1688809751641721],
  [0.2627002120112671, 0.6779980715188708, 0.05930171646986196],
  [0, 0.028072693049087428, 1.060985057710791],
];
const prophotoToXyzD50: Matrix = [
  [0.7977666449006423, 0.13518129740053308, 0.0313477341283922],
  [0.2880748288194013, 0.711835234241873, 0.00008993693872564],
  [0, 0, 0.8251046025104602],
];
const linearToCones: Matrix = [
  [0.4122214708, 0.5363325363, 0.0514459929],
  [0.2119034982, 0.6806995451, 0.1073969566],
  [0.0883024619, 0.2817188376, 0.6299787005],
];
const conesToOklab: Matrix = [
  [0.2104542553, 0.793617785, -0.0040720468],
  [1.9779984951, -2.428592205, 0.4505937099],
  [0.0259040371, 0.7827717662, -0.808675766],
];
const oklabToCones: Matrix = [
  [1, 0.3963377774, 0.2158037573],
  [1, -0.1055613458, -0.0638541728],
  [1, -0.0894841775, -1.291485548],
];
const conesToLinear: Matrix = [
  [4.0767416621, -3.3077115913, 0.2309699292],
  [-1.2684380046, 2.6097574011, -0.3413193965],
  [-0.0041960863, -0.7034186147, 1.707614701],
];
