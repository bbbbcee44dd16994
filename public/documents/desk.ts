// Owns what is known of the identity photo being prepared: its document, its way of making, its lines, what was measured. Refuses to keep any of it after "Forget".

import { assess } from '../../src/documents/assess.ts';
import { overrideOf, type HeadLine } from '../../src/documents/line-bounds.ts';
import type { PhotoMeasures } from '../../src/documents/measures.ts';
import type { LineOverrides } from '../../src/documents/placement.ts';
import type { DocumentRule } from '../../src/documents/rule.ts';
import { searchDocuments } from '../../src/documents/search.ts';
import { find, findInput } from '../elements.ts';
import type { Order } from '../order.ts';
import { chosenValue, fillRadios } from '../radios.ts';
import type { Judged, MadeDocument, Photo } from '../state.ts';
import { describeNotes } from '../words.ts';
import { driveCombobox, type ComboboxOption } from './combobox.ts';
import { readCustomRule, readCustomSize, showCustomSize } from './custom-size.ts';
import { orderCheck, orderDocument } from './requests.ts';
import { foldRule, showRule } from './rule-card.ts';
import { sizeOf, titleOf } from './rule-words.ts';
import { readOffer, type DocumentOffer } from './rules.ts';
import { chosenShade, fillShades, showShades } from './shades.ts';
import { fillSheetChoice } from './sheet-choice.ts';

type UnsentOrder = Omit<Order, 'engine'>;

interface Measured {
  readonly photo: Photo;
  readonly measures: PhotoMeasures;
  readonly notes: readonly string[];
}

const list = find('#document-list', HTMLElement);
const modes = find('#modes', HTMLElement);
const modeReason = find('#mode-reason', HTMLElement);
const trouble = find('#document-trouble', HTMLElement);
const custom: ComboboxOption = { id: 'custom', title: 'A size of your own', detail: 'mm, pixels, dpi' };

/** As many as a person reads through; typing finds the rest. */
const mostFound = 60;

/** The desk at which one identity photo is prepared. */
export class Desk {
  readonly #form: HTMLFormElement;
  readonly #onChange: () => void;
  readonly #combobox = driveCombobox({ input: findInput('document'), list, find: (text) => this.#find(text), onChoose: (id) => this.#choose(id) });
  #offer: DocumentOffer | undefined;
  #rule: DocumentRule | undefined;
  #lines: LineOverrides = {};
  #measured: Measured | undefined;

