// Shows that pictures come out of an answer's JSON whatever its form, and that the rest stays readable.

import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnswerScanner } from '../../src/engines/wire/answer-scanner.ts';

function scan(text: string, pieceBytes = 65_536): { json: unknown; pictures: string[] } {
  const scanner = new AnswerScanner('data');
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += pieceBytes) scanner.push(bytes.subarray(at, at + pieceBytes));
  const { json, pictures } = scanner.finish();
  return { json: JSON.parse(Buffer.from(json).toString()), pictures: pictures.map((each) => Buffer.from(each).toString('base64')) };
}

const picture = randomBytes(5000).toString('base64');
const other = randomBytes(4001).toString('base64');

describe('AnswerScanner', () => {
  it('takes pictures out in order, for any piece length', () => {
    const text = JSON.stringify({ a: [{ inlineData: { data: picture, mimeType: 'image/png' } }, { inlineData: { mimeType: 'x', data: other } }] });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), (piece) => {
        const { json, pictures } = scan(text, piece);
        expect(json).toEqual({ a: [{ inlineData: { data: '0', mimeType: 'image/png' } }, { inlineData: { mimeType: 'x', data: '1' } }] });
        expect(pictures).toEqual([picture, other]);
      }),
      { numRuns: 40 },
    );
  });

  it.each([1, 2, 3, 7, 4096])('reads escaped slashes and equals signs in pieces of %i', (piece) => {
    const escaped = other.replaceAll('/', '\\/').replaceAll('=', '\\u003d');
    expect(scan(`{"data" :\n\t"${escaped}"}`, piece).pictures).toEqual([other]);
  });

  it('is not misled by words that look like a picture', () => {
    const answer = { text: '"data":"AAAA"', data2: 'AAAA', list: ['data', ':', 'AAAA'], colon: 'data', '\\data': 'AAAA', data: { data: null } };
    expect(scan(JSON.stringify(answer), 3)).toEqual({ json: answer, pictures: [] });
  });

  it('drops long strings and keeps the JSON whole', () => {
    const answer = { thoughtSignature: 'x'.repeat(100_000), escaped: '\\"'.repeat(600), reason: 'é'.repeat(250), ['k'.repeat(600)]: 1 };
    expect(scan(JSON.stringify(answer), 1000).json).toEqual({ thoughtSignature: '', escaped: '', reason: 'é'.repeat(250), '': 1 });
  });

  it('never lets a picture through as text, even under an escaped key', () => {
    expect(scan(`{"d\\u0061ta":"${picture}"}`).json).toEqual({ data: '' });
  });

  it('refuses a picture that is not base64', () => {
    expect(() => scan('{"data":"AA AA"}')).toThrow(SyntaxError);
    expect(() => scan('{"data":"\\n"}')).toThrow(SyntaxError);
    expect(() => scan('{"data":"\\u20ac"}')).toThrow(SyntaxError);
  });

  it('refuses more JSON than an answer has', () => {
    expect(() => scan(`[${'1,'.repeat(200_000)}1]`)).toThrow(RangeError);
  });

  it('leaves zeros when it is told to', () => {
    const scanner = new AnswerScanner('data');
    scanner.push(Buffer.from(`{"data":"${picture}"}`));
    const { pictures } = scanner.finish();
    scanner.erase();
    expect(pictures[0]?.every((byte) => byte === 0)).toBe(true);
  });
});
