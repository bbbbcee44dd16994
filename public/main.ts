// Owns putting the page's parts together. Refuses to store anything: no cookie, no storage, no worker, only this page's memory.

import { listenToCamera, closeCamera } from './camera.ts';
import type { Assessment } from '../src/documents/assess.ts';
import { readCatalogue, type Catalogue, type Work } from './catalogue.ts';
import { listenToCompare } from './compare.ts';
import { openPayer } from './credits/payer.ts';
import { showChecks } from './documents/check-lines.ts';
import { Counter } from './documents/delivery.ts';
import { Desk } from './documents/desk.ts';
import { listenToLines } from './documents/frame.ts';
import { find, findButton, findInput } from './elements.ts';
import { showHeld } from './held.ts';
import { listenForPhotos } from './intake.ts';
import { createJob } from './job.ts';
import { createObjectUrl, forgetObjectUrls } from './object-urls.ts';
import { changeExtent, fillFamily } from './looks.ts';
import { missingFrom, readOrder } from './order.ts';
import { listenToLookSet } from './packs/look-set.ts';
import type { Pack } from './packs/pack.ts';
import { PackDesk } from './packs/pack-desk.ts';
import { arrangePanel, chosenWork, fillEngines, fillForWork, fillPanel, showBackgroundPicture } from './panel.ts';
import { showMake, showStage } from './stage.ts';
import { createMachine, isRunning, photoOf, type Photo, type Refusal, type Result, type State } from './state.ts';
import { showStrip } from './strip.ts';

const form = find('#choices', HTMLFormElement);
const trouble = find('#catalogue-trouble', HTMLElement);
const machine = createMachine();
const job = createJob(machine);
const desk = new Desk(form, judgeAgain);
const counter = new Counter(form);
let catalogue: Catalogue | undefined;
const packDesk = new PackDesk({ form, machine, job, catalogueOf: () => catalogue });
let backgroundPicture: Blob | undefined;

machine.watch((state, before) => {
  showStage(state, before);
  showMake(state, desk.rule, assessmentOf(state));
  showChecks(assessmentOf(state));
  counter.show(state.name === 'done' ? state.result : undefined);
  packDesk.show(state);
  const { packs } = packDesk.packJob;
  showHeld(state, job.results, packs);
  showStrip({ results: job.results, packs, showResult: show, showPack }, state.name === 'done' ? state.result : state.name === 'packed' ? state.pack : undefined, isRunning(state));
});
listenForPhotos({
  onPhotos: take,
  onRefusal: refuse,
});
listenToCamera((blob) => take([blob], true), () => (chosenWork(form) === 'document' ? desk.rule : undefined));
listenToLines((line, y) => {
  desk.moveLine(line, y);
  judgeAgain();
}, judgeAgain);
listenToCompare();
listenToLookSet(arrange);
listenToButtons();
listenToChoices();
void open();
// Where prices cannot be learned the server still says what it wants for a picture.
void openPayer().catch(() => undefined);

