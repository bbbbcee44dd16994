// Owns the table of what happened to each photo of a team, as CSV (RFC 4180). Refuses cells that a spreadsheet would run as a formula.

/** What happened to one photo. */
export interface ResultRow {
  /** As the photo was called; empty for what is said of the rest of a zip. */
  readonly name: string;
  readonly status: 'made' | 'failed' | 'not-made';
  /** The file that was made; empty where there is none. */
  readonly file: string;
  /** A problem's code; empty where there is none. */
  readonly problem: string;
  readonly advice: string;
  readonly engine: string;
}

const columns = ['name', 'status', 'file', 'problem', 'advice', 'engine'] as const satisfies readonly (keyof ResultRow)[];

/** Beginnings at which a spreadsheet takes a cell for a formula, full-width ones of East Asian keyboards included. @see https://owasp.org/www-community/attacks/CSV_Injection */
const formulaStart = /^\s*[=+\-@\t\r\n＝＋－＠]/;

/** One line for the names of the columns, then one for each row. */
export function writeResults(rows: readonly ResultRow[]): string {
  return [columns.join(','), ...rows.map((row) => columns.map((column) => writeCell(row[column])).join(','))].map((line) => `${line}\r\n`).join('');
}

/** An apostrophe makes it text to every spreadsheet, and stays to be seen. */
function writeCell(value: string): string {
  const guarded = formulaStart.test(value) ? `'${value}` : value;
  return `"${guarded.replaceAll('"', '""')}"`;
}
