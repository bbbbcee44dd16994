// Owns what each kind of work costs. Refuses other tables: the page, the API and the ledger all read this one.

/** Credits for one delivered picture of each kind of work; 0 is free for everybody. */
export const creditPrices = {
  headshot: 1,
  cutout: 1,
  document: 1,
  thumbnail: 1,
  // A sheet prints a photo that was paid for already, and a check makes no picture.
  sheet: 0,
  check: 0,
} as const satisfies Readonly<Record<string, number>>;

/** A kind of work that has a price. */
export type PricedWork = keyof typeof creditPrices;