/** Ask for the catalogue; while an engine warms up, ask again. */
async function open(): Promise<void> {
  try {
    const first = catalogue === undefined;
    catalogue = await readCatalogue();
    if (first) fillPanel(form, catalogue);
    else fillEngines(form, catalogue);
    showMake(machine.state, desk.rule, assessmentOf(machine.state));
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

function take(files: readonly Blob[], isAddition: boolean): void {
  if (isRunning(machine.state)) return;
  const refusal = packDesk.take(files, isAddition);
  if (refusal) refuse(refusal);
  else desk.forgetPhoto();
}

/** What is chosen changed: show what that asks for. */
function arrange(): void {
  if (catalogue) arrangePanel(form, catalogue);
  showMake(machine.state, desk.rule, assessmentOf(machine.state));
}

/** Say why a file is not taken; a photo that is on the table stays there. */
function refuse(refusal: Refusal): void {
  if (isRunning(machine.state)) return;
  const photo = photoOf(machine.state);
  const detail = photo ? `${refusal.detail} The photo before it is still here.` : refusal.detail;
  machine.enter({ name: 'refused', photo, refusal: { ...refusal, detail } });
}

function show(result: Result): void {
  if (isRunning(machine.state)) return;
  if ((result.document !== undefined) !== (chosenWork(form) === 'document')) chooseWork(result.document ? 'document' : 'headshot');
  if (result.document) desk.resume(result.photo, result.document);
  machine.enter({ name: 'done', result });
}

function showPack(pack: Pack): void {
  const photo = pack.selfies[0];
  if (!photo || isRunning(machine.state)) return;
  if (chosenWork(form) !== 'headshot') chooseWork('headshot');
  machine.enter({ name: 'packed', photo, pack });
}

/** Go to another kind of work without touching what is on the table. */
function chooseWork(work: Work): void {
  const input = form.querySelector<HTMLInputElement>(`input[name="work"][value="${work}"]`);
  if (!input || !catalogue) return;
  input.checked = true;
  fillForWork(form, catalogue);
  arrangePanel(form, catalogue);
}

/** The person chose another kind of work: the photo stays on the table, lines and checks belong to identity photos alone. */
function settleWork(): void {
  const { state } = machine;
  const forDocument = chosenWork(form) === 'document';
  if (forDocument) void desk.open();
  const foreign = (state.name === 'done' && (state.result.document !== undefined) !== forDocument) || (state.name === 'packed' && chosenWork(form) !== 'headshot');
  packDesk.show(state);
  const photo = photoOf(state);
  if (forDocument && photo && (foreign || state.name === 'ready')) return judgeAgain();
  if (photo && (foreign || state.name === 'checked')) return machine.enter({ name: 'ready', photo });
  showStage(state, state);
}

/** Judge the photo on the table by what is chosen now; nothing is sent. */
function judgeAgain(): void {
  const photo = photoOf(machine.state);
  if (!photo || isRunning(machine.state)) return showMake(machine.state, desk.rule, assessmentOf(machine.state));
  const judged = desk.judge(photo);
  if (judged) machine.enter({ name: 'checked', photo, judged });
  else if (machine.state.name !== 'refused') machine.enter({ name: 'ready', photo });
  else showMake(machine.state, desk.rule, assessmentOf(machine.state));
}

function assessmentOf(state: State): Assessment | undefined {
  if (state.name === 'checked') return state.judged.assessment;
  if (state.name === 'refused' && state.photo && chosenWork(form) === 'document') return desk.judge(state.photo)?.assessment;
  return state.name === 'done' ? state.result.document?.judged.assessment : undefined;
}

function makeIt(): void {
  const photo = photoOf(machine.state);
  if (!photo || !catalogue || isRunning(machine.state) || !form.reportValidity()) return;
  if (chosenWork(form) === 'document') return makeDocument(photo);
  const missing = missingFrom(form, backgroundPicture);
  find('#background-chosen', HTMLElement).classList.toggle('warn', missing !== '');
  if (missing) return findButton('choose-background').focus();
  if (!packDesk.run(photo, catalogue)) void job.run(readOrder(form, catalogue, photo.blob, backgroundPicture), photo);
}

/** First the check, then, when its lines are where they should be, the photo; what was measured is not measured again. */
function makeDocument(photo: Photo): void {
  const engine = catalogue?.engines.find((each) => each.name === 'local');
  const judged = desk.judge(photo);
  if (judged) return void job.run({ ...desk.orderDocument(photo.blob, judged), engine }, photo, judged);
  if (!desk.rule) return;
  void job.check({ ...desk.orderCheck(photo.blob, desk.rule), engine }, photo, (report) => {
    desk.takeReport(photo, report);
    const judged = desk.judge(photo);
    if (judged) machine.enter({ name: 'checked', photo, judged });
  });
}

function cancel(): void {
  const photo = photoOf(machine.state);
  if (machine.state.name === 'packing' && !packDesk.packJob.cancel()) return;
  job.abort();
  if (!photo) return;
  machine.enter({ name: 'ready', photo });
  if (chosenWork(form) === 'document') judgeAgain();
}

/** Abort, let go of every picture, and put the form back to how it came. */
function forget(): void {
  job.abort();
  job.forget();
  packDesk.forget();
  desk.forget();
  closeCamera();
  machine.enter({ name: 'forgotten' });
  setBackgroundPicture(undefined);
  for (const id of ['photo-input', 'background-input']) findInput(id).value = '';
  form.reset();
  forgetObjectUrls();
  if (catalogue) fillPanel(form, catalogue);
  showStage(machine.state, machine.state);
  showMake(machine.state, desk.rule, assessmentOf(machine.state));
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
  findButton('adjust').addEventListener('click', judgeAgain);
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
    const isWork = event.target.name === 'work';
    if (isWork) fillForWork(form, catalogue);
    if (event.target.name === 'extent') changeExtent(form, catalogue);
    if (event.target.name === 'family') fillFamily(form, catalogue);
    if (event.target.id === 'own-colour') form.querySelectorAll<HTMLInputElement>('input[name="colour"]').forEach((input) => { input.checked = false; });
    arrange();
    if (isWork) settleWork();
  });
}
