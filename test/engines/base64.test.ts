// Shows that base64 from bytes to bytes says what Node's own says, whatever the pieces.

import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { Base64Decoder, encodeBase64, encodedLength } from '../../src/engines/base64.ts';

function decodePieces(text: Uint8Array, pieceBytes: number): Uint8Array {
  const decoder = new Base64Decoder();
  for (let at = 0; at < text.length; at += pieceBytes) decoder.push(text, at, Math.min(text.length, at + pieceBytes));
  return decoder.finish();
}

describe('encodeBase64', () => {
  it('writes the same characters as Node', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
        const target = new Uint8Array(encodedLength(bytes.length));
        expect(encodeBase64(bytes, target)).toBe(target.length);
        expect(Buffer.from(target).toString()).toBe(Buffer.from(bytes).toString('base64'));
      }),
    );
  });
});

describe('Base64Decoder', () => {
  it('gives back the bytes, in pieces of any length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), fc.integer({ min: 1, max: 70 }), (bytes, piece) => {
        const text = Buffer.from(Buffer.from(bytes).toString('base64'));
        expect(Buffer.from(decodePieces(text, piece)).equals(Buffer.from(bytes))).toBe(true);
      }),
    );
  });

  it('crosses its own blocks without loss', () => {
    const bytes = Uint8Array.from({ length: 1_000_003 }, (_, i) => (i * 7919) >> 3);
    const text = Buffer.from(Buffer.from(bytes).toString('base64'));
    expect(Buffer.from(decodePieces(text, 65_536)).equals(Buffer.from(bytes))).toBe(true);
  });

  it('reads the URL-safe alphabet and text without padding', () => {
    const text = Buffer.from(Buffer.from([251, 255, 254, 255]).toString('base64url'));
    expect([...decodePieces(text, 3)]).toEqual([251, 255, 254, 255]);
  });

  it.each(['ab!d', 'A', 'AB=C', 'AA=', 'A===', 'AAAA====', 'ab d', 'AAAA\n'])('refuses %j', (text) => {
    expect(() => decodePieces(Buffer.from(text), 4)).toThrow(SyntaxError);
  });

  it('leaves its blocks zero', () => {
    const decoder = new Base64Decoder();
    decoder.push(Buffer.from('AAAA'), 0, 4);
    const fill = vi.spyOn(Uint8Array.prototype, 'fill');
    decoder.finish();
    expect(fill.mock.contexts.map((block) => (block as Uint8Array).length)).toContain(3 * 64 * 1024);
    fill.mockRestore();
  });
});
