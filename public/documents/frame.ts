// Owns the frame and the three lines on the photo: shown, dragged, moved by keys. Refuses to judge: it tells where a line was put.

import { boundsOfLine, type HeadLine } from '../../src/documents/line-bounds.ts';
import { moveLines, type DocumentPlacement } from '../../src/documents/placement.ts';
import type { HeadLines } from '../../src/documents/measures.ts';
import { find } from '../elements.ts';
import type { Judged } from '../state.ts';
import { axisYAt, project, viewFrame, type View } from './view.ts';

/** Told where a line was put: y in pixels of the upright photo. */
export type LineWatcher = (line: HeadLine, y: number) => void;

const print = find('#print', HTMLElement);
const overlay = find('#frame-overlay', HTMLElement);
const frame = find('#frame', HTMLElement);
const handles = { crown: find('#line-crown', HTMLElement), eyes: find('#line-eyes', HTMLElement), chin: find('#line-chin', HTMLElement) };
const headLines = ['crown', 'eyes', 'chin'] as const;

/** In millimetres of the print; up is towards the top of the photo. */
const steps: Readonly<Record<string, number>> = { ArrowUp: -0.2, ArrowRight: -0.2, ArrowDown: 0.2, ArrowLeft: 0.2, PageUp: -2, PageDown: 2 };

let shown: Judged | undefined;
/** While a line is dragged the photo stands still under it. */
let heldView: View | undefined;

/** What is looked at now; undefined when there is no frame. */
export function currentView(): View | undefined {
  return shown && (heldView ?? viewFrame(shown.assessment.placement));
}

/** Listen for the pointer and for keys on each line; `onSettle` when a drag is over and the view may follow. */
export function listenToLines(onMove: LineWatcher, onSettle: () => void): void {
  for (const line of headLines) {
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
  for (const line of headLines) {
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

function describeHandle(line: HeadLine, lines: HeadLines, placement: DocumentPlacement): void {
  const fromEyes = Math.hypot(lines[line].x - lines.eyes.x, lines[line].y - lines.eyes.y) / placement.pixelsPerMm;
  const valueMm = line === 'eyes' ? placement.eyeFromBottomMm : fromEyes;
  const where = { crown: 'above the eyes', eyes: 'above the lower edge', chin: 'below the eyes' }[line];
  const handle = handles[line];
  handle.setAttribute('aria-valuenow', valueMm.toFixed(1));
  handle.setAttribute('aria-valuetext', `${valueMm.toFixed(1)} mm ${where}, head ${placement.headMm.toFixed(1)} mm`);
}

function moveByKey(event: KeyboardEvent, line: HeadLine, onMove: LineWatcher): void {
  const step = steps[event.key];
  if (step === undefined || !shown) return;
  event.preventDefault();
  const lines = linesOf(shown);
  onMove(line, keepSane(line, lines[line].y + step * shown.assessment.placement.pixelsPerMm, shown));
}

function holdLine(event: PointerEvent, handle: HTMLElement): void {
  if (event.button !== 0) return;
  heldView = currentView();
  overlay.classList.add('dragging');
  handle.setPointerCapture(event.pointerId);
  handle.focus();
}

function dragTo(event: PointerEvent, line: HeadLine, onMove: LineWatcher): void {
  if (!shown || !heldView) return;
  const box = print.getBoundingClientRect();
  onMove(line, keepSane(line, axisYAt(heldView, shown.measures.lines, (event.clientY - box.top) / box.height), shown));
}

/** As far as the server would take it. */
function keepSane(line: HeadLine, y: number, { measures }: Judged): number {
  const { min, max } = boundsOfLine(line, measures.lines, measures);
  return Math.min(max, Math.max(min, y));
}

function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(3)}%`;
}
