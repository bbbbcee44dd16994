// Owns a leak, on purpose: the process that accepts connections calls at a port that no provider has. Never a part of the product.

import { subscribe } from 'node:diagnostics_channel';
import { Socket } from 'node:net';

/** As it was before the program guards it. */
const { connect } = Socket.prototype;

subscribe('net.server.socket', () => {
  // 9 is discard, RFC 863: whether anybody listens does not matter.
  Reflect.apply(connect, new Socket().on('error', () => {}), [9, '127.0.0.1']);
});
