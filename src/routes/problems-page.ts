// Owns the page `/problems`: every code with what to do about it. Refuses to leave a code out: the table's type asks for each.

import { problems, type ProblemCode } from '../problem.ts';

const marker = '<!-- problems -->';

/** What to do, in a sentence or two, for whoever meets the code; plain text. */
const remedies: Readonly<Record<ProblemCode, string>> = {
  'parameter-unknown': 'Leave the field out or correct its name. The answer lists the fields this endpoint takes.',
  'parameter-invalid': 'Send one of the values, or a value within the bounds, that the answer names.',
  'size-impossible': 'Documents: give widthMm and heightMm, or width and height in pixels with dpi, that agree with each other and with the head and eye bands. Thumbnails: give width and height within the bounds that the answer names.',
  'text-too-long': 'Shorten the title or the subtitle; the answer says about how many characters fit. A word that is very long counts for more.',
  'script-unsettable': 'Write the text in one of the scripts that the answer names, without rare symbols.',
  'sheet-too-small': 'Choose a larger paper, a smaller gap, or a smaller photo.',
  'file-size-contradictory': 'Send a minKB that is not above maxKB, or leave one of them out.',
  'photo-missing': 'Send one picture in the file field photo. For background=picture, also one in backgroundPicture.',
  'photo-unexpected': 'Send files only in the fields that take one: photo, and backgroundPicture where background=picture.',
  'photo-too-many': 'Send one file in each field; up to 20 selfies in photo for headshots.',
  'picture-unreachable': 'Send the file itself. An address must be public, http or https on the usual port, and answer within the time and size of an upload.',
  'photo-empty': 'The file has no bytes. Export or download it again, then send it.',
  'body-malformed': 'For photos, let your HTTP client build the multipart body, its boundary included, and do not set the Content-Type by hand. For accounts, send one JSON object.',
  'webhook-refused': 'Events come from Stripe, signed with the secret of this webhook. Check STRIPE_WEBHOOK_SECRET, and that no proxy changes the body.',
  'body-incomplete': 'The connection ended early. Send the request again.',
  'body-too-complex': 'Send only the documented fields, each once.',
  'sign-in-required': 'Sign in on the page, or send an API key: Authorization: Bearer, or X-API-Key.',
  'sign-in-refused': 'Try again, or ask for a link by mail.',
  'key-unknown': 'Check that the key is whole. It may have been revoked: its owner sees the list.',
  'credits-exhausted': 'Buy credits on the account page, or wait for the free ones of tomorrow where the studio gives any. Nothing of the photo was read.',
  'origin-refused': 'Open the studio at its own address and try again. A program uses an API key instead of a cookie.',
  'declaration-missing': 'Open the page and say that you are 18 and accept the terms.',
  'under-age': 'Come back when you are 18. Nothing about you was kept.',
  'terms-missing': 'Read the terms and accept the version that is shown.',
  'consent-missing': 'Send consent=subject when the person in the photo is you or has agreed to this picture. Without that, do not send the photo.',
  'password-wrong': 'Type the password that you have now, or ask for a link to set a new one.',
  'owner-required': 'Ask an owner of the team to do it.',
  'not-found': 'Check the address. The endpoints are listed on the page about the API.',
  'offer-unknown': 'Send one of the prices that GET /v1/credits lists.',
  'document-unknown': 'Send the id of a document from GET /v1/documents. The answer names the nearest ones; custom takes any size.',
  'method-not-allowed': 'Use the method named in the Allow header of the answer.',
  'not-acceptable': 'Accept the picture’s type, or */*. Problems are always application/problem+json.',
  'upload-too-slow': 'Send the photo over a faster connection, or send a smaller one.',
  'retention-exceeds': 'No engine here keeps as little as maxRetentionDays asks for. Choose the local engine, or allow more days. Nothing was sent on.',
  'engine-unavailable': 'Choose an engine that the catalogue lists for this work, or leave it at auto.',
  'alteration-forbidden': 'The authority refuses photos that were edited. Send mode=crop, which only crops, levels and resizes; where even that is refused, use POST /v1/checks and hand in the original.',
  'email-taken': 'Sign in with that address, or give another one.',
  'keys-too-many': 'Revoke a key that is no longer used, then make the new one.',
  'team-full': 'Ask an owner to add seats or to free one; the invitation stays good.',
  'idempotency-key-running': 'Wait for the answer to the first request. If its connection is gone, try again in a moment.',
  'idempotency-key-spent': 'The answer was sent whole and charged once; this studio keeps no copy of it. Send another key to have the picture made again.',
  'plan-running': 'Change or end the plan in the portal, which the account page opens.',
  'refund-impossible': 'Credits that were not used are paid back for 14 days after the purchase. These were used, paid back already, or bought earlier.',
  'last-owner': 'Make somebody else an owner first, or dissolve the team.',
  'link-spent': 'Ask for a new link; each works once and for a short time.',
  'length-required': 'Send Content-Length. The studio reserves memory before it reads a byte, so it must know how much.',
  'body-too-large': 'Send only the fields that are asked for.',
  'upload-too-large': 'Send a smaller file: a JPEG of the same photo is usually enough. The limit is in the catalogue.',
  'photo-too-large': 'Scale the photo down. The largest number of pixels is in the catalogue.',
  'media-type-unsupported': 'Send photos as multipart/form-data, everything about accounts as application/json.',
  'photo-format-unsupported': 'Send a JPEG, PNG, WebP, AVIF, TIFF, GIF or HEIC picture. The format is read from the bytes, not from the name.',
  'idempotency-key-mismatch': 'Make a new key for each piece of work.',
  'photo-unreadable': 'The file is damaged or cut off. Open it on your device, save it again as a JPEG, and send that.',
  'photo-too-small': 'Send the photo in a larger size. Messengers often shrink pictures: use the original.',
  'face-not-found': 'Send a photo in which a face can be seen, not turned away and not covered.',
  'several-faces': 'Send a photo of one person alone, without faces on posters or screens behind.',
  'face-cut-off': 'Take the photo again with the whole head in it, and room above the hair and beside the ears.',
  'face-turned': 'Take the photo again facing the camera, both ears equally visible.',
  'face-too-small': 'Send the original photo, or take it from nearer. Nothing is enlarged without being asked.',
  'margin-missing': 'Take the photo again from a little further away, so that there is wall on every side of the head.',
  'entry-refused': 'The answer says which file of the zip, and why: encrypted, an archive itself, far larger unpacked than packed, or of a name that is taken or leads elsewhere. Make the zip again without a password, of photos alone.',
  'selfies-unusable': 'Send at least one sharp, well-lit selfie of one person alone, face to the camera. The answer says for each what is wrong with it.',
  'person-not-found': 'Send a photo in which a person stands out from what is behind.',
  'note-refused': 'Say in the note only what concerns clothes, setting or mood. The answer names the category. Nothing of the photo left this server, and nothing is charged.',
  'refused-by-provider': 'The provider declined to make a picture from this photo. Try another photo, or the engine on this server.',
  'rate-limited': 'Wait for as many seconds as Retry-After says, then try again.',
  internal: 'The fault is ours. Try again; if it stays, tell the operator the request’s number from the answer. The photo is gone all the same.',
  'provider-failed': 'The provider broke down. Try again, or choose the engine on this server.',
  'provider-misconfigured': 'The operator of this server must correct its settings for the provider. Choose the engine on this server until then.',
  'sign-in-provider-failed': 'The provider that should vouch for you cannot be reached or does not answer as it should. Try again, or sign in another way.',
  'result-unusable': 'The provider’s picture had no face, or more than one, or was no picture. Try again.',
  'budget-full': 'All memory for photos is in use. Nothing was read. Wait for as many seconds as Retry-After says, then try again.',
  'provider-busy': 'The provider has no room. Wait for as many seconds as Retry-After says, or choose the engine on this server.',
  'vision-unavailable': 'The local engine is starting, or did not pass its own test. Wait a moment, then try again.',
  'accounts-unavailable': 'The account rows cannot be reached just now. Wait for as many seconds as Retry-After says, then try again.',
  'mail-unavailable': 'The mail server cannot be reached. Wait for as many seconds as Retry-After says, then try again.',
  'payments-unavailable': 'Nothing was bought and nothing is lost. Wait for as many seconds as Retry-After says, then try again.',
  draining: 'This server is being replaced. Try again at once: another one answers.',
  'job-timeout': 'The work was stopped and the photo forgotten. Try again, or send a smaller photo.',
};

/**
 * Write the page that the `type` of every problem points to.
 *
 * @param template - HTML with the marker `<!-- problems -->` where the entries go.
 * @returns The page, one entry for each code, ordered by status.
 */
export function writeProblemsPage(template: string): string {
  const codes = (Object.keys(problems) as ProblemCode[]).sort((one, other) => problems[one].status - problems[other].status);
  return template.replace(marker, () => codes.map(writeEntry).join('\n'));
}

function writeEntry(code: ProblemCode): string {
  const { status, title } = problems[code];
  return `<section class="entry" id="${code}"><h2>${escapeText(title)}</h2>
<p class="entry-code"><a href="#${code}"><code>${code}</code></a> <span>${status}</span></p>
<p>${escapeText(remedies[code])}</p></section>`;
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
