// Shows that a picture comes out of an escaped form whatever its pieces, and that the other fields are read.

import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FormScanner } from '../../../src/routes/removebg/form-scanner.ts';

function scan(text: string, pieceBytes = 65_536) {
  const scanner = new FormScanner('image_file_b64');
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += pieceBytes) scanner.push(bytes.subarray(at, at + pieceBytes));
  const { fields, pictures } = scanner.finish();
  return { fields, pictures: pictures.map((each) => Buffer.from(each)) };
}

const picture = randomBytes(3001);
const base64 = picture.toString('base64');

describe('FormScanner', () => {
  it('takes the picture out, for any piece length and in any place', () => {
    const middle = new URLSearchParams([['size', 'full'], ['image_file_b64', base64], ['roi', '0% 0% 50% 50%']]).toString();
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 80 }), (piece) => {
        expect(scan(middle, piece)).toEqual({ fields: { size: 'full', roi: '0% 0% 50% 50%' }, pictures: [picture] });
      }),
      { numRuns: 30 },
    );
    const last = new URLSearchParams([['image_url', 'https://example.test/?a=1&b=2'], ['image_file_b64', base64]]).toString();
    expect(scan(last)).toEqual({ fields: { image_url: 'https://example.test/?a=1&b=2' }, pictures: [picture] });
  });

  it('takes a plus that nobody escaped for a plus', () => {
    expect(scan(`image_file_b64=${base64}`).pictures).toEqual([picture]);
  });

  it('has no picture where the field is empty or another’s', () => {
    expect(scan('image_file_b64=&size=auto')).toEqual({ fields: { size: 'auto' }, pictures: [] });
    expect(scan('x_image_file_b64=AAAA')).toEqual({ fields: { x_image_file_b64: 'AAAA' }, pictures: [] });
  });

  it.each(['image_file_b64=!!!!', 'image_file_b64=A', 'image_file_b64=AAAA%2', 'image_file_b64=%zz'])('refuses %s', (text) => {
    expect(() => scan(text)).toThrow(SyntaxError);
  });

  it('refuses more text than a form has', () => {
    expect(() => scan(`bg_color=${'a'.repeat(40_000)}`)).toThrow(RangeError);
  });
});
