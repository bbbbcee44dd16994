// Owns what is chosen of the sheet: paper, copies, gap, marks, file. Refuses what does not fit, in words.

import { frameOf } from '../../src/documents/aim.ts';
import { planSheet, type Paper, type SheetPlan, type SheetRequest } from '../../src/documents/sheet-plan.ts';
import type { DocumentRule } from '../../src/documents/rule.ts';
import { build, find, findInput } from '../elements.ts';
import { chosenValue, fillRadios } from '../radios.ts';
import { Problem } from '../../src/problem.ts';

/** A sheet as chosen. */
export interface SheetChoice {
  readonly paper: Paper;
  readonly copies: number | undefined;
  readonly gapMm: number;
  readonly cropMarks: boolean;
  readonly format: 'pdf' | 'jpeg';
  readonly dpi: 300 | 600;
}

const select = find('#sheet-paper', HTMLSelectElement);
const ownSize = find('#sheet-own', HTMLElement);
const trouble = find('#sheet-trouble', HTMLElement);
const count = find('#sheet-count', HTMLOutputElement);
const files = [
  { value: 'pdf', content: ['PDF'] },
  { value: 'jpeg-300', content: ['JPEG 300\u00a0dpi'] },
  { value: 'jpeg-600', content: ['JPEG 600\u00a0dpi'] },
];

let papers: readonly Paper[] = [];

/** Offer the papers that the server knows, and one of the person's own size. */
export function fillSheetChoice(offered: readonly Paper[]): void {
  papers = offered;
  const options = [...offered.map(({ id, title }) => ({ id, title })), { id: 'own', title: 'Your own size' }];
  select.replaceChildren(...options.map(({ id, title }) => {
    const option = build('option', '', title);
    option.value = id;
    return option;
  }));
  fillRadios(find('#sheet-files', Element), 'sheet-file', 'segment', files, 'pdf');
}

/** Read the fields. */
export function readSheetChoice(form: HTMLFormElement): SheetChoice {
  const [format, dpi] = chosenValue(form, 'sheet-file').split('-');
  return {
    paper: readPaper(),
    copies: findInput('sheet-copies').value === '' ? undefined : findInput('sheet-copies').valueAsNumber,
    gapMm: findInput('sheet-gap').valueAsNumber,
    cropMarks: findInput('sheet-marks').checked,
    format: format === 'jpeg' ? 'jpeg' : 'pdf',
    dpi: dpi === '600' ? 600 : 300,
  };
}

/**
 * Lay the copies out as chosen, and say how many there are.
 *
 * @returns undefined when it cannot be; the reason is shown.
 */
export function planChoice(rule: DocumentRule, choice: SheetChoice): SheetPlan | undefined {
  const own = select.value === 'own';
  ownSize.hidden = !own;
  ownSize.querySelectorAll('input').forEach((input) => { input.disabled = !own; });
  try {
    const wrong = [...document.querySelectorAll<HTMLInputElement>('#sheet-group input:enabled')].find((input) => !input.validity.valid);
    if (wrong) throw new Problem('parameter-invalid', `${wrong.dataset['name'] ?? ''}: ${wrong.min} to ${wrong.max}.`);
    const plan = planSheet(requestOf(rule, choice));
    count.value = `${plan.copies.length} ${plan.copies.length === 1 ? 'photo' : 'photos'}`;
    showSheetTrouble('');
    return plan;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    count.value = '';
    showSheetTrouble(error.detail);
    return undefined;
  }
}

/** Say why there is no sheet, or take it back. */
export function showSheetTrouble(text: string): void {
  trouble.textContent = text;
  trouble.hidden = text === '';
}

/** The choice as the server's fields. */
export function sheetFields({ paper, copies, gapMm, cropMarks, format, dpi }: SheetChoice): Readonly<Record<string, string>> {
  return {
    sheet: paper.id,
    ...(copies !== undefined && { copies: String(copies) }),
    gapMm: String(gapMm),
    cropMarks: cropMarks ? 'yes' : 'no',
    sheetFormat: format,
    ...(format === 'jpeg' && { sheetDpi: String(dpi) }),
  };
}

function requestOf(rule: DocumentRule, { paper, copies, gapMm, cropMarks }: SheetChoice): SheetRequest {
  const { widthMm, heightMm } = frameOf(rule);
  return { paper, photoWidthMm: widthMm, photoHeightMm: heightMm, copies, gapMm, cropMarks };
}

function readPaper(): Paper {
  const known = papers.find(({ id }) => id === select.value);
  if (known) return known;
  const [widthMm, heightMm] = [findInput('sheet-width').valueAsNumber, findInput('sheet-height').valueAsNumber];
  return { id: `${widthMm}x${heightMm}`, title: `${widthMm} × ${heightMm} mm`, widthMm, heightMm };
}
