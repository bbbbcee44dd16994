// Owns when two addresses are the same mailbox. Refuses to guess what a provider ignores: dots and plus signs stay.

import { domainToASCII } from 'node:url';
import { Problem } from '../problem.ts';

/** RFC 5321 §4.5.3.1: 64 bytes before the @, 254 in all (256 with the angle brackets). */
const greatestLocalBytes = 64;
const greatestAddressBytes = 254;

/** RFC 5322 §3.2.3 dot-atom, with RFC 6531 letters beyond ASCII. No quoted form: nobody has one, and mail headers are built of it. */
const localPart = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
/** At least one dot: an address that mail from elsewhere can reach. */
const domainPart = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Write an address in the one form that is hashed, stored and sent to: no spaces around, Unicode NFC, lower case on both sides of
 * the @, the domain in punycode (`ü` and `xn--…` are one). Mailboxes that differ in case only exist on paper (RFC 5321 §2.4
 * advises against them), and one person typing their address in two ways must not get two accounts.
 *
 * @throws {Problem} `parameter-invalid`.
 */
export function normalizeEmail(address: string): string {
  const normalized = tryNormalize(address);
  if (normalized === undefined) throw new Problem('parameter-invalid', 'email is not an address that mail can be sent to. Write it as name@example.com.', { members: { field: 'email' } });
  return normalized;
}

/** The same, undefined where there is nothing to normalise. */
export function tryNormalize(address: string): string | undefined {
  // Longer than any address in any form: not worth a look.
  if (address.length > 4 * greatestAddressBytes) return undefined;
  const text = address.trim().normalize('NFC');
  const at = text.lastIndexOf('@');
  const local = text.slice(0, Math.max(at, 0)).toLowerCase().normalize('NFC');
  const domain = domainToASCII(text.slice(at + 1));
  if (!localPart.test(local) || !domainPart.test(domain)) return undefined;
  const normalized = `${local}@${domain}`;
  return Buffer.byteLength(local) > greatestLocalBytes || Buffer.byteLength(normalized) > greatestAddressBytes ? undefined : normalized;
}
