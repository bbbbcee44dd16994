// Owns what is said of a receipt, to people. Refuses to say more than the receipt proves.

import type { Claims, Finding } from './receipt-check.ts';

/** A judgement in words. */
export interface Said {
  readonly result: 'good' | 'bad' | 'open';
  readonly title: string;
  readonly detail: string;
}

const malformed: Said = {
  result: 'bad',
  title: 'This is not a receipt.',
  detail: 'A receipt is one line of letters and digits in three parts, with dots between. Copy all of it, from the header Ephemera-Receipt or from the file.',
};

const unsigned: Said = {
  result: 'bad',
  title: 'None of these keys signed this receipt.',
  detail: 'It was changed, or comes from another server, or its key is no longer published. If you kept the key set of that time, paste it under “Other keys”.',
};

const unsupported: Said = {
  result: 'open',
  title: 'This browser cannot check it.',
  detail: 'It has no Ed25519 signatures, or this page came neither over HTTPS nor from your own machine. Use a newer browser, or check the receipt with a program, as the README shows.',
};

/** What to do before anything can be judged: the pasted keys cannot be read. */
export const unreadableKeys: Said = {
  result: 'open',
  title: 'Those are not keys.',
  detail: 'Other keys are a JWK set as this server publishes it: JSON that begins with {"keys":[ and holds Ed25519 keys.',
};

/** The same, when this server’s keys did not come. */
export const missingKeys: Said = {
  result: 'open',
  title: 'The keys of this server are not here.',
  detail: 'The server did not answer when this page was opened. Open the page again, or paste a key set under “Other keys”.',
};

/** Say what was found. */
export function describeFinding(finding: Finding): Said {
  if (finding.name === 'signed') return describeSigned(finding.fits, finding.claims);
  return { malformed, unsigned, unsupported }[finding.name];
}

function describeSigned(fits: readonly (string | undefined)[], { results }: Claims): Said {
  const names = results.map(({ name }) => name).join(', ');
  if (fits.length === 0) return { result: 'open', title: 'The receipt is genuine.', detail: `Choose its picture (${names}) to see whether they belong together.` };
  if (fits.every((name) => name !== undefined)) {
    return fits.length === 1
      ? { result: 'good', title: 'The receipt is genuine, and this is its picture.', detail: `Every byte of it is as it was sent (${fits[0]}).` }
      : { result: 'good', title: 'The receipt is genuine, and these are its files.', detail: `Every byte of them is as it was sent (${fits.join(', ')}).` };
  }
  const strangers = fits.filter((name) => name === undefined).length;
  return {
    result: 'bad',
    title: fits.length === 1 ? 'The receipt is genuine, but it is for another picture.' : `The receipt is genuine, but ${strangers} of ${fits.length} files are not its own.`,
    detail: 'One changed byte makes another picture: a file that was edited, saved again or sent through a messenger no longer fits. Unpack a zip first, and choose the files in it.',
  };
}

/** The claims of a receipt, as lines of a table. */
export function listClaims({ iat, kind, engine, retentionDays, hosts, bytesReceived, bytesSent, bytesWritten, build, results, jti }: Claims): readonly (readonly [string, string])[] {
  return [
    ['Time', `${new Date(iat * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`],
    ['Work', `${kind}, by the engine ${engine}`],
    ['Hosts contacted', hosts.length > 0 ? hosts.join(', ') : 'none'],
    ['Kept there', retentionDays === 1 ? 'one day' : `${retentionDays} days`],
    ['Received', `${bytesReceived.toLocaleString('en')} bytes`],
    ['Sent back', `${bytesSent.toLocaleString('en')} bytes: ${results.map(({ name }) => name).join(', ')}`],
    ['Written to disk', `${bytesWritten.toLocaleString('en')} bytes`],
    ['Program', `version ${build.version}, sources ${build.sourceSha256}`],
    ['Request', jti],
  ];
}
