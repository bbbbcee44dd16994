// Shows the parts of a pack that need no studio: the order of completion, the choice among selfies, the last look at a picture.

import { describe, expect, it } from 'vitest';
import { createPixels } from '../../src/photo/pixels.ts';
import { inOrderOfCompletion } from '../../src/studio/completion.ts';
import { checkPicture } from '../../src/studio/picture-check.ts';
import { chooseSelfies } from '../../src/studio/selfie-scores.ts';
import type { SelfieScore } from '../../src/studio/selfie-scores.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('work in order of completion', () => {
  it('hands out what ends first, and begins nothing while nobody takes', async () => {
    const ends = Array.from({ length: 6 }, () => Promise.withResolvers<number>());
    let begun = 0;
    const results = inOrderOfCompletion(ends.map(({ promise }) => () => (begun++, promise)), 2);
    const first = results.next();
    ends[1]!.resolve(1);
    expect(await first).toEqual({ done: false, value: 1 });
    for (const [place, { resolve }] of ends.entries()) resolve(place);
    await turn();
    expect(begun, 'one is handed out, one waits').toBe(2);
    const rest = await Array.fromAsync(results);
    expect([begun, rest.toSorted()]).toEqual([6, [0, 2, 3, 4, 5]]);
  });

  it('waits for what runs and begins nothing more when whoever takes leaves, or a job breaks', async () => {
    for (const ending of ['leave', 'break'] as const) {
      const slow = Promise.withResolvers<string>();
      let begun = 0;
      const jobs = [async () => (ending === 'break' ? Promise.reject(new Error('broken')) : 'first'), () => slow.promise, async () => 'never'];
      const results = inOrderOfCompletion(jobs.map((job) => () => (begun++, job())), 2);
      let isOver = false;
      const ended = (ending === 'leave' ? results.next().then(() => results.return()) : results.next().catch(() => undefined)).then(() => (isOver = true));
      await turn();
      expect(isOver).toBe(false);
      slow.resolve('late');
      await ended;
      expect([begun, await results.next()]).toEqual([2, { done: true, value: undefined }]);
    }
  });
});

describe('the choice among selfies', () => {
  const score = (quality: number, yaw = 0, faceShare = 0.4): SelfieScore => ({ quality, yaw, pitch: 0, faceShare });

  it('begins with the best and goes on with what is good and unlike those chosen', () => {
    expect(chooseSelfies([score(0.6), score(0.9), score(0.85), score(0.5, 20), score(0.1, -40)], 3)).toEqual([1, 3, 2]);
    expect(chooseSelfies([score(0.6), score(0.9)], 14)).toEqual([1, 0]);
    expect(chooseSelfies([], 3)).toEqual([]);
  });
});

describe('the last look at a picture', () => {
  const render = (width: number, height: number, paint: (at: number) => number) => {
    const pixels = createPixels(width, height, 3);
    pixels.data.forEach((_, at) => (pixels.data[at] = paint(at)));
    return { pixels, source: 'humanEdits', faces: 1, confidence: 1, notes: [] } as const;
  };
  const lively = (at: number) => (at * 7) % 256;

  it('refuses one without anything on it, and one of another shape', () => {
    expect(() => checkPicture(render(80, 100, lively), { aspect: 0.8, width: 80 })).not.toThrow();
    expect(() => checkPicture(render(80, 100, (at) => 120 + (at % 9)), {})).toThrow('result-unusable');
    expect(() => checkPicture(render(100, 100, lively), { aspect: 0.8 })).toThrow('result-unusable');
    expect(() => checkPicture(render(80, 100, lively), { width: 81 })).toThrow('result-unusable');
  });
});
