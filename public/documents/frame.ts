// Owns the frame and the three lines on the photo: shown, dragged, moved by keys. Refuses to judge: it tells where a line was put.

import { moveLines, type DocumentPlacement } from '../../src/documents/placement.ts';
import type { HeadLines } from '../../src/documents/measures.ts';
import { find } from '../elements.ts';
import type { Judged } from '../state.ts';
import { axisYAt, boundLine, project, viewFrame, type View } from './view.ts';

/** The two lines that can be moved. */
export type MovableLine = 'crown' | 'chin';

/** Told where a line was put: y in pixels of the upright photo. */
export type LineWatcher = (line: MovableLine, y: number) => void;

const print = find('#print', HTMLElement);
const overlay = find('#frame-overlay', HTMLElement);
const frame = find('#frame', HTMLElement);
const eyes = find('#line-eyes', HTMLElement);
const handles = { crown: find('#line-crown', HTMLElement), chin: find('#line-chin', HTMLElement) };

/** In millimetres of the print; up is towards the top of the photo. */
const steps: Readonly<Record<string, number>> = { ArrowUp: -0.2, ArrowRight: -0.2, ArrowDown: 0.2, ArrowLeft: 0.2, PageUp: -2, PageDown: 2 };

let shown: Judged | undefined;
/** While a line is dragged the photo stands still under it. */
let heldView: View | undefined;

/** What is looked at now; undefined when there is no frame. */
export function currentView(): View | undefined {
  return shown && (heldView ?? viewFrame(shown.assessment.placement));
}

/** Listen for the pointer and for keys on crown and chin; `onSettle` when a drag is over and the view may follow. */
export function listenToLines(onMove: LineWatcher, onSettle: () => void): void {
  for (const line of ['crown', 'chin'] as const) {
    const handle = handles[line];
    handle.addEventListener('keydown', (event) => moveByKey(event, line, onMove));
    handle.addEventListener('pointerdown', (event) => holdLine(event, handle));
    handle.addEventListener('pointermove', (event) => { if (handle.hasPointerCapture(event.pointerId)) dragTo(event, line, onMove); });
    handle.addEventListener('lostpointercapture', () => {
      heldView = undefined;
      overlay.classList.remove('dragging');
      if (shown) onSettle();
    });
  }
}

/** Show the frame and the lines of a judged photo, or nothing. */
export function showFrame(judged: Judged | undefined, seen: boolean): void {
  shown = judged;
  overlay.hidden = !judged || !seen;
  const view = currentView();
  if (!judged || !view) return;
  const { placement } = judged.assessment;
  const lines = linesOf(judged);
  placeFrame(view, placement);
  eyes.style.top = percent(project(view, lines.eyes).y);
  for (const line of ['crown', 'chin'] as const) {
    handles[line].style.top = percent(project(view, lines[line]).y);
    describeHandle(line, lines, placement);
  }
}

function linesOf({ measures, choice }: Judged): HeadLines {
  return moveLines(measures.lines, choice);
}

function placeFrame(view: View, { corners }: DocumentPlacement): void {
  const [topLeft, topRight, bottomLeft] = corners.map((corner) => project(view, corner));
  if (!topLeft || !topRight || !bottomLeft) return;
  frame.style.left = percent(topLeft.x);
  frame.style.top = percent(topLeft.y);
  frame.style.width = percent(topRight.x - topLeft.x);
  frame.style.height = percent(bottomLeft.y - topLeft.y);
}

function describeHandle(line: MovableLine, lines: HeadLines, placement: DocumentPlacement): void {
  const fromEyes = Math.hypot(lines[line].x - lines.eyes.x, lines[line].y - lines.eyes.y) / placement.pixelsPerMm;
  const handle = handles[line];
  handle.setAttribute('aria-valuenow', fromEyes.toFixed(1));
  handle.setAttribute('aria-valuetext', `${fromEyes.toFixed(1)} mm ${line === 'crown' ? 'above' : 'below'} the eyes, head ${placement.headMm.toFixed(1)} mm`);
}

function moveByKey(event: KeyboardEvent, line: MovableLine, onMove: LineWatcher): void {
  const step = steps[event.key];
  if (step === undefined || !shown) return;
  event.preventDefault();
  const lines = linesOf(shown);
  onMove(line, boundLine(line, lines[line].y + step * shown.assessment.placement.pixelsPerMm, lines));
}

function holdLine(event: PointerEvent, handle: HTMLElement): void {
  if (event.button !== 0) return;
  heldView = currentView();
  overlay.classList.add('dragging');
  handle.setPointerCapture(event.pointerId);
  handle.focus();
}

function dragTo(event: PointerEvent, line: MovableLine, onMove: LineWatcher): void {
  if (!shown || !heldView) return;
  const box = print.getBoundingClientRect();
  const { lines } = shown.measures;
  onMove(line, boundLine(line, axisYAt(heldView, lines, (event.clientY - box.top) / box.height), lines));
}

function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(3)}%`;
}
