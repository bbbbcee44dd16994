// Owns the guide over the camera: head, eyes, crown and chin where the document wants them. Refuses to be a measurement: it is a place to stand.

import { aimFor } from '../../src/documents/aim.ts';
import { placePhoto } from '../../src/documents/placement.ts';
import type { DocumentRule } from '../../src/documents/rule.ts';
import { find } from '../elements.ts';

const guide = find('#document-guide', SVGSVGElement);
const namespace = 'http://www.w3.org/2000/svg';

/** A head is about this much narrower than it is high, hair included. */
const headShape = 0.74;

/** Eyes halfway between crown and chin, with so much photo around that nothing but the rule says where it stands. */
const usualHead = { eyes: { x: 5000, y: 5000 }, crown: { x: 5000, y: 4500 }, chin: { x: 5000, y: 5500 }, rollDegrees: 0, interEyePixels: 330 };
const endlessPhoto = { width: 10_000, height: 10_000, hairTop: usualHead.crown };

/** Draw the document's frame in millimetres; nothing without a document. */
export function drawGuide(rule: DocumentRule | undefined): void {
  guide.replaceChildren();
  if (!rule) return;
  const { widthMm, heightMm, statesEyes, eyes: eyeBand } = aimFor(rule);
  // Room around the frame: the shoulders and the wall are cropped later, and a head that fills the picture cannot be.
  const around = 0.1 * heightMm;
  guide.setAttribute('viewBox', `${-around} ${-around} ${widthMm + 2 * around} ${heightMm + 2 * around}`);
  const { topMarginMm: crown, headMm, eyeFromBottomMm } = placePhoto(usualHead, endlessPhoto, rule);
  const [chin, eyes] = [crown + headMm, heightMm - eyeFromBottomMm];
  const band = statesEyes ? eyeBand : { min: eyeFromBottomMm - 0.03 * heightMm, max: eyeFromBottomMm + 0.03 * heightMm };
  const middle = widthMm / 2;
  const halfHead = (headShape * (chin - crown)) / 2;
  const mark = widthMm * 0.12;
  guide.append(
    create('rect', { x: 0, y: 0, width: widthMm, height: heightMm, rx: 0.8, class: 'guide-frame' }),
    create('rect', { x: middle - halfHead * 1.25, y: heightMm - band.max, width: halfHead * 2.5, height: band.max - band.min, class: 'guide-eyes' }),
    create('ellipse', { cx: middle, cy: (crown + chin) / 2, rx: halfHead, ry: (chin - crown) / 2, class: 'guide-head' }),
    create('path', { d: `M${middle - mark} ${crown}h${2 * mark}M${middle - mark} ${chin}h${2 * mark}`, class: 'guide-line' }),
    create('path', { d: `M0 ${eyes}h${mark}M${widthMm} ${eyes}h${-mark}`, class: 'guide-line' }),
  );
}

/** What to do before this camera, for this document. */
export function adviseFor(rule: DocumentRule | undefined): string {
  if (!rule) return 'Eyes on the two marks, light from the front.';
  const glasses = rule.glasses === 'forbidden' ? ' Glasses off.' : '';
  return `Fill the oval from crown to chin, eyes in the band, mouth closed, looking here.${glasses}`;
}

function create(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, typeof value === 'number' ? value.toFixed(2) : value);
  return element as SVGElement;
}
