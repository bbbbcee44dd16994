// Owns saving a whole pack as one file. Refuses one download after the other: browsers ask about those, or stop them.

import { createObjectUrl, revokeObjectUrl } from '../object-urls.ts';
import { saveFile } from '../saving.ts';
import { picturesOf, type Pack } from './pack.ts';
import { writeZip } from './stored-zip.ts';

/** A browser has begun to save by then; until it has, the address must be there. */
const addressLifeMs = 60_000;

/**
 * Save the pictures and their receipt in a zip, under the names that the receipt has; one picture alone as it is.
 *
 * @param isThere - The pack was not forgotten while its zip was written.
 */
export async function savePack(pack: Pack, isThere: () => boolean): Promise<void> {
  const pictures = picturesOf(pack);
  const [first] = pictures;
  if (first && pictures.length === 1) return saveFile(first.url, first.fileName);
  const files = pictures.map(({ fileName, blob }) => ({ name: fileName, blob }));
  const zip = await writeZip([...files, ...(pack.receipt ? [{ name: 'receipt.jwt', blob: pack.receipt.blob }] : [])]);
  if (!isThere()) return;
  const url = createObjectUrl(zip);
  saveFile(url, 'ephemera-headshots.zip');
  setTimeout(() => revokeObjectUrl(url), addressLifeMs);
}
