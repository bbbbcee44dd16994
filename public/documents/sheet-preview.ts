// Owns the drawing of a sheet: paper, photos, marks. Refuses to lay anything out; the plan says where things are.

import type { SheetPlan } from '../../src/documents/sheet-plan.ts';

type SheetCopy = SheetPlan['copies'][number];
type CropMark = SheetPlan['marks'][number];

const namespace = 'http://www.w3.org/2000/svg';

/** Draw a plan, in millimetres, with one picture for every copy. */
export function drawSheet(svg: SVGSVGElement, plan: SheetPlan, pictureUrl: string, title: string): void {
  svg.setAttribute('viewBox', `0 0 ${plan.widthMm} ${plan.heightMm}`);
  svg.setAttribute('aria-label', `${title} with ${plan.copies.length} ${plan.copies.length === 1 ? 'photo' : 'photos'}`);
  svg.style.setProperty('--ratio', (plan.widthMm / plan.heightMm).toFixed(4));
  svg.replaceChildren(...plan.marks.map(drawMark), ...plan.copies.map((copy) => drawCopy(copy, pictureUrl)));
}

/** Let go of the drawing and of the picture in it. */
export function clearSheet(svg: SVGSVGElement): void {
  svg.replaceChildren();
  svg.removeAttribute('aria-label');
}

/** A copy that is turned is drawn upright around its own middle, and then turned. */
function drawCopy({ xMm, yMm, widthMm, heightMm, turned }: SheetCopy, pictureUrl: string): SVGElement {
  const [width, height] = turned ? [heightMm, widthMm] : [widthMm, heightMm];
  const [middleX, middleY] = [xMm + widthMm / 2, yMm + heightMm / 2];
  const place = { x: middleX - width / 2, y: middleY - height / 2, width, height };
  return create('image', { ...place, href: pictureUrl, preserveAspectRatio: 'none', ...(turned && { transform: `rotate(90 ${middleX} ${middleY})` }) });
}

function drawMark({ fromXMm, fromYMm, toXMm, toYMm }: CropMark): SVGElement {
  return create('line', { x1: fromXMm, y1: fromYMm, x2: toXMm, y2: toYMm, class: 'crop-mark' });
}

function create(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element as SVGElement;
}
