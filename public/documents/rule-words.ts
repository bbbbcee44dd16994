// Owns a document's rules in words. Refuses to say more than the rule does.

import { frameOf } from '../../src/documents/aim.ts';
import { describeShade } from '../../src/documents/background-shades.ts';
import type { Band, DigitalLimits, DocumentRule, Submission } from '../../src/documents/rule.ts';

/** One quiet line about a rule. */
export interface RuleLine {
  readonly term: string;
  readonly words: string;
}

/** A document as it is named in a list: "United States · Passport". */
export function titleOf(rule: DocumentRule): string {
  return rule.id === 'custom' ? 'A size of your own' : `${rule.countryName} · ${rule.title}`;
}

/** Width and height of the print: "50.8 × 50.8 mm". */
export function sizeOf({ widthMm, heightMm }: { readonly widthMm: number; readonly heightMm: number }): string {
  return `${plain(widthMm)} × ${plain(heightMm)} mm`;
}

/** What the rule asks for, a line each; what it does not say is left out. */
export function describeRule(rule: DocumentRule): RuleLine[] {
  const lines = [
    { term: 'Size', words: describeSize(rule) },
    { term: 'Head', words: rule.headMm ? `${bandOf(rule.headMm)}, chin to ${rule.crownAt === 'hair' ? 'the top of the hair' : 'crown without the hair'}` : '' },
    { term: 'Eyes', words: rule.eyeFromBottomMm ? `${bandOf(rule.eyeFromBottomMm)} above the lower edge` : '' },
    { term: 'Background', words: joinWords(rule.background.map((shade) => describeShade(shade).title), 'or') },
    { term: 'File', words: rule.digital ? describeFile(rule.digital) : '' },
    { term: 'Glasses', words: rule.glasses === 'forbidden' ? 'off' : rule.glasses === 'if-needed' ? 'only if needed' : '' },
    { term: 'Edits', words: rule.alteration.sentence ?? '' },
    { term: 'Handed in', words: `${submissionWords[rule.submission]}${rule.prints ? `, ${rule.prints} ${rule.prints === 1 ? 'print' : 'prints'}` : ''}` },
  ];
  return lines.filter(({ words }) => words !== '');
}

/** When the rules were read: "November 2026", "16 May 2026". */
export function readWhen(readOn: string): string {
  const [year = '', month = '1', day] = readOn.split('-');
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day ?? 1)));
  const format: Intl.DateTimeFormatOptions = { year: 'numeric', month: 'long', timeZone: 'UTC', ...(day && { day: 'numeric' }) };
  return `${day ? 'on' : 'in'} ${date.toLocaleDateString('en-GB', format)}`;
}

/** A number without a needless decimal. */
export function plain(value: number): string {
  return String(Math.round(value * 10) / 10);
}

const submissionWords: Readonly<Record<Submission, string>> = {
  print: 'on paper',
  'print-certified': 'on paper, from a certified photographer or booth',
  digital: 'uploaded',
  'digital-certified': 'from a certified photographer, online',
  onsite: 'usually taken at the office',
};

/** A portal whose pixels have another shape than its print makes a photo of the pixels' shape. */
function describeSize(rule: DocumentRule): string {
  const frame = frameOf(rule);
  const same = sizeOf(frame) === sizeOf(rule);
  return same ? sizeOf(rule) : `${sizeOf(rule)}; the portal’s pixels make it ${sizeOf(frame)}`;
}

function describeFile({ minPixels, maxPixels, minKB, maxKB, formats }: DigitalLimits): string {
  const size = (pixels: { readonly width: number; readonly height: number }) => `${pixels.width} × ${pixels.height}`;
  const same = minPixels && maxPixels && size(minPixels) === size(maxPixels);
  const pixels = same ? `${size(minPixels)} px` : between(minPixels && size(minPixels), maxPixels && size(maxPixels), 'px');
  const bytes = between(minKB === null ? null : String(minKB), maxKB === null ? null : String(maxKB), 'kB');
  return [joinWords(formats.map((format) => format.toUpperCase()), 'or'), pixels, bytes].filter(Boolean).join(', ');
}

function between(least: string | null, greatest: string | null, unit: string): string {
  if (least && greatest) return `${least} to ${greatest} ${unit}`;
  if (least) return `at least ${least} ${unit}`;
  return greatest ? `at most ${greatest} ${unit}` : '';
}

function bandOf({ min, max }: Band): string {
  return min === max ? `${plain(min)} mm` : `${plain(min)}–${plain(max)} mm`;
}

function joinWords(words: readonly string[], last: string): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}
