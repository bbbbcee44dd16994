// Shows that the prompt keeps the person first, then sets the scene, and names several photos as one person.

import { describe, expect, it } from 'vitest';
import { studioLight, writeHeadshotPrompt } from '../../src/styles/prompt.ts';

const description = { backdrop: 'Warm grey paper.', light: studioLight, framing: 'head-and-shoulders', references: 1 } as const;

describe('writeHeadshotPrompt', () => {
  it('says first what must not change, then what may, then the camera, then what to avoid', () => {
    const [keep, change, camera, avoid, ...more] = writeHeadshotPrompt(description).split('\n\n');
    expect(keep).toMatch(/same face shape.*skin tone.*glasses/);
    expect(change).toContain('Backdrop: Warm grey paper. Light: ');
    expect(camera).toContain('85 mm');
    expect(avoid).toMatch(/^No text, logo.*hands near the face.*plastic skin/);
    expect(more).toEqual([]);
  });

  it('names several photos as the same person, the first as the one to follow', () => {
    expect(writeHeadshotPrompt({ ...description, references: 5 })).toMatch(/All 5 photos show that same person.*follow the first/);
    expect(writeHeadshotPrompt(description)).toContain('the person in this photo');
  });

  it('describes each framing in its own words', () => {
    const prompts = (['head-and-shoulders', 'tight', 'wide'] as const).map((framing) => writeHeadshotPrompt({ ...description, framing }));
    expect(new Set(prompts).size).toBe(3);
  });

  it('refuses to invent a person', () => {
    expect(() => writeHeadshotPrompt({ ...description, references: 0 })).toThrow(RangeError);
  });
});
