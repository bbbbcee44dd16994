// Owns chance that can be repeated. Refuses to be used for secrets.

/** Chance of a seed: the same numbers for the same seed. */
export interface Chance {
  /** A whole number from 0 to `below` − 1. */
  draw(below: number): number;
  pick<T>(among: readonly T[]): T;
}

/** The generator mulberry32, of 32 bits of state. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  const draw = (below: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
  return { draw, pick: (among) => among[draw(among.length)] as (typeof among)[number] };
}
