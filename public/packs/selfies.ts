// Owns the selfies on the table: which there are, how many fit, which were left out. Refuses to read them: they are looked at by the server.

import { refusalFor } from '../intake.ts';
import { createObjectUrl, revokeObjectUrl } from '../object-urls.ts';
import type { Photo, Refusal } from '../state.ts';
import { describeTaken } from './words.ts';

/** What the server takes. */
export interface SelfieLimits {
  readonly maxUploadBytes: number;
  readonly maxSelfies: number;
}

/** What became of files that were brought. */
export interface Taken {
  readonly photos: readonly Photo[];
  /** In words; empty for one photo alone. */
  readonly said: string;
}

let selfies: readonly Photo[] = [];

/** The selfies on the table, in the order in which they came. */
export function listSelfies(): readonly Photo[] {
  return selfies;
}

/** Why none of the files can be used; undefined when one can. */
export function refusalOfAll(files: readonly Blob[], { maxUploadBytes }: SelfieLimits): Refusal | undefined {
  const faults = files.map((file) => refusalFor(file, maxUploadBytes));
  return faults.every(Boolean) ? faults[0] : undefined;
}

/** Put files to the selfies that are there, as many as fit. */
export function addSelfies(files: readonly Blob[], limits: SelfieLimits): Taken {
  const good = files.filter((file) => !refusalFor(file, limits.maxUploadBytes));
  const taken = good.slice(0, Math.max(0, limits.maxSelfies - selfies.length));
  const photos = taken.map((blob): Photo => ({ blob, url: createObjectUrl(blob) }));
  selfies = [...selfies, ...photos];
  const said = describeTaken({ there: selfies.length, taken: taken.length, over: good.length - taken.length, faulty: files.length - good.length, most: limits.maxSelfies });
  return { photos, said };
}

/** Let go of a selfie. @param isNeeded - Something made of it is still shown beside it. @returns The one that takes its place. */
export function removeSelfie(photo: Photo, isNeeded: boolean): Photo | undefined {
  const index = selfies.indexOf(photo);
  selfies = selfies.filter((each) => each !== photo);
  if (!isNeeded) revokeObjectUrl(photo.url);
  return selfies[Math.min(index, selfies.length - 1)];
}

/** Put others in the place of those that are there. */
export function putSelfies(photos: readonly Photo[], isNeeded: (photo: Photo) => boolean): void {
  clearSelfies(isNeeded);
  selfies = photos;
}

/** Let go of all, but of those that something still needs. */
export function clearSelfies(isNeeded: (photo: Photo) => boolean): void {
  for (const photo of selfies) removeSelfie(photo, isNeeded(photo));
}
