// Owns handing over a finished identity photo: as a photo, on a sheet, or both. Refuses to send the photo as it came: a sheet is made of the finished one.

import { find, findButton } from '../elements.ts';
import { showPrinting } from '../held.ts';
import { createObjectUrl } from '../object-urls.ts';
import { saveFile } from '../saving.ts';
import type { MadeDocument, Result } from '../state.ts';
import { Refused, sendJob } from '../upload.ts';
import { hideFinished, showFinished, showSheet, type FinishedView } from './finished.ts';
import { bodyOfSheet } from './requests.ts';
import { planChoice, readSheetChoice, showSheetTrouble } from './sheet-choice.ts';

const group = find('#sheet-group', HTMLElement);
const views = find('#finished-views', HTMLElement);
const download = find('#download', HTMLAnchorElement);
const buttons = { sheet: findButton('download-sheet'), both: findButton('download-both') };

/** The counter at which finished photos are handed over. */
export class Counter {
  readonly #form: HTMLFormElement;
  #result: Result | undefined;
  #running: AbortController | undefined;

  constructor(form: HTMLFormElement) {
    this.#form = form;
    group.addEventListener('input', () => {
      this.#check('sheet');
      this.#show();
    });
    views.addEventListener('input', () => this.#show());
    buttons.sheet.addEventListener('click', () => void this.#save('sheet'));
    buttons.both.addEventListener('click', () => void this.#save('both'));
  }

  /** Put a result on the counter, the photo on top; anything that is no identity photo clears it. */
  show(result: Result | undefined): void {
    const shown = result?.document ? result : undefined;
    if (shown !== this.#result) {
      this.#running?.abort();
      this.#check('photo');
    }
    this.#result = shown;
    for (const part of [group, views, buttons.sheet, buttons.both]) part.hidden = !shown;
    if (shown) this.#show();
    else hideFinished();
  }

  #show(): void {
    const made = this.#result?.document;
    if (!this.#result || !made) return;
    const view: FinishedView = views.querySelector<HTMLInputElement>('input:checked')?.value === 'sheet' ? 'sheet' : 'photo';
    const choice = readSheetChoice(this.#form);
    const plan = planChoice(made.judged.rule, choice);
    showFinished(this.#result, made, view);
    showSheet(plan, this.#result, made, choice.paper.title, view);
    for (const button of Object.values(buttons)) button.disabled = !plan;
    download.classList.toggle('button-lamp', view === 'photo');
    buttons.sheet.classList.toggle('button-lamp', view === 'sheet' && plan !== undefined);
  }

  #check(view: FinishedView): void {
    const input = views.querySelector<HTMLInputElement>(`input[value="${view}"]`);
    if (input) input.checked = true;
  }

  async #save(what: keyof typeof buttons): Promise<void> {
    const made = this.#result?.document;
    if (!this.#result || !made || this.#running) return;
    const choice = readSheetChoice(this.#form);
    const stem = `ephemera-${made.judged.rule.id}`;
    const extension = choice.format === 'pdf' ? 'pdf' : 'jpg';
    const fileName = what === 'both' ? `${stem}.zip` : `${stem}-${choice.paper.id}.${extension}`;
    const accept = what === 'both' ? 'application/zip' : choice.format === 'pdf' ? 'application/pdf' : 'image/jpeg';
    const blob = await this.#fetch(this.#result, made, accept, buttons[what]);
    if (blob) saveFile(createObjectUrl(blob), fileName);
  }

  /** The sheet; undefined when it was refused, which is said, or when nobody waits for it any more. */
  async #fetch(result: Result, { judged }: MadeDocument, accept: string, button: HTMLButtonElement): Promise<Blob | undefined> {
    const controller = new AbortController();
    this.#running = controller;
    button.setAttribute('aria-busy', 'true');
    showSheetTrouble('');
    const watcher = { onSent: showPrinting, onArrived: showPrinting };
    try {
      const { blob } = await sendJob('/v1/sheets', bodyOfSheet(result, judged, readSheetChoice(this.#form)), watcher, controller.signal, { Accept: accept });
      return controller.signal.aborted ? undefined : blob;
    } catch (error) {
      if (controller.signal.aborted) return undefined;
      if (!(error instanceof Refused)) throw error;
      showSheetTrouble(`${error.refusal.title}. ${error.refusal.detail}`);
      return undefined;
    } finally {
      showPrinting(0);
      button.removeAttribute('aria-busy');
      if (this.#running === controller) this.#running = undefined;
    }
  }
}
