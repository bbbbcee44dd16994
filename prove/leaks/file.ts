// Owns a leak, on purpose: it writes one file to the temporary folder, by native code, of which Node's permissions know nothing. Never a part of the product.

import { subscribe } from 'node:diagnostics_channel';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const path = join(tmpdir(), `leak-${process.pid}.png`);

subscribe('http.server.response.finish', () => void write());

/** Imported late: libvips reads its settings when it is loaded. */
async function write(): Promise<void> {
  const { default: sharp } = await import('sharp');
  sharp.unblock({ operation: ['VipsForeignSave'] });
  await sharp({ create: { width: 1, height: 1, channels: 3, background: '#000' } }).toFile(path);
}
