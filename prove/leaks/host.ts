// Owns a leak, on purpose: the process that accepts connections calls at a port that no provider has. Never a part of the product.

import { subscribe } from 'node:diagnostics_channel';
import { connect } from 'node:net';

subscribe('net.server.socket', () => {
  // 9 is discard, RFC 863: whether anybody listens does not matter.
  connect(9, '127.0.0.1').on('error', () => {});
});
