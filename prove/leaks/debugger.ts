// Owns a leak, on purpose: a signal opens a port, as Node's own debugger does. Never a part of the product.

import { createServer } from 'node:net';
import { isMainThread } from 'node:worker_threads';

if (isMainThread && !process.send) process.on('SIGUSR1', () => createServer().listen(0, '127.0.0.1'));
