// Shows that texts are shaped, ordered, broken and fitted as readers of their scripts expect, with the real typefaces.

import { describe, expect, it } from 'vitest';
import { fitBlock, placeBlock } from '../../../src/photo/typography/block.ts';
import type { BlockWish } from '../../../src/photo/typography/block.ts';
import { orderRuns, readsLeftwards } from '../../../src/photo/typography/direction.ts';
import { setLine } from '../../../src/photo/typography/line.ts';
import { breakEvenly, joinWords, splitWords } from '../../../src/photo/typography/words.ts';

const wish: BlockWish = { face: 'anton', caps: false, tracking: 0, leading: 0.2, leastPitch: 0, maxLines: 3, width: 600, height: 400, minCapHeight: 20, maxCapHeight: 200, field: 'title' };
const style = { face: 'anton', tracking: 0, leftwards: false, field: 'title' } as const;

describe('a line', () => {
  it.each([
    ['Latin with accents', 'Größe, Ångström, café'],
    ['Vietnamese, which the face has', 'Tiếng Việt'],
    ['Polish', 'Zażółć gęślą jaźń'],
    ['Greek and Cyrillic', 'Αθήνα и Москва'],
    ['Arabic', 'مرحبا بالعالم'],
    ['Hebrew', 'שלום עולם'],
    ['Thai', 'น้ำใจ'],
    ['Hindi', 'क्षत्रिय'],
    ['Japanese', '写真を撮る'],
    ['Korean', '사진 찍기'],
    ['Chinese', '摄影入门'],
    ['emoji, joined ones and flags among them', '🎉 👩🏽‍💻 🇫🇷 1️⃣'],
  ])('is set in %s', async (_name, text) => {
    const { glyphs, left, right } = await setLine(text, style);
    expect(glyphs.length).toBeGreaterThan(0);
    expect(right - left).toBeGreaterThan(0.5);
  });

  it('joins Arabic letters: the same letter has another shape inside a word', async () => {
    const [alone, inside] = await Promise.all([setLine('ه', style), setLine('ههه', style)]);
    expect(inside.glyphs[1]?.steps).not.toEqual(alone.glyphs[0]?.steps);
  });

  it('sets Chinese in the weight asked for, not in the default hairline', async () => {
    const { glyphs: [bar] } = await setLine('一', style);
    const heights = bar?.steps.flatMap(({ args }) => args.filter((_, index) => index % 2 === 1)) ?? [];
    // The one stroke is 100 units high and more at this weight; about 30 in the default.
    expect(Math.max(...heights) - Math.min(...heights)).toBeGreaterThan(90);
  });

  it('is one emoji for a joined sequence', async () => {
    expect((await setLine('👩‍💻', style)).glyphs).toHaveLength(1);
  });

  it.each(['ქართული', '한자 ᠮᠣᠩᠭᠣᠯ', 'a\u{E000}'])('is refused when no face has its letters: %s', async (text) => {
    await expect(setLine(text, style)).rejects.toMatchObject({ code: 'script-unsettable', members: { parameter: 'title' } });
  });
});

describe('direction', () => {
  it('is that of the first letter', () => {
    expect([readsLeftwards('5 שלום'), readsLeftwards('GPT שלום'), readsLeftwards('42!')]).toEqual([true, false, false]);
  });

  it('keeps numbers and foreign words rightwards inside Hebrew', () => {
    const seen = orderRuns('שלום 2026 GPT!', true).map(({ text, direction }) => [text, direction]);
    expect(seen).toEqual([['!', 'rtl'], ['GPT', 'ltr'], [' ', 'rtl'], ['2026', 'ltr'], ['שלום ', 'rtl']]);
  });

  it('keeps a Hebrew word leftwards inside English', () => {
    expect(orderRuns('say שלום twice', false).map(({ text }) => text)).toEqual(['say ', 'שלום', ' twice']);
  });

  it('turns brackets round with the text', () => {
    expect(orderRuns('(שלום)', true)[0]?.text).toBe(')שלום(');
  });
});

describe('lines', () => {
  it('are even, and a short word goes with what follows', () => {
    const words = splitWords('How I doubled my salary in one year');
    const starts = breakEvenly(words.map(({ text }) => text.length), words, 1, 3) ?? [];
    expect(starts.map((from, index) => joinWords(words.slice(from, starts[index + 1])))).toEqual(['How I doubled', 'my salary', 'in one year']);
  });

  it('break Japanese and Thai between words, and put no mark first', () => {
    const japanese = splitWords('東京で、写真を撮る。').map(({ text }) => text);
    expect(japanese.join('')).toBe('東京で、写真を撮る。');
    expect(japanese.length).toBeGreaterThan(1);
    for (const word of japanese) expect(word).not.toMatch(/^[、。]/);
    expect(splitWords('สวัสดีชาวโลก').length).toBeGreaterThan(1);
  });
});

describe('a block', () => {
  it('is as large as its box allows and inside of it', async () => {
    const block = await fitBlock('How I doubled my salary', wish);
    const box = { x: 40, y: 30, width: 600, height: 400 };
    for (const { box: ink } of placeBlock(block, { box, across: 'start', down: 'middle' })) {
      expect(ink.x).toBeGreaterThanOrEqual(39.99);
      expect(ink.x + ink.width).toBeLessThanOrEqual(640.01);
      expect(ink.y).toBeGreaterThanOrEqual(29.99);
      expect(ink.y + ink.height).toBeLessThanOrEqual(430.01);
    }
    expect(Math.max(block.width / 600, block.height / 400)).toBeCloseTo(1, 5);
  });

  it('begins on the right where it is read from the right', async () => {
    const block = await fitBlock('שלום', { ...wish, maxCapHeight: 40 });
    const [line] = placeBlock(block, { box: { x: 0, y: 0, width: 600, height: 400 }, across: 'start', down: 'top' });
    expect((line?.box.x ?? 0) + (line?.box.width ?? 0)).toBeCloseTo(600, 3);
  });

  it('raises Greek without its accents', async () => {
    const [raised, plain] = await Promise.all([fitBlock('καφές', { ...wish, caps: true }), fitBlock('ΚΑΦΕΣ', wish)]);
    expect(raised.width).toBeCloseTo(plain.width, 6);
  });

  it('is refused when it would be too small, with about how many characters fit', async () => {
    const promise = fitBlock('A sentence that goes on and on until nobody reads it any more', { ...wish, width: 200, height: 90 });
    await expect(promise).rejects.toMatchObject({ code: 'text-too-long', members: { parameter: 'title', fits: expect.any(Number) } });
  });
});
