// Owns the selfies of a pack: each looked at once, the good ones ready to be sent, of the others a reason. Refuses a pack without a usable one.

import type { EncodedPicture } from '../engines/engine.ts';
import { Problem } from '../problem.ts';
import type { JobContext, StudioParts } from './orders.ts';
import { prepareReference } from './reference.ts';
import { chooseSelfies, scoreSelfie, selfieFaults } from './selfie-scores.ts';
import type { SelfieScore } from './selfie-scores.ts';

/** What is told about one selfie. */
export interface SelfieVerdict {
  /** From 1, in the order in which they were sent. */
  readonly number: number;
  /** 0..1; 0 for one that is not used. */
  readonly quality: number;
  /** Why it is not used, and what to do about it. */
  readonly fault?: { readonly reason: string; readonly advice: string };
}

/** A selfie that can be used. */
export interface Selfie {
  readonly number: number;
  /** As uploaded. */
  readonly photo: Uint8Array<ArrayBuffer>;
  readonly reference: EncodedPicture;
}

/** All selfies of a pack. */
export interface SeenSelfies {
  readonly verdicts: readonly SelfieVerdict[];
  /** At least one; the best first, then whichever adds most. */
  readonly usable: readonly [Selfie, ...Selfie[]];
}

/** Keeps a selfie from being written as a reference. */
class Unusable extends Error {
  override readonly name = 'Unusable';
  readonly fault: NonNullable<SelfieVerdict['fault']>;
  constructor(fault: NonNullable<SelfieVerdict['fault']>) {
    super();
    this.fault = fault;
  }
}

type Looked = { readonly number: number } & ({ readonly selfie: Selfie; readonly score: SelfieScore } | { readonly fault: NonNullable<SelfieVerdict['fault']> });

/**
 * Look at selfies one after the other, so that one photo's pixels are in memory at a time. Those of no use are erased.
 *
 * @throws {Problem} `selfies-unusable` with the reason of each; `vision-unavailable`; the signal's reason.
 */
export async function seeSelfies(parts: StudioParts, photos: readonly Uint8Array<ArrayBuffer>[], context: JobContext): Promise<SeenSelfies> {
  const looked: Looked[] = [];
  for (const [place, photo] of photos.entries()) looked.push(await look(parts, place + 1, photo, context));
  const verdicts = looked.map((each): SelfieVerdict => ('fault' in each ? { number: each.number, quality: 0, fault: each.fault } : { number: each.number, quality: Number(each.score.quality.toFixed(2)) }));
  const good = looked.filter((each) => 'selfie' in each);
  const [best, ...others] = chooseSelfies(good.map(({ score }) => score), good.length).map((place) => good[place]!.selfie);
  if (!best) throw refuseAll(verdicts);
  return { verdicts, usable: [best, ...others] };
}

async function look(parts: StudioParts, number: number, photo: Uint8Array<ArrayBuffer>, context: JobContext): Promise<Looked> {
  let score: SelfieScore | undefined;
  try {
    const { picture } = await prepareReference(parts, photo, context, async (pixels, portrait) => {
      const found = await context.step('score', () => scoreSelfie(parts.vision, pixels, portrait, context));
      if (typeof found === 'string') throw new Unusable({ reason: found, advice: selfieFaults[found] });
      score = found;
    });
    if (!score) throw new Error('a reference was made of a selfie that nobody looked at');
    return { number, score, selfie: { number, photo, reference: picture } };
  } catch (error) {
    const fault = readFault(error);
    if (!fault) throw error;
    context.vault.erase(photo);
    return { number, fault };
  }
}

/** A photo that cannot be opened is one of no use; what is wrong with the studio is not the selfie's fault. */
function readFault(error: unknown): SelfieVerdict['fault'] {
  if (error instanceof Unusable) return error.fault;
  if (!(error instanceof Problem) || error.status >= 500) return undefined;
  return error.code === 'face-not-found' ? { reason: error.code, advice: selfieFaults[error.code] } : { reason: error.code, advice: error.detail };
}

function refuseAll(verdicts: readonly SelfieVerdict[]): Problem {
  const [first] = verdicts;
  const detail = verdicts.length === 1 ? `The selfie cannot be used. ${first?.fault?.advice ?? ''}` : `None of the ${verdicts.length} selfies can be used; \`selfies\` says why for each. Nothing was sent to anybody.`;
  return new Problem('selfies-unusable', detail.trim(), { members: { selfies: verdicts.map(({ number, fault }) => ({ number, ...fault })) } });
}
