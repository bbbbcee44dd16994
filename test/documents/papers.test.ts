// Owns the facts about papers: those with a name, and sizes of one's own.

import { describe, expect, it } from 'vitest';
import { papers, readPaper } from '../../src/documents/papers.ts';

describe('a paper', () => {
  it.each(papers.map(({ id, widthMm, heightMm }) => [id, widthMm, heightMm] as const))('%s is read by its id', (id, widthMm, heightMm) => {
    expect(readPaper(id)).toMatchObject({ id, widthMm, heightMm });
    expect(readPaper(id.toUpperCase())?.id).toBe(id);
  });

  it('has its size in inches where it is sold so', () => {
    const inches = (id: string) => [readPaper(id)?.widthMm, readPaper(id)?.heightMm].map((mm = NaN) => Math.round((mm / 25.4) * 1000) / 1000);
    expect([inches('4x6'), inches('letter')]).toEqual([[4, 6], [8.5, 11]]);
  });

  it.each([
    ['90x130', 90, 130],
    ['130x90', 130, 90],
    ['101.6x152.4', 101.6, 152.4],
    ['50x500', 50, 500],
    ['89.99x127', 89.99, 127],
  ])('of one’s own lies as it is written: %s', (text, widthMm, heightMm) => {
    expect(readPaper(text)).toEqual({ id: text, title: `${widthMm} × ${heightMm} mm`, widthMm, heightMm });
  });

  it.each(['', 'a5', '10', '49.9x100', '100x500.1', '100x', 'x100', '-90x130', '90x130x20', '90 x 130', '9e1x130', '0090x130', '90.123x130', '90x130mm', '__proto__'])(
    'is not made of %j',
    (text) => {
      expect(readPaper(text)).toBeUndefined();
    },
  );
});
