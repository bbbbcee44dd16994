// Owns turning drawn SVG into pixels, in a process of its own: the service blocks libvips's SVG loader for the whole process. Refuses files on disk.

import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export type PaintForm = 'rgb' | 'rgba' | 'alpha' | 'jpeg' | 'png' | 'webp';

interface Order {
  readonly id: number;
  readonly svg: string;
  readonly form: PaintForm;
}

interface Delivery {
  readonly id: number;
  readonly data: Uint8Array;
}

const program = fileURLToPath(import.meta.url);
const waiting = new Map<number, (data: Uint8Array<ArrayBuffer>) => void>();
/** What was painted, by form and SVG: many tests of a file begin with the same picture. */
const painted = new Map<string, Uint8Array<ArrayBuffer>>();
/** Larger ones are few: raw pixels of 2 megapixels are kept, those of 12 are not. */
const mostKeptBytes = 8e6;
let painter: ChildProcess | undefined;
let orders = 0;

/**
 * Paint an SVG, in whatever order sharp and the service's own photo code were loaded.
 *
 * @returns Raw pixels or a file's bytes, in a buffer of their own.
 */
export async function paintSvg(svg: string, form: PaintForm): Promise<Uint8Array<ArrayBuffer>> {
  const name = `${form} ${svg}`;
  const data = painted.get(name) ?? (await orderPicture(svg, form));
  if (data.length > mostKeptBytes) return data;
  painted.set(name, data);
  return data.slice();
}

async function orderPicture(svg: string, form: PaintForm): Promise<Uint8Array<ArrayBuffer>> {
  painter ??= startPainter();
  const id = ++orders;
  painter.ref();
  painter.channel?.ref();
  const data = await new Promise<Uint8Array<ArrayBuffer>>((resolve) => {
    waiting.set(id, resolve);
    painter?.send({ id, svg, form } satisfies Order);
  });
  if (waiting.size === 0) {
    // An idle painter must not keep a finished test run alive.
    painter.unref();
    painter.channel?.unref();
  }
  return data;
}

function startPainter(): ChildProcess {
  const child = fork(program, ['paint'], { serialization: 'advanced', execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  child.on('message', ({ id, data }: Delivery) => {
    const resolve = waiting.get(id);
    waiting.delete(id);
    resolve?.(new Uint8Array(data));
  });
  return child;
}

async function paint({ svg, form }: Order): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  const picture = sharp(Buffer.from(svg));
  if (form === 'rgb') return picture.flatten({ background: '#fff' }).removeAlpha().raw().toBuffer();
  if (form === 'rgba') return picture.ensureAlpha().raw().toBuffer();
  if (form === 'alpha') return picture.ensureAlpha().extractChannel(3).raw().toBuffer();
  if (form === 'jpeg') return picture.flatten({ background: '#fff' }).jpeg({ quality: 92, chromaSubsampling: '4:4:4' }).toBuffer();
  return picture.toFormat(form).toBuffer();
}

if (process.argv[2] === 'paint' && process.argv[1] === program) {
  process.on('message', (order: Order) => {
    void paint(order).then((data) => process.send?.({ id: order.id, data } satisfies Delivery));
  });
}
