// Owns names of a zip's entries: how they are written, which are no photos, and what the headshots are called. Refuses paths that lead out of a folder.

import { Problem } from '../../problem.ts';

/** The upper half of code page 437, in which names are written that do not say they are UTF-8. @see APPNOTE.TXT appendix D */
const codePage437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

/** Read a name. What is valid UTF-8 is taken as that, whatever its flag says: macOS leaves the flag out. */
export function readEntryName(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return Array.from(bytes, (byte) => (byte < 128 ? String.fromCharCode(byte) : codePage437[byte - 128])).join('');
  }
}

/** Folders, and what systems put beside photos. */
export function isNoPhoto(name: string): boolean {
  return name.endsWith('/') || /(^|\/)__MACOSX\//.test(name) || /(^|\/)(\.DS_Store|Thumbs\.db|desktop\.ini)$/i.test(name);
}

/** Longest file name of the usual file systems, in bytes. */
const maxNameBytes = 255;

/** @returns Why an entry of this name is not read. */
export function findNameFault(name: string): Problem | undefined {
  const parts = name.split('/');
  const isPlain = !/[\p{Cc}\p{Cf}\\]/u.test(name) && !/^[a-z]:/i.test(name) && parts.every((part) => part !== '' && part !== '.' && part !== '..');
  if (isPlain && Buffer.byteLength(name) <= maxNameBytes) return undefined;
  return new Problem('entry-refused', `The name is not that of a file below the zip's own folder, or has more than ${maxNameBytes} bytes. Give the photo a plain name, such as anna.jpg.`);
}

/** A name as it can be shown: without what would steer a screen, and cut. */
export function printableName(name: string): string {
  return name.replaceAll(/[\p{Cc}\p{Cf}]/gu, '?').slice(0, maxNameBytes);
}

/** Gives headshots the names of their photos, each once. */
export interface FileNames {
  /** `anna.png` → `anna.jpg`; beside another `anna.jpg` → `anna.png.jpg`. */
  give(name: string, ending: string): string;
}

/** Letters count as the same in either case: some file systems take them so. */
export function createFileNames(): FileNames {
  const taken = new Set<string>();
  return {
    give(name, ending) {
      const short = name.replace(/\.[^./]{1,5}$/, '');
      let file = `${short}.${ending}`;
      for (let count = 1; taken.has(file.toLowerCase()); count++) file = `${name}${count > 1 ? `-${count}` : ''}.${ending}`;
      taken.add(file.toLowerCase());
      return file;
    },
  };
}
