// Owns the way of photos through the page's headshots: onto the table, several at once, into a pack, away again. Refuses several for any other work.

import type { Catalogue } from '../catalogue.ts';
import { find, findButton, findInput } from '../elements.ts';
import type { Job } from '../job.ts';
import { readPackOrder } from '../order.ts';
import { arrangePanel, chosenWork } from '../panel.ts';
import { isRunning, photoOf, type Machine, type Photo, type Refusal, type State } from '../state.ts';
import { isPackWanted } from './look-set.ts';
import { createPackJob, type PackJob } from './pack-job.ts';
import { showSelfies } from './selfie-strip.ts';
import { addSelfies, clearSelfies, listSelfies, putSelfies, refusalOfAll, removeSelfie } from './selfies.ts';
import { closeViewer, listenToViewer } from './viewer.ts';
import { savePack } from './whole-pack.ts';
import { countSelfies } from './words.ts';

/** What a desk is made of. */
export interface DeskParts {
  readonly form: HTMLFormElement;
  readonly machine: Machine;
  /** Whose results are shown beside the photos they were made of. */
  readonly job: Job;
  /** Undefined until the server has said what it offers. */
  catalogueOf(): Catalogue | undefined;
}

/** States in which photos that come are put to those that are there. */
const open: readonly State['name'][] = ['ready', 'refused', 'packed'];

/** The desk at which selfies are gathered and packs are ordered. */
export class PackDesk {
  readonly packJob: PackJob;
  readonly #parts: DeskParts;

  constructor(parts: DeskParts) {
    this.#parts = parts;
    this.packJob = createPackJob(parts.machine, () => parts.catalogueOf());
    listenToViewer();
    findButton('selfie-camera').addEventListener('click', () => findButton('open-camera').click());
    findButton('back-to-selfies').addEventListener('click', () => this.#goBack());
    findButton('save-all').addEventListener('click', () => void this.#save());
  }

  /**
   * Put photos on the table: all that fit for headshots, the first for any other work.
   *
   * @param isAddition - To those that are there, unless something was made of them already.
   * @returns Why none was taken; the table is then as it was.
   */
  take(files: readonly Blob[], isAddition: boolean): Refusal | undefined {
    const { machine } = this.#parts;
    const isSeveral = this.#isForHeadshot();
    const first = files.find(({ type }) => type.startsWith('image/')) ?? files[0];
    const chosen = isSeveral || !first ? files : [first];
    const refusal = refusalOfAll(chosen, this.#limits());
    if (refusal) return refusal;
    if (!(isSeveral && isAddition && open.includes(machine.state.name))) clearSelfies((photo) => this.#isNeeded(photo));
    const { photos: [added], said } = addSelfies(chosen, this.#limits());
    const photo = added ?? photoOf(machine.state);
    if (photo) this.#show(photo, !isSeveral && files.length > 1 ? 'One photo at a time: the first was taken. Nothing is sent until you press the button.' : said);
    return undefined;
  }

  /** Order a pack. @returns False when one portrait of one photo is all that is wanted. */
  run(photo: Photo, catalogue: Catalogue): boolean {
    const { form } = this.#parts;
    const selfies = this.#selfiesOf(photo);
    if (!this.#isForHeadshot() || (selfies.length < 2 && !isPackWanted(form))) return false;
    void this.packJob.run(readPackOrder(form, catalogue, selfies.map(({ blob }) => blob)), selfies, photo);
    return true;
  }

  /** Show the selfies of a state. */
  show(state: State): void {
    const most = this.#limits().maxSelfies;
    const isOffered = this.#isForHeadshot() && (state.name === 'ready' || state.name === 'refused');
    findInput('photo-input').multiple = this.#isForHeadshot();
    showSelfies(listSelfies(), photoOf(state), isOffered, most, { onShow: (photo) => this.#show(photo), onRemove: (photo) => this.#remove(photo) });
  }

  /** Let go of everything. */
  forget(): void {
    this.packJob.forget();
    closeViewer();
    clearSelfies(() => false);
  }

  #remove(photo: Photo): void {
    const next = removeSelfie(photo, this.#isNeeded(photo));
    const shown = photoOf(this.#parts.machine.state);
    const heir = shown && shown !== photo ? shown : next;
    if (heir) this.#show(heir);
  }

  #show(photo: Photo, said = ''): void {
    const { machine, form, catalogueOf } = this.#parts;
    if (isRunning(machine.state)) return;
    const catalogue = catalogueOf();
    // How many pictures of a look differ depends on the selfies.
    if (catalogue) arrangePanel(form, catalogue);
    const several = listSelfies().length > 1 ? `${countSelfies(listSelfies().length)}. Nothing is sent until you press the button.` : '';
    machine.enter({ name: 'ready', photo, said: said || several });
  }

  #goBack(): void {
    const { state } = this.#parts.machine;
    if (state.name !== 'packed') return;
    const { photo, pack: { selfies } } = state;
    if (!listSelfies().includes(photo)) putSelfies(selfies, (each) => this.#isNeeded(each));
    this.#show(photo);
  }

  /** What is made again is made of what it was made of, whichever photos came since. */
  #selfiesOf(photo: Photo): readonly Photo[] {
    const { state } = this.#parts.machine;
    if (state.name === 'packed') return state.pack.selfies;
    return listSelfies().includes(photo) ? listSelfies() : [photo];
  }

  async #save(): Promise<void> {
    const { machine } = this.#parts;
    const { state } = machine;
    if (state.name !== 'packed') return;
    const button = find('#save-all', HTMLButtonElement);
    button.setAttribute('aria-busy', 'true');
    await savePack(state.pack, () => this.packJob.packs.includes(state.pack));
    button.removeAttribute('aria-busy');
  }

  #isForHeadshot(): boolean {
    return chosenWork(this.#parts.form) === 'headshot';
  }

  /** Something is shown beside it still. */
  #isNeeded(photo: Photo): boolean {
    return this.#parts.job.results.some((result) => result.photo === photo) || this.packJob.packs.some(({ selfies }) => selfies.includes(photo));
  }

  /** Until the server has said what it takes, anything: it refuses what is too much. */
  #limits() {
    return this.#parts.catalogueOf()?.limits ?? { maxUploadBytes: Number.POSITIVE_INFINITY, maxSelfies: Number.POSITIVE_INFINITY };
  }
}
