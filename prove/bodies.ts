// Owns the bodies that the proof sends: a form with one photo, and a team's zip. Refuses to send them.

import { randomBytes } from 'node:crypto';
import { writeTeam } from '../test/team-zip.ts';

/** A body, ready to be sent. */
export interface Body {
  readonly mediaType: string;
  readonly bytes: Buffer;
  /** Files in it beside the photo, each as secret as that. */
  readonly others: readonly Buffer[];
}

/** What a form says. */
export interface FormParts {
  readonly photo: Buffer;
  /** The photo's field; `photo` unless told. */
  readonly field?: string | undefined;
  readonly fileName: string;
  readonly fields: Readonly<Record<string, string>>;
}

const boundary = 'the-proof-0123456789';

/** A form, byte by byte. */
export function writeForm({ photo, field = 'photo', fileName, fields }: FormParts): Body {
  const texts = Object.entries(fields).map(([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="${fileName}"\r\nContent-Type: application/octet-stream\r\n\r\n`;
  const bytes = Buffer.concat([Buffer.from(texts.join('') + head), photo, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  return { mediaType: `multipart/form-data; boundary=${boundary}`, bytes, others: [] };
}

/** Enough for many slices; it is refused for its first bytes. */
const refusedBytes = 60_000;

/** General purpose flag of an entry that only a password opens. @see APPNOTE.TXT §4.4.4 */
const encrypted = 1;

/**
 * A zip with the photo, a file that is read and is no photo, and one that is encrypted.
 *
 * @param names - Of the folder and the photo, and of the two others.
 */
export function writeTeamZip(photo: Buffer, [folder, read, unread]: readonly [string, string, string]): Body {
  const others = [randomBytes(refusedBytes), randomBytes(refusedBytes)] as const;
  const zip = writeTeam(
    { name: `${folder}/${read}.jpg`, bytes: others[0] },
    { name: `${folder}/${unread}.jpg`, bytes: others[1], isStored: true, flags: encrypted },
    { name: `${folder}/${folder}.jpg`, bytes: photo, isOpen: true },
  );
  // Packed, the photo is other bytes than it was.
  return { mediaType: 'application/zip', bytes: zip, others: [...others, zip] };
}
