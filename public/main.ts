// Owns putting the page's parts together. Refuses to store anything: no cookie, no storage, no worker, only this page's memory.

import { listenToCamera, closeCamera } from './camera.ts';
import { readCatalogue, type Catalogue } from './catalogue.ts';
import { listenToCompare } from './compare.ts';
import { find, findButton, findInput } from './elements.ts';
import { showHeld } from './held.ts';
import { listenForPhotos, refusalFor } from './intake.ts';
import { createJob } from './job.ts';
import { createObjectUrl, forgetObjectUrls } from './object-urls.ts';
import { missingFrom, readOrder } from './order.ts';
import { arrangePanel, fillEngines, fillForWork, fillPanel, showBackgroundPicture } from './panel.ts';
import { showMake, showStage } from './stage.ts';
import { createMachine, isRunning, photoOf, type Refusal, type Result } from './state.ts';
import { showStrip } from './strip.ts';

const form = find('#choices', HTMLFormElement);
const trouble = find('#catalogue-trouble', HTMLElement);
const machine = createMachine();
const job = createJob(machine);
let catalogue: Catalogue | undefined;
let backgroundPicture: Blob | undefined;

machine.watch((state, before) => {
  showStage(state, before);
  showMake(form, state);
  showHeld(state, job.results);
  showStrip(job.results, state.name === 'done' ? state.result : undefined, show, isRunning(state));
});
listenForPhotos({
  onPhoto: take,
  onRefusal: refuse,
});
listenToCamera((blob) => take(blob, 0));
listenToCompare();
listenToButtons();
listenToChoices();
void open();

/** Ask for the catalogue; while an engine warms up, ask again. */
async function open(): Promise<void> {
  try {
    const first = catalogue === undefined;
    catalogue = await readCatalogue();
    if (first) fillPanel(form, catalogue);
    else fillEngines(form, catalogue);
    showMake(form, machine.state);
    if (first) describeLimits(catalogue);
    trouble.hidden = true;
    if (catalogue.engines.some((engine) => engine.state === 'starting')) setTimeout(() => void open(), 1000);
  } catch {
    trouble.textContent = 'The studio does not answer. It is tried again every few seconds.';
    trouble.hidden = false;
    setTimeout(() => void open(), 3000);
  }
}

function describeLimits({ limits }: Catalogue): void {
  find('#limits', HTMLElement).textContent = `JPEG, PNG, WebP, AVIF, TIFF, GIF or HEIC, up to ${Math.floor(limits.maxUploadBytes / 1e6)} MB.`;
  for (const id of ['width', 'height']) findInput(id).max = String(limits.maxSidePixels);
}

function take(blob: Blob, others: number): void {
  if (isRunning(machine.state)) return;
  const refusal = refusalFor(blob, catalogue?.limits.maxUploadBytes ?? Number.POSITIVE_INFINITY);
  if (refusal) return refuse(refusal);
  machine.enter({ name: 'ready', photo: { blob, url: createObjectUrl(blob) } });
  if (others > 0) find('#explanation', HTMLElement).textContent = 'One photo at a time: the first was taken. Nothing is sent until you press the button.';
}

/** Say why a file is not taken; a photo that is on the table stays there. */
function refuse(refusal: Refusal): void {
  if (isRunning(machine.state)) return;
  const photo = photoOf(machine.state);
  const detail = photo ? `${refusal.detail} The photo before it is still here.` : refusal.detail;
  machine.enter({ name: 'refused', photo, refusal: { ...refusal, detail } });
}

function show(result: Result): void {
  if (!isRunning(machine.state)) machine.enter({ name: 'done', result });
}

function makeIt(): void {
  const photo = photoOf(machine.state);
  if (!photo || !catalogue || isRunning(machine.state) || !form.reportValidity()) return;
  const missing = missingFrom(form, backgroundPicture);
  find('#background-chosen', HTMLElement).classList.toggle('warn', missing !== '');
  if (missing) return findButton('choose-background').focus();
  void job.run(readOrder(form, catalogue, photo.blob, backgroundPicture), photo);
}

function cancel(): void {
  const photo = photoOf(machine.state);
  job.abort();
  if (photo) machine.enter({ name: 'ready', photo });
}

/** Abort, let go of every picture, and put the form back to how it came. */
function forget(): void {
  job.abort();
  job.forget();
  closeCamera();
  machine.enter({ name: 'forgotten' });
  setBackgroundPicture(undefined);
  for (const id of ['photo-input', 'background-input']) findInput(id).value = '';
  form.reset();
  forgetObjectUrls();
  if (catalogue) fillPanel(form, catalogue);
  showMake(form, machine.state);
}

function setBackgroundPicture(blob: Blob | undefined): void {
  backgroundPicture = blob;
  if (catalogue) showBackgroundPicture(blob && createObjectUrl(blob));
}

function listenToButtons(): void {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    makeIt();
  });
  findButton('again').addEventListener('click', makeIt);
  // The second half of a double click on "Make" lands on "Cancel".
  findButton('cancel').addEventListener('click', (event) => { if (event.detail < 2) cancel(); });
  findButton('forget').addEventListener('click', forget);
  findButton('choose-background').addEventListener('click', () => findInput('background-input').click());
  findInput('background-input').addEventListener('change', () => {
    const file = findInput('background-input').files?.[0];
    if (file) setBackgroundPicture(file);
  });
}

function listenToChoices(): void {
  form.addEventListener('input', (event) => {
    if (!catalogue || !(event.target instanceof HTMLInputElement)) return;
    if (event.target.name === 'work') fillForWork(form, catalogue);
    if (event.target.id === 'own-colour') form.querySelectorAll<HTMLInputElement>('input[name="colour"]').forEach((input) => { input.checked = false; });
    arrangePanel(form, catalogue);
    showMake(form, machine.state);
  });
}
