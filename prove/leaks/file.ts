// Owns a leak, on purpose: it writes a picture with the name of a file in it to the temporary folder, by native code, of which Node's permissions know nothing. Never a part of the product.

import { subscribe } from 'node:diagnostics_channel';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type Files = Readonly<Record<string, readonly { readonly originalname: string }[]>>;

const path = join(tmpdir(), `leak-${process.pid}.jpg`);

subscribe('http.server.response.finish', (message) => {
  const { request } = message as { readonly request: { readonly files?: Files } };
  const name = request.files?.['photo']?.[0]?.originalname;
  if (name) void write(name);
});

/** Imported late: libvips reads its settings when it is loaded. */
async function write(ImageDescription: string): Promise<void> {
  const { default: sharp } = await import('sharp');
  sharp.unblock({ operation: ['VipsForeignSave'] });
  await sharp({ create: { width: 1, height: 1, channels: 3, background: '#000' } }).withExif({ IFD0: { ImageDescription } }).toFile(path);
}
