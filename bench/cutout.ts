// Measures a whole local cutout over HTTP against the sum of its parts measured alone, at one and at twelve megapixels.

import { createVision } from '../src/face/vision.ts';
import { encodePicture } from '../src/photo/encode.ts';
import { createWorkingPicture } from '../src/photo/frame.ts';
import { openPhoto } from '../src/photo/open.ts';
import { setOnBackground } from '../src/photo/composite.ts';
import { Vault } from '../src/retention/vault.ts';
import { fileOf, postForm, startStudio } from '../test/start-studio.ts';
import { median, ms, report, time } from './measurement.ts';
import { drawCameraJpeg } from '../test/camera-pictures.ts';

const rounds = 7;
const calm = new AbortController().signal;
const limits = { maxPixels: 64e6, minSidePixels: 16 };

await using studio = await startStudio();
await using vision = createVision({ workers: 1 });
await vision.ready();

type Steps = Record<'decode' | 'inference' | 'refinement' | 'composition' | 'encode', number>;

/** Each part of a cutout by itself, in milliseconds. */
async function timeParts(photo: Uint8Array<ArrayBuffer>): Promise<Steps> {
  await using vault = new Vault();
  const clock = createClock();
  const { pixels } = await clock('decode', () => openPhoto(photo, limits, vault, calm));
  const portrait = await clock('inference', async () => vision.read(await createWorkingPicture(pixels, vault, calm), { matte: true }, calm));
  const { matte } = portrait;
  if (!matte) throw new Error('the drawn person was not found');
  const scale = portrait.width / pixels.width;
  const map = { a: scale, b: 0, tx: 0, c: 0, d: scale, ty: 0 };
  const cut = await clock('refinement', () => vision.cut(pixels, matte, map, calm));
  const whole = await clock('composition', () => setOnBackground(cut, { kind: 'transparent' }, { original: undefined, picture: undefined }, vault, calm));
  await clock('encode', () => encodePicture(whole, { format: 'png', source: 'humanEdits' }, vault, calm));
  return clock.steps;
}

function createClock() {
  const steps = {} as Steps;
  const clock = async <T>(name: keyof Steps, work: () => Promise<T>): Promise<T> => {
    let result: T | undefined;
    steps[name] = await time(async () => (result = await work()));
    return result as T;
  };
  return Object.assign(clock, { steps });
}

async function timeWhole(photo: Uint8Array<ArrayBuffer>): Promise<number> {
  return time(async () => {
    const answer = await postForm(studio, '/v1/cutouts', { photo: fileOf(photo) });
    if (answer.status !== 200) throw new Error(await answer.text());
    await answer.arrayBuffer();
  });
}

async function measure(name: string, photo: Uint8Array<ArrayBuffer>) {
  const parts: Steps[] = [];
  const wholes: number[] = [];
  for (let round = -1; round < rounds; round++) {
    const steps = await timeParts(photo);
    const whole = await timeWhole(photo);
    if (round < 0) continue;
    parts.push(steps);
    wholes.push(whole);
  }
  const of = (step: keyof Steps) => median(parts.map((steps) => steps[step]));
  const columns = ['decode', 'inference', 'refinement', 'composition', 'encode'] as const;
  const sum = columns.map(of).reduce((total, value) => total + value, 0);
  const whole = median(wholes);
  return { row: [name, `${(photo.length / 1e6).toFixed(1)} MB`, ...columns.map((step) => ms(of(step))), ms(sum), ms(whole)], ratio: whole / sum };
}

const small = await measure('1 megapixel', await drawCameraJpeg(900, 1125, 8, 90));
const large = await measure('12 megapixels', await drawCameraJpeg(3096, 3870, 8, 90));

report({
  title: 'A local cutout',
  about: `A drawn person, JPEG in, transparent PNG of the same size out, warm, ${rounds} rounds. Parts measured alone, then the whole over HTTP; milliseconds.`,
  columns: ['photo', 'file', 'decode', 'inference', 'refinement', 'composition', 'encode', 'sum of parts', 'whole'],
  rows: [small.row, large.row],
  limits: [{ name: 'Whole cutout of 12 megapixels ÷ sum of its parts', value: large.ratio, most: 1.5 }],
});
