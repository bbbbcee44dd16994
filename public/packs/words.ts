// Owns what the page says of selfies and packs. Refuses to call a picture charged that is not, or free that was.

import { reword } from '../credits/refusals.ts';
import type { Refusal } from '../state.ts';
import type { Sentence } from '../words.ts';
import type { SelfieVerdict } from './events.ts';
import { countMissing, countThere, type Pack } from './pack.ts';

/** "1 picture", "8 pictures". */
export function countPictures(pictures: number): string {
  return pictures === 1 ? '1 picture' : `${pictures} pictures`;
}

/** "1 selfie", "3 selfies". */
export function countSelfies(selfies: number): string {
  return selfies === 1 ? '1 selfie' : `${selfies} selfies`;
}

/** Say which files were taken. Empty where one photo came and is there alone. */
export function describeTaken(counts: { readonly there: number; readonly taken: number; readonly over: number; readonly faulty: number; readonly most: number }): string {
  const { there, taken, over, faulty, most } = counts;
  if (there <= 1 && over === 0 && faulty === 0) return '';
  const first = taken === 1 ? 'the first of these was taken' : `the first ${taken}${taken === there ? '' : ' of these'} were taken`;
  const limit = `A pack takes ${most} selfies: ${taken > 0 ? first : 'they are here already'}, ${over} ${over === 1 ? 'was' : 'were'} left out.`;
  const spoilt = faulty === 0 ? '' : ` ${faulty === 1 ? '1 file is' : `${faulty} files are`} no photo that can be used, and ${faulty === 1 ? 'was' : 'were'} left out.`;
  return `${over > 0 ? limit : `${countSelfies(there)}.`}${spoilt} Nothing is sent until you press the button.`;
}

/** What the stage says while a pack comes. @param size - Of its selfies, in words. */
export function sentenceForComing(pack: Pack, size: string): Sentence {
  const [there, asked] = [countThere(pack), pack.places.length];
  if (pack.course === 'sending') return { sentence: 'On its way.', explanation: `Sending ${countSelfies(pack.selfies.length)}, ${size}` };
  if (pack.course === 'looking') return { sentence: 'Looking closely.', explanation: pack.selfies.length === 1 ? 'Your selfie is looked at first.' : `${countSelfies(pack.selfies.length)} are looked at first: sharp, well lit, one person in each.` };
  if (there === 0) return { sentence: 'Developing.', explanation: `${countPictures(asked)}, each shown the moment it is ready` };
  return { sentence: `${there} of ${asked}.`, explanation: 'Each is yours already. The rest is being made.' };
}

/** What the stage says when a pack is over. */
export function sentenceForPack(pack: Pack): Sentence {
  const [there, asked] = [countThere(pack), pack.places.length];
  switch (pack.course) {
    case 'cancelled':
      return { sentence: 'Stopped.', explanation: `${there} of ${asked} had arrived and ${are(there)} yours${pack.isPaid ? `; ${there === 1 ? 'it is' : 'they are'} charged` : ''}. The rest is not made. A receipt comes with the last picture, so there is none.` };
    case 'cut':
      return { sentence: 'The connection broke.', explanation: `${there} of ${asked} had arrived and ${are(there)} here, in your browser only. Make the pack again to have it whole${pack.isPaid ? ': what was charged is not charged twice' : ''}.` };
    case 'broken':
      return { sentence: `${there} of ${asked}.`, explanation: `${pack.refusal?.detail ?? ''} ${describeLetGo(pack)}`.trim() };
    default:
      return { sentence: there === asked ? 'Yours now.' : `${there} of ${asked} are yours.`, explanation: `${describeMissing(pack)}${describeLetGo(pack)}` };
  }
}

/** What a screen reader says as a pack comes; empty when there is nothing new. @param size - Of its selfies, in words. */
export function announcementForPack(pack: Pack, before: Pack | undefined, size: string): string {
  if (before?.course !== pack.course) {
    const { sentence, explanation } = sentenceForComing(pack, size);
    return [describeSelfies(pack), sentence, explanation].filter(Boolean).join(' ');
  }
  const [there, missing] = [countThere(pack), countMissing(pack)];
  if (there > countThere(before)) return `${there} of ${pack.places.length} ${are(there)} here.`;
  return missing > countMissing(before) ? `A picture could not be made.` : '';
}

/** Which selfies are used, in one line; empty before the server has looked, and where there is but one. */
export function describeSelfies({ verdicts, selfies }: Pack): string {
  if (verdicts.length === 0 || selfies.length === 1) return '';
  const unused = verdicts.filter(({ fault }) => fault).length;
  return unused === 0 ? `All ${verdicts.length} selfies are used.` : `${verdicts.length - unused} of ${verdicts.length} selfies ${are(verdicts.length - unused)} used.`;
}

/** Why a selfie is not used. */
export function describeFault({ number, fault }: SelfieVerdict): string {
  return `Selfie ${number} is not used. ${fault?.advice ?? ''}`.trim();
}

/** Why a picture is not there, under its place. */
export function describeGap(refusal: Refusal): string {
  const { title, detail } = reword(refusal);
  return `${title}. ${detail} It costs nothing.`.replace(/([.?!])\. /, '$1 ');
}

/** A pack of which nothing came: the reason of the whole, or of its first picture. */
export function refusalOfPack({ refusal, places }: Pack): Refusal {
  const first = refusal ?? places.find((place) => place.refusal)?.refusal;
  if (!first) return { code: '', title: 'No picture came', detail: 'The studio ended without one. Nothing was charged. Try again in a moment.', retryAfterSeconds: 0 };
  return refusal || places.length === 1 ? first : { ...first, detail: `None of the ${places.length} pictures could be made. ${first.detail} Nothing was charged.` };
}

function describeMissing(pack: Pack): string {
  const missing = countMissing(pack);
  if (missing === 0) return '';
  return `${missing === 1 ? 'One' : missing} could not be made, and cost${missing === 1 ? 's' : ''} nothing. `;
}

function describeLetGo(pack: Pack): string {
  const days = pack.engine?.retentionDays ?? 0;
  const them = countThere(pack) === 1 ? 'it' : 'them';
  if (!pack.engine || days === 0) return `The server has let go of ${them}. Save ${them}: nobody can bring ${them} back.`;
  return `This server has let go of ${them}. ${pack.engine.title} keeps what it was sent for up to ${days === 1 ? '1 day' : `${days} days`}.`;
}

function are(count: number): string {
  return count === 1 ? 'is' : 'are';
}
