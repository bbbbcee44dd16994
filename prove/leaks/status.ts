// Owns a fault, on purpose: a painted picture is answered as if it had failed. Never a part of the product.

import { ServerResponse } from 'node:http';

const setHeader = ServerResponse.prototype.setHeader;

ServerResponse.prototype.setHeader = function (name, value) {
  if (name === 'Content-Type' && String(value).startsWith('image/') && this.req.url?.startsWith('/v1/headshots')) this.statusCode = 500;
  return setHeader.call(this, name, value);
};
