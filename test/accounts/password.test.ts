// Shows how passwords are hashed: none twice the same, none without bound, and not more at once than there is room for.

import { describe, expect, it } from 'vitest';
import { checkPassword, comparePassword, hashPassword } from '../../src/accounts/password.ts';

const password = 'correct horse battery staple';

describe('a password', () => {
  it('is right as it was chosen, however its letters are composed, and otherwise wrong', async () => {
    const hash = await hashPassword('na\u00efve horse battery staple');
    expect(await comparePassword('nai\u0308ve horse battery staple', hash)).toBe(true);
    expect(await comparePassword('naive horse battery staple', hash)).toBe(false);
    expect(await comparePassword(password, undefined)).toBe(false);
    expect(await hashPassword(password)).not.toEqual(await hashPassword(password));
  });

  it('has 15 characters and at most 1024 bytes; more is not cut to fit', async () => {
    for (const wrong of ['', 'fourteen chars', 'x'.repeat(1025), '\u{1f600}'.repeat(14)]) expect(() => checkPassword(wrong)).toThrow(expect.objectContaining({ code: 'parameter-invalid' }));
    for (const right of ['fifteen letters', '\u{1f600}'.repeat(15), 'x'.repeat(1024)]) expect(() => checkPassword(right)).not.toThrow();
    const longest = 'x'.repeat(1024);
    const hash = await hashPassword(longest);
    expect([await comparePassword(longest, hash), await comparePassword(`${longest}x`, hash)]).toEqual([true, false]);
  });

  it('waits its turn, and is sent away where too many wait', async () => {
    const results = await Promise.allSettled(Array.from({ length: 65 }, () => comparePassword(password, undefined)));
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused).toHaveLength(3);
    for (const { reason } of refused) expect(reason).toMatchObject({ code: 'accounts-unavailable', retryAfterSeconds: 2 });
    expect(await comparePassword(password, undefined)).toBe(false);
  });
});
