// Owns a leak, on purpose: it calls at a port that no provider has. Never a part of the product.

import { subscribe } from 'node:diagnostics_channel';
import { connect } from 'node:net';

subscribe('http.server.response.finish', () => {
  // 9 is discard, RFC 863: whether anybody listens does not matter.
  connect(9, '127.0.0.1').on('error', () => {});
});
