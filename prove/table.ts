// Owns how the proof is said: one row for each promise, for people or for machines.

import { unpromised } from '../src/retention/statement.ts';

/** One promise, and what was measured. */
export interface Row {
  readonly name: string;
  /** `HTTP` or `HTTPS`, where it was measured over one of them. */
  readonly over?: string;
  /** `reported`: measured, but not promised in the mode that runs; `skipped`: a tool is missing. */
  readonly verdict: 'holds' | 'fails' | 'reported' | 'skipped';
  readonly says: string;
  /** Numbers behind it. */
  readonly details?: readonly string[] | undefined;
}

/** What was proved of what. */
export interface Proof {
  /** `die` or `scrub`. */
  readonly mode: string;
  /** How files and connections were watched. */
  readonly watch: string;
  readonly seconds: number;
  readonly rows: readonly Row[];
  readonly unpromised: readonly string[];
}

/** What no program can promise, by name. */
export const namesUnpromised: readonly string[] = unpromised.map(({ name }) => name);

/** The table in Markdown, details below it. */
export function writeTable({ mode, watch, seconds, rows, unpromised: names }: Proof): string {
  const lines = rows.map(({ name, over = '', verdict, says }) => `| ${verdict === 'fails' ? '**FAILS**' : verdict} | ${name} | ${over} | ${says} |`);
  const details = rows.flatMap(describeDetails);
  const failed = rows.filter(({ verdict }) => verdict === 'fails').length;
  const result = failed === 0 ? 'Every promise holds.' : `${failed} of ${rows.length} rows fail.`;
  const foot = [`What no program can promise: ${names.join(', ')}. PRIVACY.md says why.`, `RETENTION=${mode}, watched by ${watch}, ${seconds.toFixed(0)} s. ${result}`];
  return ['| | promise | over | measured |', '|---|---|---|---|', ...lines, ...details, '', ...foot, ''].join('\n');
}

function describeDetails({ name, over, details }: Row): string[] {
  return details?.length ? ['', `${name}${over ? `, ${over}` : ''}:`, ...details.map((detail) => `  ${detail}`)] : [];
}
