// Shows that a part measured alone changes its own section of the report and no other.

import { expect, it } from 'vitest';
import type { Measurement } from '../bench/measurement.ts';
import { replaceSection } from '../bench/sections.ts';

const measured = (title: string, value: number): Measurement => ({ title, about: 'About.', columns: ['a', 'b'], rows: [['1', '2']], limits: [{ name: 'Ratio', value, most: 2 }] });

const titlesOf = (report: string) => [...report.matchAll(/^## (.*)$/gm)].map(([, title]) => title);

it('a section is written anew in its place, or added at the end', () => {
  const first = replaceSection('', measured('Start', 1), new Date('2026-01-01'));
  const both = replaceSection(first, measured('Start of all', 1.5), new Date('2026-01-02'));
  const again = replaceSection(both, measured('Start', 3), new Date('2026-01-03'));
  expect([first, both, again].map(titlesOf)).toEqual([['Start'], ['Start', 'Start of all'], ['Start', 'Start of all']]);
  expect(again).toMatch(/\*\*3\.000\*\*, at most 2: \*\*does not hold\*\*\n\nMeasured on 2026-01-03: /);
  expect(again.slice(again.indexOf('## Start of all'))).toBe(both.slice(both.indexOf('## Start of all')));
  expect(again.split('# Speed and memory')).toHaveLength(2);
});
