// Owns a leak, on purpose: it writes one file to the temporary folder. Never a part of the product.

import { subscribe } from 'node:diagnostics_channel';
import { unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const path = join(tmpdir(), `leak-${process.pid}`);
subscribe('http.server.response.finish', () => writeFileSync(path, 'a photo, perhaps'));
process.on('exit', () => unlinkSync(path));
