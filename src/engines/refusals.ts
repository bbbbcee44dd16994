// Owns what a provider's refusals mean to people. Refuses the provider's own text: it can quote the request.

import { Problem } from '../problem.ts';

/** Why the provider would not make a picture: the public member `reason` of `refused-by-provider`. */
export type RefusalReason =
  | 'safety'
  | 'prohibited-content'
  | 'blocked-words'
  | 'recitation'
  | 'personal-data'
  | 'language'
  | 'no-picture'
  | 'too-long'
  | 'unspecified';

const advice: Readonly<Record<RefusalReason, string>> = {
  safety: 'The provider’s safety filter stopped this picture. Use another photo, or leave out or reword the note.',
  'prohibited-content': 'The provider does not make pictures of this kind. Use another photo of a clothed adult, or leave out the note.',
  'blocked-words': 'The request has words that the provider does not accept. Leave out or reword the note.',
  recitation: 'The picture came too close to an existing one. Leave names of works, brands and people out of the note.',
  'personal-data': 'The provider found personal data in the request. Leave names, numbers and addresses out of the note and the photo.',
  language: 'The provider does not take requests in this language. Write the note in English.',
  'no-picture': 'The provider answered without a picture. Try again, with a simpler note or another photo.',
  'too-long': 'The provider’s answer grew too long before the picture was done. Try again with fewer photos or a smaller size.',
  unspecified: 'The provider refused without saying why. Try another photo, or leave out or reword the note.',
};

/** The public error of a refusal; no other engine is asked after it. */
export function refuse(reason: RefusalReason): Problem {
  return new Problem('refused-by-provider', advice[reason], { members: { reason } });
}
