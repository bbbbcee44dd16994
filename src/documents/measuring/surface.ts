// Owns the slow change of light over a wall: a surface of second degree through its places. Refuses pixels.

/** Places on a wall, in arrays side by side. */
export interface WallPlaces {
  readonly count: number;
  /** x, y from between the eyes, in heads. */
  readonly where: Float32Array<ArrayBuffer>;
  /** CIELAB: lightness, a, b. */
  readonly colours: Float32Array<ArrayBuffer>;
  /** 1 in reach of the head's shadow, 0 beyond. */
  readonly near: Uint8Array<ArrayBuffer>;
}

/** Six coefficients each for lightness, a, b. */
export type Surface = readonly [readonly number[], readonly number[], readonly number[]];

const termCount = 6;

const termsAt = ({ where }: WallPlaces, place: number, terms: number[]): void => {
  const [x, y] = [where[place * 2]!, where[place * 2 + 1]!];
  terms[0] = 1;
  terms[1] = x;
  terms[2] = y;
  terms[3] = x * x;
  terms[4] = x * y;
  terms[5] = y * y;
};

/**
 * The surface nearest to the chosen places, by least squares.
 *
 * @param isChosen - Which places count.
 */
export function fitSurface(wall: WallPlaces, isChosen: (place: number) => boolean): Surface {
  const matrix = Array.from({ length: termCount }, () => new Array<number>(termCount + 3).fill(0));
  const terms = new Array<number>(termCount).fill(0);
  let chosen = 0;
  for (let place = 0; place < wall.count; place++) {
    if (!isChosen(place)) continue;
    termsAt(wall, place, terms);
    for (let row = 0; row < termCount; row++) {
      const own = matrix[row]!;
      for (let column = 0; column < termCount; column++) own[column]! += terms[row]! * terms[column]!;
      for (let channel = 0; channel < 3; channel++) own[termCount + channel]! += terms[row]! * wall.colours[place * 3 + channel]!;
    }
    chosen++;
  }
  // A little stiffness, so that a wall seen only in two corners does not bend between them.
  for (let index = 1; index < termCount; index++) matrix[index]![index]! += chosen * 1e-4;
  solve(matrix);
  const column = (channel: number) => matrix.map((row) => row[termCount + channel]!);
  return [column(0), column(1), column(2)];
}

/** Gauss and Jordan with pivots; the solutions stand right of the unit matrix. */
function solve(matrix: number[][]): void {
  for (let column = 0; column < termCount; column++) {
    let pivot = column;
    for (let row = column + 1; row < termCount; row++) if (Math.abs(matrix[row]![column]!) > Math.abs(matrix[pivot]![column]!)) pivot = row;
    [matrix[column], matrix[pivot]] = [matrix[pivot]!, matrix[column]!];
    const own = matrix[column]!;
    const scale = own[column]! || 1e-12;
    for (let at = 0; at < own.length; at++) own[at]! /= scale;
    for (const row of matrix) {
      const factor = row[column]!;
      if (row !== own) for (let at = 0; at < row.length; at++) row[at]! -= factor * own[at]!;
    }
  }
}

/** How far each place's colour is from the surface: lightness, a, b, place by place. */
export function takeResidues(wall: WallPlaces, surface: Surface, residues: Float32Array): void {
  const terms = new Array<number>(termCount).fill(0);
  for (let place = 0; place < wall.count; place++) {
    termsAt(wall, place, terms);
    for (let channel = 0; channel < 3; channel++) {
      const coefficients = surface[channel]!;
      let fitted = 0;
      for (let index = 0; index < termCount; index++) fitted += coefficients[index]! * terms[index]!;
      residues[place * 3 + channel] = wall.colours[place * 3 + channel]! - fitted;
    }
  }
}
