// Measures a check and an identity photo of a 12-megapixel photo over HTTP against the whole local cutout in the same run.

import { fileOf, postForm, startStudio } from '../test/start-studio.ts';
import { drawCameraJpeg } from '../test/camera-pictures.ts';
import { median, ms, report } from './measurement.ts';

const rounds = 7;
const photo = await drawCameraJpeg(3096, 3870, 8, 90);

await using studio = await startStudio();

/** Work on the same photo; the documents are ones that a 12-megapixel photo serves at 600 dpi, as it is and painted. */
const works = {
  cutout: ['/v1/cutouts', {}],
  check: ['/v1/checks', { document: 'schengen-visa' }],
  crop: ['/v1/documents', { document: 'schengen-visa' }],
  studio: ['/v1/documents', { document: 'schengen-visa', mode: 'studio' }],
} as const satisfies Record<string, readonly [path: string, fields: Readonly<Record<string, string>>]>;

type Work = keyof typeof works;

/** One job: all of it, and the steps that a cutout has as well. */
interface Timing {
  readonly whole: number;
  /** Opening and reading, which a cutout does to the same pixels. */
  readonly shared: number;
  /** Cutting and encoding, which a cutout does to more pixels. */
  readonly alike: number;
}

async function run(work: Work): Promise<Timing> {
  const [path, fields] = works[work];
  const begun = performance.now();
  const answer = await postForm(studio, path, { photo: fileOf(photo), ...fields });
  if (answer.status !== 200) throw new Error(await answer.text());
  await answer.arrayBuffer();
  const whole = performance.now() - begun;
  const steps = new Map([...(answer.headers.get('Server-Timing') ?? '').matchAll(/([\w-]+);dur=([\d.]+)/g)].map(([, name, duration]) => [name, Number(duration)]));
  const sum = (...names: readonly string[]) => names.reduce((total, name) => total + (steps.get(name) ?? 0), 0);
  return { whole, shared: sum('open', 'read'), alike: sum('cut', 'encode') };
}

const timings = new Map<Work, Timing[]>();
for (let round = -1; round < rounds; round++) {
  for (const work of Object.keys(works) as Work[]) {
    const timing = await run(work);
    if (round >= 0) timings.set(work, [...(timings.get(work) ?? []), timing]);
  }
}

const middle = (work: Work, of: (timing: Timing) => number) => median((timings.get(work) ?? []).map(of));
const wholeOf = (work: Work) => middle(work, ({ whole }) => whole);
const addedOf = (work: Work) => middle(work, ({ whole, shared, alike }) => whole - shared - alike);
const cutout = wholeOf('cutout');
const names = { cutout: 'cutout', check: 'check', crop: 'identity photo, cropped', studio: 'identity photo, background painted' } as const;
const made = ['check', 'crop', 'studio'] as const;

report({
  title: 'Checks and identity photos',
  about: `A drawn person, 12-megapixel JPEG of ${(photo.length / 1e6).toFixed(1)} MB in, over HTTP, warm, ${rounds} rounds; milliseconds. Added is what a cutout has no step for: measuring, cropping, painting, and the way there and back.`,
  columns: ['work', 'opening and reading', 'cutting and encoding', 'added', 'whole', 'whole ÷ cutout'],
  rows: (['cutout', ...made] as const).map((work) => [names[work], ms(middle(work, ({ shared }) => shared)), ms(middle(work, ({ alike }) => alike)), ms(addedOf(work)), ms(wholeOf(work)), (wholeOf(work) / cutout).toFixed(2)]),
  limits: made.flatMap((work) => [
    { name: `Whole ${names[work]} ÷ whole cutout`, value: wholeOf(work) / cutout, most: 1.3 },
    { name: `Added by ${names[work]} ÷ whole cutout`, value: addedOf(work) / cutout, most: 0.3 },
  ]),
});
