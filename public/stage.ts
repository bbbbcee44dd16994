// Owns what is seen and heard in each state. Refuses to decide anything: it only shows.

import { showCompare } from './compare.ts';
import { find, findButton } from './elements.ts';
import { chosenWork } from './panel.ts';
import { showPrint } from './print.ts';
import { chosenValue } from './radios.ts';
import { isRunning, photoOf, type Result, type State } from './state.ts';
import { announcementFor, formatSize, percentSent, sentenceFor } from './words.ts';

const studio = find('#studio', HTMLElement);
const stage = find('#stage', HTMLElement);
const sentence = find('#sentence', HTMLElement);
const explanation = find('#explanation', HTMLElement);
const notes = find('#notes', HTMLElement);
const status = find('#status', HTMLElement);
const progress = find('#progress', HTMLElement);
const download = find('#download', HTMLAnchorElement);
const make = findButton('make');

/** Show a state: the sentence, the print, the buttons that make sense now. */
export function showStage(state: State, before: State): void {
  if (state.name !== before.name || !isRunning(state)) showParts(state);
  const { sentence: said, explanation: explained } = sentenceFor(state);
  if (sentence.textContent !== said) sentence.textContent = said;
  explanation.textContent = explained;
  explanation.hidden = explained === '';
  progress.setAttribute('aria-valuenow', String(state.name === 'receiving' ? percentSent(state) : 0));
  progress.style.setProperty('--sent', state.name === 'receiving' ? `${percentSent(state)}%` : '0%');
  showDownload(state.name === 'done' ? state.result : undefined);
  void showPrint(state).then((comparable) => showCompare(comparable));
  const announcement = announcementFor(state, before);
  if (announcement) status.textContent = announcement;
  if (state.name !== before.name) {
    keepFocus(state);
    bringIntoView();
  }
}

/** Say on the button what it makes, and lock the choices while it is made. */
export function showMake(form: HTMLFormElement, state: State): void {
  const mask = chosenValue(form, 'output') === 'mask' && chosenWork(form) === 'cutout';
  const thing = chosenWork(form) === 'headshot' ? 'portrait' : mask ? 'mask' : 'cutout';
  make.textContent = `Make the ${thing}`;
  const ready = state.name === 'ready' || (state.name === 'refused' && state.photo !== undefined);
  // The same photo would be refused again: the lamp then points to another one.
  const photoAtFault = state.name === 'refused' && /^(photo|face|person)-/.test(state.refusal.code);
  make.disabled = !ready || chosenValue(form, 'engine') === '';
  make.classList.toggle('button-lamp', ready && !photoAtFault);
  findButton('choose-another').classList.toggle('button-lamp', photoAtFault);
  find('#panel-scroll', HTMLElement).inert = isRunning(state);
}

function showParts(state: State): void {
  studio.dataset['state'] = state.name;
  if (state.name === 'refused') studio.dataset['code'] = state.refusal.code;
  else delete studio.dataset['code'];
  document.querySelectorAll<HTMLElement>('[data-in]').forEach((part) => {
    part.toggleAttribute('hidden', !part.dataset['in']?.split(' ').includes(state.name));
  });
  const blank = photoOf(state) === undefined;
  studio.classList.toggle('blank', blank);
  find('#table', HTMLElement).hidden = blank;
  find('#stage-foot', HTMLElement).hidden = blank;
  find('#intake', HTMLElement).hidden = !blank;
}

function showDownload(result: Result | undefined): void {
  if (!result) {
    download.removeAttribute('href');
    download.removeAttribute('download');
    notes.replaceChildren();
    return;
  }
  download.href = result.url;
  download.download = result.fileName;
  download.textContent = `Download · ${formatSize(result.blob.size)}`;
  notes.replaceChildren(...result.notes.map((note) => {
    const item = document.createElement('li');
    item.textContent = note;
    return item;
  }));
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
  const heir = state.name === 'ready' ? make : isRunning(state) ? findButton('cancel') : state.name === 'done' ? download : sentence;
  heir.focus({ preventScroll: true });
}
