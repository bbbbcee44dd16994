// Owns the line between before and after. Refuses to be a mouse-only thing: arrows, Page and End keys move it too.

import { find } from './elements.ts';

const print = find('#print', HTMLElement);
const slider = find('#compare', HTMLElement);

const steps: Readonly<Record<string, number>> = { ArrowLeft: -2, ArrowDown: -2, ArrowRight: 2, ArrowUp: 2, PageDown: -10, PageUp: 10, Home: -100, End: 100 };

let split = 50;

/** Listen for the pointer on the whole print and for keys on the line. */
export function listenToCompare(): void {
  slider.addEventListener('keydown', (event) => {
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    moveTo(split + step);
  });
  print.addEventListener('pointerdown', (event) => {
    if (slider.hidden || event.button !== 0) return;
    print.setPointerCapture(event.pointerId);
    moveTo(positionOf(event));
  });
  print.addEventListener('pointermove', (event) => {
    if (print.hasPointerCapture(event.pointerId)) moveTo(positionOf(event));
  });
}

/** Show the line in the middle, or hide it and show the result whole. */
export function showCompare(comparable: boolean): void {
  slider.hidden = !comparable;
  print.classList.toggle('comparing', comparable);
  if (comparable) moveTo(50);
}

function positionOf(event: PointerEvent): number {
  const frame = print.getBoundingClientRect();
  return (100 * (event.clientX - frame.left)) / frame.width;
}

function moveTo(percent: number): void {
  split = Math.round(Math.min(100, Math.max(0, percent)));
  print.style.setProperty('--split', `${split}%`);
  slider.setAttribute('aria-valuenow', String(split));
  slider.setAttribute('aria-valuetext', `Your photo ${split} percent, the result ${100 - split} percent`);
}
