// Owns what the page says in each state. Refuses promises the server does not keep.

import type { Work } from './catalogue.ts';
import { reword } from './credits/refusals.ts';
import { heldBytesOf } from './packs/pack.ts';
import { announcementForPack, sentenceForComing, sentenceForPack } from './packs/words.ts';
import type { Judged, Refusal, Result, State } from './state.ts';

/** The one sentence of a view, and what explains it. */
export interface Sentence {
  readonly sentence: string;
  readonly explanation: string;
}

/** What the stage says. @param work - The kind of work chosen. */
export function sentenceFor(state: State, work: Work): Sentence {
  switch (state.name) {
    case 'empty':
      if (work === 'document') return { sentence: 'Measured to the millimetre, then forgotten.', explanation: 'Checked against the published rules and cropped on this server. Identity photos never leave it.' };
      return { sentence: 'A portrait, and then no trace of\u00a0it.', explanation: 'Your photo is worked on in memory and forgotten the moment you have the result.' };
    case 'forgotten':
      return { sentence: 'The table is empty again.', explanation: '' };
    case 'ready':
      return { sentence: 'Still only with you.', explanation: state.said || 'Nothing is sent until you press the button.' };
    case 'receiving':
      return { sentence: 'On its way.', explanation: `${percentSent(state)} % of ${formatSize(state.totalBytes)} sent` };
    case 'making':
      return { sentence: state.errand === 'check' ? 'Measuring.' : 'Developing.', explanation: state.seconds > 0 ? `In memory, for ${state.seconds} s now` : 'In memory' };
    case 'packing':
      return sentenceForComing(state.pack, formatSize(heldBytesOf(state.pack)));
    case 'packed':
      return sentenceForPack(state.pack);
    case 'checked':
      return { sentence: state.judged.assessment.verdict.sentence, explanation: describePlacement(state.judged) };
    case 'done':
      return { sentence: 'Yours now.', explanation: describeForgetting(state.result) };
    case 'refused': {
      const refusal = reword(state.refusal);
      return { sentence: `${refusal.title}.`.replace(/([.?!])\.$/, '$1'), explanation: describeRefusal(refusal) };
    }
  }
}

/** What a screen reader says when the state changes; empty when there is nothing new. */
export function announcementFor(state: State, before: State, work: Work): string {
  if (state.name === 'receiving') {
    const quarter = Math.floor(percentSent(state) / 25);
    const known = before.name === 'receiving' ? Math.floor(percentSent(before) / 25) : -1;
    return quarter > known ? `Sending, ${quarter * 25} percent.` : '';
  }
  if (state.name === 'packing') return announcementForPack(state.pack, before.name === 'packing' ? before.pack : undefined, formatSize(heldBytesOf(state.pack)));
  // A line that is moved says itself where it is.
  const moved = state.name === 'checked' && before.name === 'checked' && state.judged.rule === before.judged.rule;
  // More photos came to those on the table, or fewer.
  const isOther = state.name === 'ready' && state !== before;
  if (moved || (state.name === before.name && !isOther && !['refused', 'done', 'checked'].includes(state.name))) return '';
  const { sentence, explanation } = sentenceFor(state, work);
  const notes = state.name === 'done' ? state.result.notes.join(' ') : state.name === 'refused' ? (state.refusal.notes ?? []).join(' ') : '';
  return `${sentence} ${explanation} ${notes}`.trim();
}

/** Whole percent of the upload, 0 to 100. */
export function percentSent(state: { readonly sentBytes: number; readonly totalBytes: number }): number {
  return state.totalBytes > 0 ? Math.min(100, Math.floor((100 * state.sentBytes) / state.totalBytes)) : 0;
}

/** Bytes as people read them: `412 kB`, `3.1 MB`. */
export function formatSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1e6 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** How long a provider keeps what it was sent. */
export function formatDays(days: number): string {
  if (days === 0) return '0 days';
  return days === 1 ? 'kept 1 day' : `kept ${days} days`;
}

const noteWords: Readonly<Record<string, string>> = {
  enlarged: 'Enlarged: a larger photo would be sharper.',
  'below-min-kb': 'The file is smaller than the document asks: the photo has no more to give.',
  'hair-cut-by-photo': 'The photo cuts the hair, so the portrait does too.',
  'note-unused': 'Your wish was not followed: only an image model can.',
  'smaller-than-asked': 'Smaller than asked: the photo has no more to give.',
  'tilt-corrected': 'The head was tilted; it was turned upright.',
  'turned-upright': 'The photo did not stand upright; it was turned.',
  'shoulders-cut-by-photo': 'The photo cuts the shoulders, so the portrait does too.',
};

const keptWords: Readonly<Record<string, string>> = { 'clothes-kept': 'clothes', 'expression-kept': 'expression', 'light-and-pose-kept': 'pose, light on the face' };

/** The notes of an answer in words; codes this page does not know say nothing. */
export function describeNotes(codes: readonly string[], faces: number | undefined, confidence: number | undefined): string[] {
  const notes: string[] = [];
  if (faces !== undefined && faces > 1) notes.push(`${faces} faces in the photo: the largest was taken.`);
  else if (codes.includes('several-people')) notes.push('Several people in the photo: the largest was taken.');
  if (codes.includes('low-confidence') || (confidence !== undefined && confidence < 0.5)) notes.push('Not sure of the outline: look closely at the edges.');
  const kept = codes.flatMap((code) => keptWords[code] ?? []);
  if (kept.length > 0) notes.push(`Made on this server: ${kept.join(', ').replace(/, (?=[^,]*$)/, ' and ')} as in your photo.`);
  for (const code of codes) {
    const words = noteWords[code];
    if (words) notes.push(words);
  }
  return notes;
}

function describePlacement({ assessment: { placement } }: Judged): string {
  return `Head ${placement.headMm.toFixed(1)} mm, eyes ${placement.eyeFromBottomMm.toFixed(1)} mm above the lower edge. Drag the lines where they are off.`;
}

function describeRefusal({ detail, retryAfterSeconds }: Refusal): string {
  return retryAfterSeconds > 0 ? `${detail} There should be room again in ${retryAfterSeconds} s.` : detail;
}

function describeForgetting(result: Result): string {
  if (result.retentionDays === 0) return 'The server has let go of it. Save it: nobody can bring it back.';
  const days = result.retentionDays === 1 ? '1 day' : `${result.retentionDays} days`;
  return `This server has let go of it. ${result.engineTitle} keeps what it was sent for up to ${days}.`;
}
