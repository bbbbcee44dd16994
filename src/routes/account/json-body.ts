// Owns the JSON bodies of account routes: how large, of what type. Refuses forms, which any site can have a browser send.

import express from 'express';
import type { Request, RequestHandler } from 'express';
import { Problem } from '../../problem.ts';

/** A password of 1024 bytes, each written as \u0000, is 6 KB; the other fields are short. */
const greatestBodyBytes = 16_384;

/** The body as one object; each route checks its fields. */
export type JsonBody = Readonly<Record<string, unknown>>;

/** @throws {Problem} `media-type-unsupported`, `body-too-large`, `body-malformed`, `body-incomplete`. */
export function readJson(): RequestHandler {
  const parse = express.json({ limit: greatestBodyBytes, type: 'application/json' });
  return (request, response, next) => {
    if (!request.is('application/json')) throw new Problem('media-type-unsupported', 'Send one JSON object, as application/json.');
    parse(request, response, (error?: unknown) => next(error === undefined ? checkObject(request) : explainBody(error, greatestBodyBytes)));
  };
}

/** What `readJson` has read. */
export function bodyOf(request: Request): JsonBody {
  return request.body as JsonBody;
}

function checkObject(request: Request): Problem | undefined {
  if (typeof request.body === 'object' && request.body !== null && !Array.isArray(request.body)) return undefined;
  return new Problem('body-malformed', 'Send one JSON object, such as {"email":"name@example.com"}.');
}

/** What the errors of Express's parsers mean; each carries a type. @see https://github.com/expressjs/body-parser#errors */
export function explainBody(error: unknown, greatestBytes: number): unknown {
  const { type } = error as { readonly type?: unknown };
  if (type === 'entity.too.large') return new Problem('body-too-large', `A body may have up to ${greatestBytes} bytes here.`, { cause: error });
  if (type === 'request.aborted' || type === 'request.size.invalid') return new Problem('body-incomplete', 'The body was shorter than its Content-Length. Send it again.', { cause: error });
  if (type === 'encoding.unsupported' || type === 'charset.unsupported') return new Problem('media-type-unsupported', 'Send JSON in UTF-8.', { cause: error });
  if (typeof type === 'string') return new Problem('body-malformed', 'The body is not JSON that can be read.', { cause: error });
  return error;
}
