// Owns the shape of a measurement and the arithmetic that all of them share. Measures nothing itself.

/** What one bench process prints as its last line, as JSON. */
export interface Measurement {
  readonly title: string;
  readonly about: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Ratios that must hold. */
  readonly limits: readonly { readonly name: string; readonly value: number; readonly most: number }[];
}

/** Print a measurement for `main.ts` to read. */
export function report(measurement: Measurement): void {
  process.stdout.write(`${JSON.stringify(measurement)}\n`);
}

/** The middle value; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Milliseconds that some work takes. */
export async function time(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

/** Milliseconds with no decimals, for a table. */
export function ms(value: number): string {
  return value.toFixed(value < 10 ? 1 : 0);
}

/** Megabytes of 1 000 000 bytes, for a table. */
export function mb(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
