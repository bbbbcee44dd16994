// Owns the states the page can be in and the ways between them. Refuses any other way.

import type { Assessment, AssessChoice } from '../src/documents/assess.ts';
import type { PhotoMeasures } from '../src/documents/measures.ts';
import type { DocumentRule } from '../src/documents/rule.ts';
import type { Pack } from './packs/pack.ts';

/** A photo on the table: only in this page's memory until it is sent. */
export interface Photo {
  readonly blob: Blob;
  /** Object URL, revoked by `forgetObjectUrls`. */
  readonly url: string;
}

/**
 * Where the result lies on the upright photo, in fractions of the photo's width and height:
 * x and y of the result's top left, top right and bottom left corner. It may be turned, and reach beyond the photo.
 */
export type PhotoWindow = readonly [number, number, number, number, number, number];

/** An identity photo judged in this page, from what was measured of it. */
export interface Judged {
  readonly rule: DocumentRule;
  readonly measures: PhotoMeasures;
  readonly choice: AssessChoice;
  readonly assessment: Assessment;
  readonly notes: readonly string[];
}

/** What a finished identity photo is, besides a picture. */
export interface MadeDocument {
  /** As judged when it was ordered. */
  readonly judged: Judged;
  /** Pixels of the file. */
  readonly width: number;
  readonly height: number;
  readonly dpi: number;
}

/** What a request is for: numbers about a photo, or a picture. */
export type Errand = 'check' | 'make';

/** One picture made in this visit. */
export interface Result {
  readonly photo: Photo;
  readonly blob: Blob;
  readonly url: string;
  /** What the person chose, such as a backdrop's title. */
  readonly title: string;
  readonly fileName: string;
  readonly engineTitle: string;
  readonly retentionDays: number;
  readonly notes: readonly string[];
  readonly window: PhotoWindow | undefined;
  /** Shown whole, not beside the photo it came from. */
  readonly isCover: boolean;
  /** Where its receipt can be saved from; undefined when it came without. */
  readonly receipt: { readonly url: string; readonly fileName: string } | undefined;
  /** Undefined for pictures that are no identity photos. */
  readonly document: MadeDocument | undefined;
}

/** Why there is no picture, in words for people (RFC 9457). */
export interface Refusal {
  /** The fragment of the problem's `type`; empty when the problem arose in this page. */
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly retryAfterSeconds: number;
  /** Credits, where there are too few. */
  readonly shortage?: { readonly needed: number; readonly available: number } | undefined;
  /** What is wrong with each of several photos. */
  readonly notes?: readonly string[];
}

export type State =
  | { readonly name: 'empty' }
  | { readonly name: 'forgotten' }
  /** `said` where there is more to say of it than that it is here. */
  | { readonly name: 'ready'; readonly photo: Photo; readonly said?: string }
  | { readonly name: 'receiving'; readonly errand: Errand; readonly photo: Photo; readonly sentBytes: number; readonly totalBytes: number }
  | { readonly name: 'making'; readonly errand: Errand; readonly photo: Photo; readonly heldBytes: number; readonly seconds: number }
  | { readonly name: 'checked'; readonly photo: Photo; readonly judged: Judged }
  | { readonly name: 'packing'; readonly photo: Photo; readonly pack: Pack }
  | { readonly name: 'packed'; readonly photo: Photo; readonly pack: Pack }
  | { readonly name: 'done'; readonly result: Result }
  | { readonly name: 'refused'; readonly photo: Photo | undefined; readonly refusal: Refusal };

export type StateName = State['name'];

const ways: Readonly<Record<StateName, readonly StateName[]>> = {
  empty: ['ready', 'refused'],
  forgotten: ['ready', 'refused', 'forgotten'],
  ready: ['ready', 'receiving', 'packing', 'packed', 'checked', 'refused', 'done', 'forgotten'],
  receiving: ['receiving', 'making', 'checked', 'done', 'refused', 'ready', 'forgotten'],
  making: ['making', 'checked', 'done', 'refused', 'ready', 'forgotten'],
  packing: ['packing', 'packed', 'refused', 'ready', 'forgotten'],
  packed: ['packed', 'packing', 'receiving', 'checked', 'ready', 'done', 'refused', 'forgotten'],
  checked: ['checked', 'ready', 'receiving', 'refused', 'done', 'packed', 'forgotten'],
  done: ['done', 'checked', 'ready', 'receiving', 'packing', 'packed', 'refused', 'forgotten'],
  refused: ['ready', 'receiving', 'packing', 'packed', 'checked', 'refused', 'done', 'forgotten'],
};

/** Holds the one state and tells whoever watches when it changes. */
export interface Machine {
  readonly state: State;
  /** @throws {Error} When there is no way from the present state to this one. */
  enter(next: State): void;
  /** Called at once with the present state, then after each change. */
  watch(listener: (state: State, before: State) => void): void;
}

/** Build the page's one state machine, in the state `empty`. */
export function createMachine(): Machine {
  let state: State = { name: 'empty' };
  const listeners: ((state: State, before: State) => void)[] = [];
  return {
    get state() {
      return state;
    },
    enter(next) {
      if (!ways[state.name].includes(next.name)) throw new Error(`There is no way from ${state.name} to ${next.name}.`);
      const before = state;
      state = next;
      for (const listener of listeners) listener(state, before);
    },
    watch(listener) {
      listeners.push(listener);
      listener(state, state);
    },
  };
}

/** Is a request under way? */
export function isRunning(state: State): boolean {
  return state.name === 'receiving' || state.name === 'making' || state.name === 'packing';
}

/** The photo on the table, if there is one. */
export function photoOf(state: State): Photo | undefined {
  if (state.name === 'done') return state.result.photo;
  return 'photo' in state ? state.photo : undefined;
}
