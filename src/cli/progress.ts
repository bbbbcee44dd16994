// Owns what the command line says while it works: a bar on a terminal, a line each where there is none. Writes to standard error alone.

import { printable } from './fault.ts';

/** Where progress is said. */
export interface ProgressScreen {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

/** The progress of one command. */
export interface Progress extends Disposable {
  /** One more is done. @param stays - The label is worth a line of its own on a terminal too. */
  step(label: string, stays?: boolean): void;
}

const barCells = 24;

/** Clears the line from its beginning (ECMA-48 EL). */
const clearLine = '\r\u001b[2K';

/** @param total - Steps until all is done; one at least. */
export function createProgress(screen: ProgressScreen, total: number): Progress {
  let done = 0;
  const draw = (label: string) => {
    const cells = Math.round((done / total) * barCells);
    screen.write(`${clearLine}[${'#'.repeat(cells)}${'.'.repeat(barCells - cells)}] ${done}/${total} ${label}`);
  };
  if (screen.isTTY) draw('');
  return {
    step(label, stays = false) {
      done += 1;
      if (!screen.isTTY) return void screen.write(`${done}/${total} ${printable(label)}\n`);
      if (stays) screen.write(`${clearLine}${printable(label)}\n`);
      draw(stays ? '' : printable(label));
    },
    [Symbol.dispose]: () => void (screen.isTTY && screen.write(clearLine)),
  };
}
