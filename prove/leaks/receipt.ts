// Owns a leak, on purpose: receipts that nobody signed. Never a part of the product.

import { ServerResponse } from 'node:http';

const setHeader = ServerResponse.prototype.setHeader;

ServerResponse.prototype.setHeader = function (name, value) {
  const forged = name === 'Ephemera-Receipt' ? String(value).split('').reverse().join('') : value;
  return setHeader.call(this, name, forged);
};
