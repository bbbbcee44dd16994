// Holds the catalogue of looks to what a look needs: a family, a backdrop, clothes, words for a model, a picture of its own.

import { describe, expect, it } from 'vitest';
import { findBackdrop } from '../../src/styles/backdrops.ts';
import { families, outfits } from '../../src/styles/look.ts';
import { looks } from '../../src/styles/looks.ts';
import { exampleBrand, paintLookSwatch } from '../../src/styles/look-swatch.ts';
import { writeHeadshotPrompt } from '../../src/styles/prompt.ts';
import { arrangeSitting } from '../../src/styles/sitting.ts';

const brandOf = (family: string) => (family === 'brand' ? { brand: exampleBrand } : {});

describe('the catalogue of looks', () => {
  it('has at least 24, each named once, at least three in every family', () => {
    expect(looks.length).toBeGreaterThanOrEqual(24);
    expect(new Set(looks.map(({ id }) => id)).size).toBe(looks.length);
    for (const { id } of families) expect(looks.filter(({ family }) => family === id).length, id).toBeGreaterThanOrEqual(3);
  });

  it('uses every outfit somewhere and no two looks alike', () => {
    expect(new Set(looks.flatMap((look) => look.outfits))).toEqual(new Set(outfits.map(({ id }) => id)));
    const alike = looks.map(({ backdrop, framing, printing, light }) => JSON.stringify([backdrop, framing, printing, light]));
    expect(new Set(alike).size).toBe(looks.length);
  });

  it.each(looks)('$id stands before a backdrop and is asked for in the order that keeps a person', ({ id, family, description, light, pose }) => {
    const sitting = arrangeSitting({ style: id, ...brandOf(family) });
    const backdrop = findBackdrop(sitting.backdrop);
    expect(backdrop, sitting.backdrop).toBeDefined();
    const prompt = writeHeadshotPrompt({ ...sitting, backdrop: backdrop?.description ?? '', framing: 'bust', references: 1 });
    const order = ['same face shape', 'age, skin tone', 'scars, moles', backdrop?.description ?? '', light, 'Clothes: ', pose, '85 mm lens at f/2.8', 'No text, logo'].map((part) => prompt.indexOf(part));
    expect(order.every((at, index) => at > (order[index - 1] ?? -1)), `${order}`).toBe(true);
    for (const sentence of [description, light, pose]) expect(sentence).toMatch(/^[A-Z].*\.$/);
    expect(`${light} ${pose}`).not.toMatch(/younger|slim|beaut(?!y dish)|attractive|smooth|perfect/i);
  });

  it('shows each as a picture with a bust in it, those without colour in grey', () => {
    for (const look of looks.filter(({ id }) => ['corporate-grey', 'mono-low-key', 'brand-tint'].includes(id))) {
      const { data, width } = paintLookSwatch(look, 80, 100);
      const at = (y: number, x: number) => [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];
      const [head = 0, , blue = 0] = at(30, 40);
      expect(Math.abs(head - (at(5, 3)[0] ?? 0))).toBeGreaterThan(8);
      if (look.printing) expect(head).toBe(blue);
    }
  });
});

describe('a sitting', () => {
  it('without a look is as it always was: the photo’s clothes, a backdrop to suit', () => {
    expect(arrangeSitting({})).toMatchObject({ backdrop: 'auto', closeness: 1, warmth: 0, isRetouched: false, printing: undefined, kept: [] });
  });

  it('tells what stays as in the photo where nothing can be repainted', () => {
    expect(arrangeSitting({ style: 'mono-classic' }).kept).toEqual(['light-and-pose-kept']);
    expect(arrangeSitting({ outfit: 'suit', note: 'navy' }).kept).toEqual(['clothes-kept', 'note-unused']);
    expect(arrangeSitting({ style: 'corporate-grey', outfit: 'as-worn', expression: 'as-photographed' }).kept).toEqual(['light-and-pose-kept']);
  });

  it('lets a backdrop, a crop and clothes be chosen against the look', () => {
    expect(arrangeSitting({ style: 'legal-charcoal', backdrop: 'sky', framing: 'head', outfit: 'robe' })).toMatchObject({ backdrop: 'sky', framing: 'head', clothes: expect.stringContaining('robe') });
    expect(arrangeSitting({ style: 'brand-tint', brand: '#0a7c66' }).backdrop).toBe('#0a7c66-tint');
    expect(findBackdrop('#0a7c66-tint')?.lightness).toBeGreaterThan(70);
  });
});
