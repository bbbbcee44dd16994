// Owns a fault, on purpose: of a painted picture the answer says that it cost nothing, and the ledger charges it. Never a part of the product.

import { ServerResponse } from 'node:http';

const setHeader = ServerResponse.prototype.setHeader;

ServerResponse.prototype.setHeader = function (name, value) {
  const isDenied = name.toLowerCase() === 'x-credits-charged' && this.req.url?.startsWith('/v1/headshots');
  return setHeader.call(this, name, isDenied ? '0' : value);
};
