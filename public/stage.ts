// Owns what is seen and heard in each state. Refuses to decide anything: it only shows.

import { showCompare } from './compare.ts';
import type { Assessment } from '../src/documents/assess.ts';
import type { DocumentRule } from '../src/documents/rule.ts';
import type { Work } from './catalogue.ts';
import { showPrice } from './credits/payer.ts';
import { wayOutOf } from './credits/refusals.ts';
import { build, find, findButton } from './elements.ts';
import { showPack } from './packs/grid.ts';
import { countAsked } from './packs/look-set.ts';
import { countMissing, countThere } from './packs/pack.ts';
import { countPictures } from './packs/words.ts';
import { chosenWork } from './panel.ts';
import { showPrint } from './print.ts';
import { chosenValue } from './radios.ts';
import { isRunning, photoOf, type Result, type State } from './state.ts';
import { announcementFor, formatSize, percentSent, sentenceFor } from './words.ts';

const form = find('#choices', HTMLFormElement);
const studio = find('#studio', HTMLElement);
const stage = find('#stage', HTMLElement);
const sentence = find('#sentence', HTMLElement);
const explanation = find('#explanation', HTMLElement);
const wayOut = find('#way-out', HTMLElement);
const notes = find('#notes', HTMLElement);
const status = find('#status', HTMLElement);
const progress = find('#progress', HTMLElement);
const download = find('#download', HTMLAnchorElement);
const make = findButton('make');

/** Show a state: the sentence, the print, the buttons that make sense now. */
export function showStage(state: State, before: State): void {
  if (state.name !== before.name || !isRunning(state)) showParts(state);
  const work = chosenWork(form);
  const { sentence: said, explanation: explained } = sentenceFor(state, work);
  if (sentence.textContent !== said) sentence.textContent = said;
  explanation.textContent = explained;
  explanation.hidden = explained === '';
  showWayOut(state);
  showProgress(state);
  showDownload(state.name === 'done' ? state.result : undefined);
  showNotes(notesOf(state));
  showPack(state);
  void showPrint(state).then((comparable) => showCompare(comparable));
  const announcement = announcementFor(state, before, work);
  if (announcement) status.textContent = announcement;
  if (state.name !== before.name) {
    keepFocus(state);
    bringIntoView();
  }
}

/** Say on the button what it makes, and lock the choices while it is made. */
export function showMake(state: State, rule: DocumentRule | undefined, assessment: Assessment | undefined): void {
  const forDocument = chosenWork(form) === 'document';
  const pictures = chosenWork(form) === 'headshot' ? countAsked(form) : 1;
  make.textContent = forDocument ? wordsForDocument(rule, assessment) : pictures === 1 ? `Make the ${thingOf(chosenWork(form))}` : pictures === 0 ? 'Choose looks first' : `Make ${countPictures(pictures)}`;
  const onTable = state.name === 'ready' || state.name === 'checked' || (state.name === 'refused' && state.photo !== undefined);
  const ready = onTable && pictures > 0 && !(forDocument && (!rule || (assessment && rule.takes === 'original')));
  // The same photo would be refused again, here or by the authority: the lamp then points to another one.
  const photoAtFault = (state.name === 'checked' && assessment?.verdict.result === 'fail') || (state.name === 'refused' && /^(photo|face|person|several|margin|selfies)-/.test(state.refusal.code));
  make.disabled = !ready || chosenValue(form, 'engine') === '';
  findButton('again').disabled = pictures === 0;
  make.classList.toggle('button-lamp', ready && !photoAtFault);
  findButton('choose-another').classList.toggle('button-lamp', photoAtFault);
  find('#panel-scroll', HTMLElement).inert = isRunning(state);
  findButton('adjust').hidden = !assessment || (state.name !== 'done' && state.name !== 'refused');
  showPrice(!forDocument ? chosenWork(form) : state.name === 'done' ? 'sheet' : assessment ? 'document' : 'check', isRunning(state), Math.max(1, pictures));
}

function showParts(state: State): void {
  studio.dataset['state'] = state.name;
  studio.dataset['work'] = chosenWork(form);
  if (state.name === 'refused') studio.dataset['code'] = state.refusal.code;
  else delete studio.dataset['code'];
  document.querySelectorAll<HTMLElement>('[data-in]').forEach((part) => {
    part.toggleAttribute('hidden', !part.dataset['in']?.split(' ').includes(state.name));
  });
  const blank = photoOf(state) === undefined;
  studio.classList.toggle('blank', blank);
  find('#table', HTMLElement).hidden = blank || state.name === 'packing' || state.name === 'packed';
  find('#stage-foot', HTMLElement).hidden = blank;
  find('#intake', HTMLElement).hidden = !blank;
}

/** How much of a photo is sent, or how many places of a pack are filled. */
function showProgress(state: State): void {
  const percent = state.name === 'receiving' ? percentSent(state) : state.name === 'packing' ? Math.floor((100 * (countThere(state.pack) + countMissing(state.pack))) / state.pack.places.length) : 0;
  progress.setAttribute('aria-label', state.name === 'packing' ? 'Making the pack' : 'Sending your photo');
  progress.setAttribute('aria-valuenow', String(percent));
  progress.style.setProperty('--sent', `${percent}%`);
}

function notesOf(state: State): readonly string[] {
  if (state.name === 'refused') return state.refusal.notes ?? [];
  return state.name === 'done' ? state.result.notes : state.name === 'checked' ? state.judged.notes : [];
}

/** In another tab: the photo is in this one only. */
function showWayOut(state: State): void {
  const way = state.name === 'refused' ? wayOutOf(state.refusal) : undefined;
  wayOut.hidden = !way;
  if (way) Object.assign(find('a', HTMLAnchorElement, wayOut), { href: way.href, textContent: way.text, ariaLabel: `${way.text}, in a new tab` });
}

function showDownload(result: Result | undefined): void {
  if (!result) {
    download.removeAttribute('href');
    download.removeAttribute('download');
    return;
  }
  download.href = result.url;
  download.download = result.fileName;
  download.textContent = result.document ? 'Download photo' : `Download · ${formatSize(result.blob.size)}`;
}

function showNotes(said: readonly string[]): void {
  notes.replaceChildren(...said.map((note) => build('li', '', note)));
}

function thingOf(work: Work): string {
  if (work === 'headshot') return 'portrait';
  if (work === 'thumbnail') return 'cover';
  return chosenValue(form, 'output') === 'mask' ? 'mask' : 'cutout';
}

function wordsForDocument(rule: DocumentRule | undefined, assessment: Assessment | undefined): string {
  if (!rule) return 'Choose a document first';
  if (!assessment) return 'Check the photo';
  return rule.takes === 'original' ? 'Checked: hand in the original' : 'Make the photo';
}

/** On a phone the button is under the thumb wherever the page is scrolled to; what it does happens on the stage. */
function bringIntoView(): void {
  if (stage.getBoundingClientRect().top < 0) stage.scrollIntoView({ block: 'start', behavior: 'instant' });
}

/** A button that goes away must not take the keyboard's place with it. */
function keepFocus(state: State): void {
  const focused = document.activeElement;
  const lost = !focused || focused === document.body || (focused instanceof HTMLElement && !focused.checkVisibility());
  if (!lost || state.name === 'empty') return;
  const heir = state.name === 'ready' || state.name === 'checked' ? make : isRunning(state) ? findButton('cancel') : state.name === 'done' ? download : state.name === 'packed' ? findButton('save-all') : sentence;
  heir.focus({ preventScroll: true });
}
