// Owns one attempt's way around an SDK: it sees tokens and indexes, the bytes pass here. Refuses to outlive the attempt.

import { eraseBytes } from '../../retention/vault.ts';
import type { EncodedPicture } from '../engine.ts';
import { exchange } from './exchange.ts';
import type { Dialect } from './exchange.ts';
import { createPlaceholders, planUpload } from './upload.ts';
import type { PictureEncoding, Placeholder } from './upload.ts';

/** What a provider's SDK writes and reads. */
export interface Wire {
  readonly dialect: Dialect;
  /** How a picture stands in the body in place of its token. */
  readonly encoding: PictureEncoding;
}

/** One attempt. Hand `fetch` to the SDK, put each placeholder's token where its picture goes, look up pictures by index. */
export class Transfer {
  pictures: readonly Uint8Array<ArrayBuffer>[] = [];
  /** The SDK got as far as sending. */
  hasBegun = false;
  /** Why the exchange failed, as it was before the SDK wrapped it. */
  fault: unknown;
  readonly placeholders: readonly Placeholder[];
  /** Aborted by the caller, or when the attempt's time is over. */
  readonly signal: AbortSignal;
  readonly #wire: Wire;

  constructor(wire: Wire, references: readonly EncodedPicture[], signal: AbortSignal) {
    this.placeholders = createPlaceholders(references);
    this.signal = signal;
    this.#wire = wire;
  }

  /** The SDK's `fetch`. */
  readonly fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    this.hasBegun = true;
    // No picture is in it yet: a form is as short as its text fields.
    const text = typeof init?.body === 'string' ? init.body : await new Response(init?.body ?? null).text();
    const upload = planUpload(text, this.placeholders, this.#wire.encoding);
    const url = new URL(input instanceof Request ? input.url : input);
    const answer = exchange(url, new Headers(init?.headers), upload, this.#wire.dialect, this.signal);
    const { json, pictures } = await answer.catch((error: unknown) => {
      this.fault = error;
      throw error;
    });
    this.pictures = pictures;
    if (this.signal.aborted) this.erase();
    return new Response(json, { headers: { 'content-type': 'application/json' } });
  };

  /** Zero-fill what came back. */
  erase(): void {
    for (const picture of this.pictures) eraseBytes(picture);
    this.pictures = [];
  }
}
