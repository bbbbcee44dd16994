// Owns what is sent for an identity photo: to check, to make, to print. Refuses any engine that is not this server.

import { findInput } from '../elements.ts';
import type { Order } from '../order.ts';
import { frameOf } from '../../src/documents/aim.ts';
import { overrideOf } from '../../src/documents/line-bounds.ts';
import type { DocumentRule } from '../../src/documents/rule.ts';
import type { Judged, Result } from '../state.ts';
import type { CustomSize } from './custom-size.ts';
import { titleOf } from './rule-words.ts';
import { sheetFields, type SheetChoice } from './sheet-choice.ts';

/** Measure the photo and judge it; the first of the two times it is sent. */
export function orderCheck(photo: Blob, rule: DocumentRule, custom: CustomSize): Omit<Order, 'engine'> {
  const body = startBody(photo);
  addDocument(body, rule, custom);
  return { path: '/v1/checks', body, title: titleOf(rule), fileStem: 'check', format: 'json' };
}

/**
 * Make the photo with the lines where the person has them; the second time it is sent, and the last.
 *
 * @param shade - CSS colour to paint behind the person, where a new background is wanted.
 */
export function orderDocument(photo: Blob, { rule, choice }: Judged, custom: CustomSize, shade: string): Omit<Order, 'engine'> {
  const body = startBody(photo);
  addDocument(body, rule, custom);
  body.append('mode', choice.mode);
  if (choice.mode === 'studio' && shade !== '') body.append('background', shade);
  if (findInput('enlarge').checked) body.append('enlarge', 'yes');
  for (const field of Object.values(overrideOf)) {
    const y = choice[field];
    if (y !== undefined) body.append(field, y.toFixed(2));
  }
  return { path: '/v1/documents', body, title: titleOf(rule), fileStem: rule.id, format: 'jpeg' };
}

/** Lay the finished photo out on a sheet: what was chosen of the sheet goes with it, the photo as it came does not. */
export function bodyOfSheet(result: Result, judged: Judged, sheet: SheetChoice): FormData {
  const body = new FormData();
  body.append('photo', result.blob, 'photo');
  const { widthMm, heightMm } = frameOf(judged.rule);
  body.append('widthMm', widthMm.toFixed(2));
  body.append('heightMm', heightMm.toFixed(2));
  for (const [name, value] of Object.entries(sheetFields(sheet))) body.append(name, value);
  return body;
}

function startBody(photo: Blob): FormData {
  const body = new FormData();
  body.append('photo', photo, 'photo');
  body.append('engine', 'local');
  body.append('maxRetentionDays', '0');
  return body;
}

function addDocument(body: FormData, rule: DocumentRule, custom: CustomSize): void {
  body.append('document', rule.id);
  if (rule.id !== 'custom') return;
  for (const [name, value] of Object.entries(custom)) body.append(name, String(value));
}
