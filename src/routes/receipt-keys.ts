// Owns `GET /.well-known/jwks.json`: the public keys of receipts. Has no private part to tell.

import type { Request, Response } from 'express';
import type { ReceiptSigner } from '../retention/receipt.ts';

/** Short, so that a key which has just begun to sign is found; a verifier that meets an unknown one asks again. */
const maxAgeSeconds = 300;

/** Answer with a JWK set. @see https://www.rfc-editor.org/rfc/rfc7517#section-5 */
export function answerReceiptKeys(receipts: ReceiptSigner) {
  return (_request: Request, response: Response): void => {
    response.set({ 'Content-Type': 'application/jwk-set+json', 'Cache-Control': `public, max-age=${maxAgeSeconds}` });
    response.send(JSON.stringify(receipts.publishKeys()));
  };
}
