// Shows which addresses are the same mailbox and which are none.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizeEmail, tryNormalize } from '../../src/accounts/email.ts';

describe('an address', () => {
  it.each([
    [' Anna.Lee@Example.COM ', 'anna.lee@example.com'],
    ['anna+studio@example.com', 'anna+studio@example.com'],
    ['a.n.n.a@gmail.com', 'a.n.n.a@gmail.com'],
    ['jos\u0065\u0301@example.com', 'jos\u00e9@example.com'],
    ['anna@M\u00dcNCHEN.example', 'anna@xn--mnchen-3ya.example'],
    ['anna@mu\u0308nchen.example', 'anna@xn--mnchen-3ya.example'],
    ['anna@xn--mnchen-3ya.example', 'anna@xn--mnchen-3ya.example'],
    ["o'hara@example.co.uk", "o'hara@example.co.uk"],
  ])('%j is %s', (address, normalized) => {
    expect(normalizeEmail(address)).toBe(normalized);
  });

  it.each([
    '', '@', 'anna', 'anna@', '@example.com', 'anna@localhost', 'anna@@example.com', 'anna lee@example.com', '"anna"@example.com', '.anna@example.com',
    'anna..lee@example.com', 'anna@example.com\r\nBcc: other@example.com', 'anna@exa mple.com', 'anna@-example.com', 'anna@example.com>', 'anna@[127.0.0.1]',
    'anna\u202e@example.com', `${'a'.repeat(65)}@example.com`, `anna@${'a.'.repeat(125)}com`, 'a'.repeat(1e6), 'anna,other@example.com', 'anna@example.com, other@example.com',
  ])('%j is none', (address) => {
    expect(() => normalizeEmail(address)).toThrow(expect.objectContaining({ code: 'parameter-invalid', status: 400 }));
  });

  it('normalised again stays as it is, and never holds what would end a mail header', () => {
    fc.assert(
      fc.property(fc.oneof(fc.emailAddress(), fc.string({ unit: 'grapheme' }), fc.tuple(fc.string({ unit: 'grapheme' }), fc.domain()).map((parts) => parts.join('@'))), (address) => {
        const normalized = tryNormalize(address);
        if (normalized === undefined) return;
        expect(tryNormalize(normalized)).toBe(normalized);
        expect(tryNormalize(` ${address} `)).toBe(normalized);
        expect(normalized).not.toMatch(/[\s<>,;:"()\\\p{Cc}]/u);
      }),
      { numRuns: 2000 },
    );
  });
});
