// Owns the ways a photo gets onto the table: dropped, pasted, chosen, or the drawn example. Refuses what cannot be a picture before anything is sent.

import { find, findButton, findInput } from './elements.ts';
import type { Refusal } from './state.ts';

/** What the intake tells. */
export interface IntakeWatcher {
  /** Photos came in. @param isAddition - To be put to those on the table, where there can be several. */
  onPhotos(blobs: readonly Blob[], isAddition: boolean): void;
  onRefusal(refusal: Refusal): void;
}

const stage = find('#stage', HTMLElement);

/** Listen for photos in every way but the camera. */
export function listenForPhotos(watcher: IntakeWatcher): void {
  const input = findInput('photo-input');
  if (/Mac|iP(ad|hone)/.test(navigator.userAgent)) find('#paste-key', HTMLElement).textContent = '⌘';
  let isAddition = true;
  const take = (files: FileList | null | undefined) => {
    if (files?.length) watcher.onPhotos([...files], isAddition);
    isAddition = true;
  };
  for (const id of ['choose', 'choose-another', 'add-selfies']) {
    findButton(id).addEventListener('click', () => {
      isAddition = id !== 'choose-another';
      input.click();
    });
  }
  input.addEventListener('change', () => {
    take(input.files);
    input.value = '';
  });
  input.addEventListener('cancel', () => { isAddition = true; });
  document.addEventListener('paste', (event) => {
    if (event.clipboardData?.files.length) take(event.clipboardData.files);
  });
  listenForDrops(take);
  findButton('try-example').addEventListener('click', () => void fetchExample(watcher));
}

/** Is this too much or not a picture? Bytes of an unknown type are left to the server to read. */
export function refusalFor(blob: Blob, maxUploadBytes: number): Refusal | undefined {
  if (blob.size === 0) return refuse('The file is empty', 'It has no bytes. Export or download it again, then choose it.');
  if (blob.type && !blob.type.startsWith('image/')) return refuse('That is not a picture', 'Choose a photo: JPEG, PNG, WebP, AVIF, TIFF, GIF or HEIC.');
  if (blob.size > maxUploadBytes) {
    return refuse('The photo is too large', `It has ${(blob.size / 1e6).toFixed(1)} MB; the studio takes ${Math.floor(maxUploadBytes / 1e6)} MB. Saved as a JPEG it is usually small enough.`);
  }
  return undefined;
}

function refuse(title: string, detail: string): Refusal {
  return { code: '', title, detail, retryAfterSeconds: 0 };
}

/** Anywhere on the page, because a photo dropped beside the stage would otherwise replace the page. */
function listenForDrops(take: (files: FileList | null | undefined) => void): void {
  document.addEventListener('dragover', (event) => {
    event.preventDefault();
    stage.classList.add('dropping');
  });
  document.addEventListener('dragleave', (event) => {
    if (!event.relatedTarget) stage.classList.remove('dropping');
  });
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    stage.classList.remove('dropping');
    const files = event.dataTransfer?.files;
    if (files?.length) take(files);
  });
}

async function fetchExample(watcher: IntakeWatcher): Promise<void> {
  try {
    const response = await fetch('/example/portrait.jpg', { credentials: 'omit' });
    if (!response.ok) throw new Error(`The example answered ${response.status}.`);
    watcher.onPhotos([await response.blob()], false);
  } catch {
    watcher.onRefusal(refuse('The example did not arrive', 'The server did not answer. Check the connection and try again.'));
  }
}
