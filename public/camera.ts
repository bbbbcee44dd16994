// Owns the camera: preview, shutter, retake. Refuses to leave it on, or a shot in it, after the dialog is closed.

import type { DocumentRule } from '../src/documents/rule.ts';
import { adviseFor, drawGuide } from './documents/guide.ts';
import { find, findButton } from './elements.ts';

const dialog = find('#camera', HTMLDialogElement);
const video = find('#camera-video', HTMLVideoElement);
const shot = find('#camera-shot', HTMLCanvasElement);
const guides = [find('#camera-guide', SVGElement), find('#document-guide', SVGElement)] as const;
const words = find('#camera-words', HTMLElement);
const shutter = findButton('camera-shutter');
const retake = findButton('camera-retake');
const use = findButton('camera-use');

let advice = '';
let stream: MediaStream | undefined;

/**
 * Listen for the camera's buttons; a photo that is used goes to `onPhoto`.
 *
 * @param ruleOfNow - The document the photo is for, whose guide is shown; undefined for any other portrait.
 */
export function listenToCamera(onPhoto: (blob: Blob) => void, ruleOfNow: () => DocumentRule | undefined): void {
  findButton('open-camera').addEventListener('click', () => {
    advice = adviseFor(ruleOfNow());
    drawGuide(ruleOfNow());
    void openCamera();
  });
  findButton('camera-close').addEventListener('click', () => dialog.close());
  shutter.addEventListener('click', () => holdShot());
  retake.addEventListener('click', () => showPreview());
  use.addEventListener('click', () => {
    shot.toBlob((blob) => {
      dialog.close();
      if (blob) onPhoto(blob);
    }, 'image/jpeg', 0.95);
  });
  dialog.addEventListener('close', closeCamera);
}

/** Switch the camera off and erase the shot. */
export function closeCamera(): void {
  stream?.getTracks().forEach((track) => track.stop());
  stream = undefined;
  video.srcObject = null;
  shot.width = 0;
  shot.height = 0;
}

async function openCamera(): Promise<void> {
  dialog.showModal();
  showPreview();
  say('Waiting for the camera. Your browser may ask you first.');
  shutter.disabled = true;
  try {
    const opened = await openStream();
    // The dialog may have been closed while the browser was asking.
    if (!dialog.open) return opened.getTracks().forEach((track) => track.stop());
    stream = opened;
    video.srcObject = opened;
    await video.play();
    shutter.disabled = false;
    shutter.focus();
    say(advice);
  } catch (error) {
    showGuide(false);
    say(describeDenial(error));
  }
}

function openStream(): Promise<MediaStream> {
  // Browsers hide mediaDevices on pages that are neither https nor localhost.
  if (!('mediaDevices' in navigator)) throw new DOMException('', 'SecurityError');
  return navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: 'user', width: { ideal: 1920 }, height: { ideal: 1440 } } });
}

function describeDenial(error: unknown): string {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError') return 'The browser keeps the camera shut. Allow it beside the address, or close this and choose a photo.';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'No camera was found. Close this and choose a photo instead.';
  if (name === 'NotReadableError') return 'Another program is using the camera. Close that one, then open the camera here again.';
  if (name === 'SecurityError') return 'Browsers open the camera only on https pages. Close this and choose a photo instead.';
  return 'The camera did not start. Close this and choose a photo instead.';
}

/** Take what the lens sees, not the mirror image: text and partings stay the right way round. */
function holdShot(): void {
  shot.width = video.videoWidth;
  shot.height = video.videoHeight;
  shot.getContext('2d')?.drawImage(video, 0, 0);
  arrange(true);
  say('This is how others see you.');
  use.focus();
}

function showPreview(): void {
  shot.width = 0;
  arrange(false);
  say(advice);
}

function arrange(held: boolean): void {
  shot.hidden = !held;
  video.hidden = held;
  showGuide(!held);
  shutter.hidden = held;
  retake.hidden = !held;
  use.hidden = !held;
}

/** The document's guide where it has been drawn, the portrait's otherwise. */
function showGuide(shown: boolean): void {
  const [portrait, ofDocument] = guides;
  const drawn = ofDocument.childElementCount > 0;
  portrait.toggleAttribute('hidden', !shown || drawn);
  ofDocument.toggleAttribute('hidden', !shown || !drawn);
}

function say(text: string): void {
  words.textContent = text;
}
