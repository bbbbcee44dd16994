// Owns the plainest TIFF there is: one uncompressed 8-bit strip and a colour profile. Refuses everything else TIFF can be.

const headerBytes = 8;
const entryBytes = 12;
const shortType = 3;
const longType = 4;
const undefinedType = 7;

/** A TIFF whose pixels are still to be written. */
export interface BlankTiff {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where the interleaved samples go, row by row, inside `bytes`. */
  readonly samples: Uint8Array<ArrayBuffer>;
}

/**
 * Lay out a TIFF in one buffer, so that pixels from a foreign decoder reach libvips together with their profile.
 *
 * @param channels - 3 RGB, 4 RGB with straight alpha.
 * @param profile - ICC profile, or none for sRGB.
 * @see https://www.itu.int/itudoc/itu-t/com16/tiff-fx/docs/tiff6.pdf
 */
export function createTiff(width: number, height: number, channels: 3 | 4, profile: Uint8Array | undefined): BlankTiff {
  const sampleBytes = width * height * channels;
  const bitsAt = headerBytes;
  const profileAt = bitsAt + 2 * channels;
  const directoryAt = roundUpToEven(profileAt + (profile?.byteLength ?? 0));
  const entries = describePixels(width, height, channels, bitsAt);
  if (channels === 4) entries.push([338, shortType, 1, 2]);
  if (profile !== undefined) entries.push([34675, undefinedType, profile.byteLength, profileAt]);
  const samplesAt = directoryAt + 2 + entries.length * entryBytes + 4;
  entries.push([273, longType, 1, samplesAt + entryBytes], [279, longType, 1, sampleBytes]);
  const dataAt = samplesAt + 2 * entryBytes;
  const bytes = new Uint8Array(dataAt + sampleBytes);
  const view = new DataView(bytes.buffer);
  bytes.set([0x49, 0x49, 42, 0]);
  view.setUint32(4, directoryAt, true);
  for (let channel = 0; channel < channels; channel += 1) view.setUint16(bitsAt + 2 * channel, 8, true);
  if (profile !== undefined) bytes.set(profile, profileAt);
  writeDirectory(view, directoryAt, entries.map((entry) => (entry[0] === 273 ? [273, longType, 1, dataAt] : entry)));
  return { bytes, samples: bytes.subarray(dataAt) };
}

type Entry = [tag: number, type: number, count: number, value: number];

function describePixels(width: number, height: number, channels: number, bitsAt: number): Entry[] {
  return [
    [256, longType, 1, width],
    [257, longType, 1, height],
    [258, shortType, channels, bitsAt],
    [259, shortType, 1, 1],
    [262, shortType, 1, 2],
    [277, shortType, 1, channels],
    [278, longType, 1, height],
  ];
}

function writeDirectory(view: DataView, at: number, entries: Entry[]): void {
  view.setUint16(at, entries.length, true);
  entries.sort((one, other) => one[0] - other[0]).forEach(([tag, type, count, value], index) => {
    const entryAt = at + 2 + index * entryBytes;
    view.setUint16(entryAt, tag, true);
    view.setUint16(entryAt + 2, type, true);
    view.setUint32(entryAt + 4, count, true);
    view.setUint32(entryAt + 8, value, true);
  });
}

function roundUpToEven(value: number): number {
  return value + (value % 2);
}