  /** @param onChange - Called when the document, the way of making or the size was changed by hand. */
  constructor(form: HTMLFormElement, onChange: () => void) {
    this.#form = form;
    this.#onChange = onChange;
    find('#custom-size', HTMLElement).addEventListener('input', () => this.#setRule(readCustomRule()));
    modes.addEventListener('input', () => {
      showShades(this.#mode === 'studio');
      onChange();
    });
    this.#showModes('crop');
  }

  /** The document chosen; undefined while there is none. */
  get rule(): DocumentRule | undefined {
    return this.#rule;
  }

  /** Ask for the documents, once. */
  async open(): Promise<void> {
    if (this.#offer) return;
    try {
      this.#offer = await readOffer();
      fillSheetChoice(this.#offer.papers);
      this.#combobox.refresh();
      trouble.hidden = true;
    } catch {
      trouble.textContent = 'The list of documents did not arrive. Choose another kind of work and come back to try again.';
      trouble.hidden = false;
    }
  }

  /** Judge a photo by the document chosen; undefined when the photo has not been measured. */
  judge(photo: Photo): Judged | undefined {
    if (!this.#rule || this.#measured?.photo !== photo) return undefined;
    const { measures, notes } = this.#measured;
    const choice = { mode: this.#mode, ...this.#lines };
    return { rule: this.#rule, measures, choice, notes, assessment: assess(measures, this.#rule, choice) };
  }

  /** Keep what was measured in a photo, to judge it by any document without sending it again. */
  takeReport(photo: Photo, report: string): void {
    const { measures, notes } = JSON.parse(report) as { measures: PhotoMeasures; notes: readonly string[] };
    this.#measured = { photo, measures, notes: describeNotes(notes, measures.faces, undefined) };
    this.#lines = {};
    foldRule(true);
  }

  /** Put the desk back to how a finished photo was judged. */
  resume(photo: Photo, { judged: { rule, measures, notes, choice } }: MadeDocument): void {
    const { mode, ...lines } = choice;
    this.#measured = { photo, measures, notes };
    this.#lines = lines;
    // A size of one's own is the one that stands in its fields now.
    const chosen = rule.id === custom.id ? (readCustomRule() ?? rule) : rule;
    if (chosen !== this.#rule) this.#showChosen(chosen);
    this.#showModes(mode);
    foldRule(true);
  }

  /** Move a line: y in pixels of the upright photo. */
  moveLine(line: HeadLine, y: number): void {
    this.#lines = { ...this.#lines, [overrideOf[line]]: y };
  }

  orderCheck(photo: Blob, rule: DocumentRule): UnsentOrder {
    return orderCheck(photo, rule, readCustomSize());
  }

  orderDocument(photo: Blob, judged: Judged): UnsentOrder {
    return orderDocument(photo, judged, readCustomSize(), chosenShade(this.#form));
  }

  /** Let go of the measures: they belong to a photo that is not on the table any more. */
  forgetPhoto(): void {
    this.#measured = undefined;
    this.#lines = {};
  }

  /** Let go of everything but the list of documents, which is the same for everybody. */
  forget(): void {
    this.forgetPhoto();
    this.#showChosen(undefined);
    if (this.#offer) fillSheetChoice(this.#offer.papers);
  }

  get #mode(): 'crop' | 'studio' {
    return chosenValue(this.#form, 'mode') === 'studio' ? 'studio' : 'crop';
  }

  #find(text: string): ComboboxOption[] {
    const rules = this.#offer?.documents ?? [];
    const found = text === '' ? rules : searchDocuments(rules, text, mostFound);
    return [...found.map((rule) => ({ id: rule.id, title: titleOf(rule), detail: sizeOf(rule) })), custom];
  }

  #choose(id: string): void {
    showCustomSize(id === custom.id);
    const rule = id === custom.id ? readCustomRule() : this.#offer?.documents.find((each) => each.id === id);
    this.#setRule(rule);
    foldRule(this.#measured !== undefined);
  }

  #setRule(rule: DocumentRule | undefined): void {
    this.#rule = rule;
    showRule(rule);
    fillShades(rule);
    this.#showModes(this.#mode);
    this.#onChange();
  }

  #showChosen(rule: DocumentRule | undefined): void {
    this.#rule = rule;
    showCustomSize(rule?.id === custom.id);
    this.#combobox.show(rule ? titleOf(rule) : '');
    showRule(rule);
    fillShades(rule);
    this.#showModes('crop');
  }

  /** A new background only where the authority takes one; otherwise the reason. */
  #showModes(wanted: string): void {
    const reason = this.#rule ? reasonAgainstStudio(this.#rule) : '';
    fillRadios(modes, 'mode', 'segment', [
      { value: 'crop', content: ['As it is'] },
      { value: 'studio', content: ['New background'], disabled: reason !== '' },
    ], reason ? 'crop' : wanted);
    showShades(this.#mode === 'studio');
    modeReason.textContent = reason;
    modeReason.hidden = reason === '';
    find('#modes-group', HTMLElement).hidden = !this.#rule || this.#rule.takes === 'original';
    find('#original-only', HTMLElement).hidden = this.#rule?.takes !== 'original';
  }
}

function reasonAgainstStudio({ alteration, countryName }: DocumentRule): string {
  if (!alteration.forbidden) return '';
  return `${countryName} refuses edited photos. ${alteration.sentence ?? ''}`.trim();
}
