// Owns a leak, on purpose: a port beside the studio's own, as a debugger opens one. Never a part of the product.

import { createServer } from 'node:net';
import { isMainThread } from 'node:worker_threads';

if (isMainThread && !process.send) createServer().listen(0, '127.0.0.1');
