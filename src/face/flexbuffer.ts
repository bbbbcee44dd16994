// Owns reading the numbers and number lists of a FlexBuffer map. Refuses every other shape.

// The type numbers of https://flatbuffers.dev/internals/#flexbuffers
const floatType = 3;
const integerType = 1;
const unsignedType = 2;

/**
 * Read a FlexBuffer whose root is a map of numbers and lists of integers.
 *
 * @returns Key → number or list; entries of other types are left out.
 */
export function readNumberMap(bytes: Uint8Array<ArrayBuffer>): Map<string, number | number[]> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const rootWidth = view.getUint8(bytes.length - 1);
  const root = follow(view, bytes.length - 2 - rootWidth, rootWidth);
  const width = 1 << (view.getUint8(bytes.length - 2) & 3);
  const count = unsigned(view, root - width, width);
  const keyWidth = unsigned(view, root - 2 * width, width);
  const keys = follow(view, root - 3 * width, width);
  const entries = new Map<string, number | number[]>();
  for (let index = 0; index < count; index++) {
    const key = readKey(bytes, follow(view, keys + index * keyWidth, keyWidth));
    const value = readValue(view, root + index * width, width, view.getUint8(root + count * width + index));
    if (value !== undefined) entries.set(key, value);
  }
  return entries;
}

function readValue(view: DataView, at: number, width: number, packed: number): number | number[] | undefined {
  const type = packed >> 2;
  if (type === floatType) return width === 8 ? view.getFloat64(at, true) : view.getFloat32(at, true);
  if (type === integerType || type === unsignedType) return unsigned(view, at, width);
  const isList = type === 10 || type === 11 || type === 12;
  if (!isList) return undefined;
  const itemWidth = 1 << (packed & 3);
  const list = follow(view, at, width);
  return Array.from({ length: unsigned(view, list - itemWidth, itemWidth) }, (_, item) => unsigned(view, list + item * itemWidth, itemWidth));
}

function follow(view: DataView, at: number, width: number): number {
  return at - unsigned(view, at, width);
}

function unsigned(view: DataView, at: number, width: number): number {
  if (width === 1) return view.getUint8(at);
  if (width === 2) return view.getUint16(at, true);
  if (width === 4) return view.getUint32(at, true);
  return Number(view.getBigUint64(at, true));
}

function readKey(bytes: Uint8Array, start: number): string {
  return Buffer.from(bytes.subarray(start, bytes.indexOf(0, start))).toString('latin1');
}
