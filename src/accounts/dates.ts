// Owns days and how dates are written. Refuses any clock but UTC.

/** A day of UTC, which knows no summer time. */
export const dayMs = 24 * 3_600_000;

/** The first millisecond of the day, UTC: nobody needs to know at which minute somebody had a picture made. */
export function startOfDay(atMs: number): number {
  return atMs - (atMs % dayMs);
}

/** ISO 8601 in UTC. */
export function writeDate(atMs: number): string {
  return new Date(atMs).toISOString();
}
