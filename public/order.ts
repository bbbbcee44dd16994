// Owns turning the panel's choices into a request. Refuses to send a field the choice does not need.

import { backgroundKinds, gradientAngle } from './backgrounds.ts';
import type { Catalogue, Engine } from './catalogue.ts';
import { addCover } from './covers.ts';
import { findInput } from './elements.ts';
import { addLook, addSet } from './looks.ts';
import { isPackWanted } from './packs/look-set.ts';
import type { PackOrder } from './packs/pack-job.ts';
import { backdropTitle, chosenWork } from './panel.ts';
import { chosenValue } from './radios.ts';

/** One request, ready to send. */
export interface Order {
  readonly path: string;
  readonly body: FormData;
  /** What was chosen, for the tag on the picture. */
  readonly title: string;
  /** Words for the file name. */
  readonly fileStem: string;
  readonly format: string;
  readonly engine: Engine | undefined;
  /** The person stands elsewhere than in the photo: the two cannot be laid over each other. */
  readonly isCover?: boolean;
}

/**
 * Read the panel.
 *
 * @param backgroundPicture - The person's own picture, sent only when it was chosen.
 */
export function readOrder(form: HTMLFormElement, catalogue: Catalogue, photo: Blob, backgroundPicture: Blob | undefined): Order {
  const engine = catalogue.engines.find((each) => each.name === chosenValue(form, 'engine'));
  const body = startBody([photo]);
  const work = chosenWork(form);
  const chosen = work === 'thumbnail' ? addCover(form, catalogue, body) : work === 'cutout' ? addCutout(form, body, backgroundPicture) : addHeadshot(form, body, catalogue);
  if (work !== 'thumbnail') addShape(form, body);
  return { ...chosen, body, format: addMaking(form, body, engine), engine, isCover: work === 'thumbnail' };
}

/** Read the panel for several pictures, or for one of several selfies. */
export function readPackOrder(form: HTMLFormElement, catalogue: Catalogue, selfies: readonly Blob[]): PackOrder {
  const engine = catalogue.engines.find((each) => each.name === chosenValue(form, 'engine'));
  const body = startBody(selfies);
  const titles = isPackWanted(form) ? addSet(body) : [addHeadshot(form, body, catalogue).title];
  addShape(form, body);
  addMaking(form, body, engine);
  return { path: '/v1/headshots', body, engine, titles, ratio: readRatio(form) };
}

/** Width over height, as chosen. */
function readRatio(form: HTMLFormElement): number {
  const shape = chosenValue(form, 'shape');
  const [width, height] = shape === 'free' ? ['width', 'height'].map((id) => Number(findInput(id).value)) : shape.split(':').map(Number);
  return width && height ? width / height : 4 / 5;
}

/** The same name for every photo: what a file is called can say whose it is. */
function startBody(photos: readonly Blob[]): FormData {
  const body = new FormData();
  for (const photo of photos) body.append('photo', photo, 'photo');
  return body;
}

/** @returns The format of the file. */
function addMaking(form: HTMLFormElement, body: FormData, engine: Engine | undefined): string {
  const format = chosenValue(form, 'format');
  body.append('format', format);
  // The days are sent too, so that the promise shown is the promise kept, whatever changed on the server since.
  if (engine) {
    body.append('engine', engine.name);
    body.append('maxRetentionDays', String(engine.retentionDays));
  }
  return format;
}

/** What is missing before the order can be sent, in words; empty when nothing is. */
export function missingFrom(form: HTMLFormElement, backgroundPicture: Blob | undefined): string {
  const needsPicture = chosenWork(form) === 'cutout' && chosenValue(form, 'output') !== 'mask' && chosenValue(form, 'background') === 'picture';
  return needsPicture && !backgroundPicture ? 'Choose the picture that goes behind the person.' : '';
}

function addHeadshot(form: HTMLFormElement, body: FormData, catalogue: Catalogue): Pick<Order, 'path' | 'title' | 'fileStem'> {
  const look = addLook(form, catalogue, body);
  if (look) return { path: '/v1/headshots', title: look.title, fileStem: look.id };
  const backdrop = chosenValue(form, 'backdrop');
  body.append('backdrop', backdrop);
  const auto = backdrop === 'auto';
  return { path: '/v1/headshots', title: auto ? 'Portrait' : backdropTitle(catalogue, backdrop), fileStem: auto ? 'headshot' : `headshot-${backdrop}` };
}

function addCutout(form: HTMLFormElement, body: FormData, backgroundPicture: Blob | undefined): Pick<Order, 'path' | 'title' | 'fileStem'> {
  const output = chosenValue(form, 'output');
  body.append('output', output);
  if (findInput('crop').checked) {
    body.append('crop', 'subject');
    body.append('margin', findInput('margin').value);
  }
  if (output === 'mask') return { path: '/v1/cutouts', title: 'Mask', fileStem: 'mask' };
  const kind = chosenValue(form, 'background');
  body.append('background', readBackground(form, kind));
  if (kind === 'picture' && backgroundPicture) body.append('backgroundPicture', backgroundPicture, 'background');
  return { path: '/v1/cutouts', title: backgroundKinds.find((each) => each.id === kind)?.title ?? 'Cutout', fileStem: 'cutout' };
}

function readBackground(form: HTMLFormElement, kind: string): string {
  if (kind === 'colour') return chosenValue(form, 'colour') || findInput('own-colour').value;
  if (kind === 'gradient') return `gradient:${chosenValue(form, 'gradient')},${gradientAngle}`;
  return kind;
}

function addShape(form: HTMLFormElement, body: FormData): void {
  const shape = chosenValue(form, 'shape');
  if (shape === 'whole') return;
  if (shape !== 'free') return body.append('shape', shape);
  body.append('width', findInput('width').value);
  body.append('height', findInput('height').value);
}
