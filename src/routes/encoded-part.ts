// Owns the part of a form whose text is a picture in base64: read as a file, as bytes. Refuses to let a string be made of it.

import { pipeline, Transform } from 'node:stream';
import type { Readable, TransformCallback } from 'node:stream';
import type { Request } from 'express';
import { Base64Decoder } from '../engines/base64.ts';
import { Problem } from '../problem.ts';
import type { Vault } from '../retention/vault.ts';

/** Lines of base64 are 76 characters long and end with two more (RFC 2045 §6.8); four characters say three bytes. */
const mostCharactersPerByte = (4 / 3) * (78 / 76);

/** Longest text that says so many bytes. */
export function longestEncoded(bytes: number): number {
  return Math.ceil(bytes * mostCharactersPerByte) + 4;
}

/**
 * The request with a form in which the text part of one name is a file: parsers make strings of texts, and streams of files.
 *
 * @param field - In ASCII; its first letter stands nowhere else in it.
 */
export function presentAsFile(request: Request, field: string): Request {
  const marker = new FileMarker(field);
  // Who hangs up ends the form too.
  pipeline(request, marker, () => undefined);
  return Object.assign(marker, { headers: request.headers }) as unknown as Request;
}

/** A part that is a file already has more behind its name. */
const lineEnd = '\r\n';

/** Puts a file's name behind the name of a part. A picture that holds that very line is no picture. */
class FileMarker extends Transform {
  readonly #line: Buffer;
  readonly #marked: Buffer;
  /** Bytes at the end of what came that may be the beginning of the line; they are held back. */
  #held = 0;

  constructor(field: string) {
    super();
    this.#line = Buffer.from(`name="${field}"${lineEnd}`);
    this.#marked = Buffer.from(`name="${field}"; filename="${field}"${lineEnd}`);
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    const line = this.#line;
    const rest = line.subarray(this.#held, this.#held + chunk.length);
    let from = 0;
    if (this.#held > 0 && chunk.subarray(0, rest.length).equals(rest)) {
      this.#held += rest.length;
      if (this.#held < line.length) return done();
      this.push(this.#marked);
      from = rest.length;
    } else this.push(line.subarray(0, this.#held));
    for (let at = chunk.indexOf(line, from); at >= 0; at = chunk.indexOf(line, from)) {
      this.push(chunk.subarray(from, at));
      this.push(this.#marked);
      from = at + line.length;
    }
    this.#held = this.#countBegun(chunk, from);
    this.push(chunk.subarray(from, chunk.length - this.#held));
    done();
  }

  override _flush(done: TransformCallback): void {
    this.push(this.#line.subarray(0, this.#held));
    done();
  }

  /** Its first letter stands nowhere else in the line, so that only the last one of a chunk can begin it. */
  #countBegun(chunk: Buffer, from: number): number {
    const at = chunk.lastIndexOf(this.#line[0]!);
    const begun = chunk.subarray(at);
    return at >= from && begun.length < this.#line.length && begun.equals(this.#line.subarray(0, begun.length)) ? begun.length : 0;
  }
}

const [lineFeed, carriageReturn] = [0x0a, 0x0d];

/**
 * Decode a file of base64 while it arrives; what came is erased.
 *
 * @param tell - Called once, with the bytes in a buffer of the vault.
 */
export function decodePart(stream: Readable, vault: Vault, tell: (error: Problem | null, bytes?: Buffer<ArrayBuffer>) => void): void {
  const decoder = new Base64Decoder();
  let failure: unknown;
  stream.on('data', (chunk: Buffer) => {
    try {
      // The rest is read all the same: what follows in the form is behind it.
      if (!failure) pushLines(decoder, chunk);
    } catch (error) {
      failure = error;
    } finally {
      chunk.fill(0);
    }
  });
  stream.once('end', () => {
    try {
      if (failure) throw failure;
      tell(null, vault.own(Buffer.from(decoder.finish().buffer)));
    } catch (error) {
      tell(new Problem('photo-unreadable', 'The text is not base64 of a picture. Send the bytes of the file, encoded.', { cause: error }));
    }
  });
  stream.once('close', () => decoder.erase());
}

function pushLines(decoder: Base64Decoder, chunk: Buffer): void {
  let from = 0;
  for (let at = 0; at <= chunk.length; at++) {
    if (at < chunk.length && chunk[at] !== lineFeed && chunk[at] !== carriageReturn) continue;
    decoder.push(chunk, from, at);
    from = at + 1;
  }
}
