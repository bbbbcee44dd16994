// Owns how the proof is said: one row for each promise, for people or for machines.

/** One promise, and what was measured. */
export interface Row {
  readonly name: string;
  /** `reported`: measured, but not promised in the mode that runs. */
  readonly verdict: 'holds' | 'fails' | 'reported';
  readonly says: string;
  /** Numbers behind it. */
  readonly details?: readonly string[] | undefined;
}

/** What was proved of what. */
export interface Proof {
  readonly mode: string;
  readonly watch: string;
  readonly seconds: number;
  readonly rows: readonly Row[];
}

/** The table in Markdown, details below it. */
export function writeTable({ mode, watch, seconds, rows }: Proof): string {
  const lines = rows.map(({ name, verdict, says }) => `| ${verdict === 'fails' ? '**FAILS**' : verdict} | ${name} | ${says} |`);
  const details = rows.flatMap((row) => (row.details?.length ? ['', `${row.name}:`, ...row.details.map((detail) => `  ${detail}`)] : []));
  const failed = rows.filter(({ verdict }) => verdict === 'fails').length;
  const head = `RETENTION=${mode}, watched by ${watch}, ${seconds.toFixed(0)} s. ${failed === 0 ? 'Every promise holds.' : `${failed} of ${rows.length} rows fail.`}`;
  return ['| | promise | measured |', '|---|---|---|', ...lines, ...details, '', head, ''].join('\n');
}
