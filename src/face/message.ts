// Owns the words between the pool and its worker threads. Refuses strings that hold anything of a picture.

import type { Affine, CutOut, Pixels } from '../photo/pixels.ts';
import type { MatteGrid } from './cut.ts';
import type { Portrait } from './portrait.ts';

/** What a worker is asked to do. */
export type Task =
  | { readonly kind: 'read'; readonly picture: Pixels<3>; readonly withMatte: boolean }
  | { readonly kind: 'cut'; readonly picture: Pixels<3>; readonly matte: MatteGrid; readonly map: Affine };

/** The arrays of a task that hold image data; each spans its own buffer and is transferred, never copied into a message. */
export function arraysOf(task: Task): (Uint8Array<ArrayBuffer> | Float32Array<ArrayBuffer>)[] {
  return task.kind === 'cut' ? [task.picture.data, ...task.matte.buffers] : [task.picture.data];
}

/** To a worker: one task at a time. `stop` turns non-zero when nobody waits for the answer any more. */
export interface Order {
  readonly task: Task;
  readonly stop: Int32Array;
}

/** What a thread starts with; nothing for the first of a process. */
export interface Start {
  /** The runtime's program as an earlier thread compiled it, and proved it: its machine code is shared, also what is optimised later. */
  readonly program?: WebAssembly.Module;
  /** Without a task for so long, the thread overwrites what the last one left inside the models, in milliseconds. */
  readonly blankAfterMs: number;
}

/** From a worker; after `ready` each order gets exactly one answer. */
export type Answer =
  | { readonly kind: 'ready'; readonly program?: WebAssembly.Module }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'portrait'; readonly portrait: Portrait }
  | { readonly kind: 'cut'; readonly cut: CutOut }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'broken'; readonly errorClass: string }
  | { readonly kind: 'blanked' };
