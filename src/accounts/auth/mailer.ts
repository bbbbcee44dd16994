// Owns the way of a mail to its server. Refuses to keep one, to log one, or to send it in the clear to another machine.

import { createTransport } from 'nodemailer';
import { isOwnMachine } from '../../account-settings.ts';
import type { MailSettings } from '../../account-settings.ts';
import { Problem } from '../../problem.ts';

/** A mail, text only: nothing in it is loaded from anywhere. */
export interface Letter {
  readonly subject: string;
  readonly text: string;
}

/** Sends mails. */
export interface Mailer {
  /** @param to - Normalised address. @throws {Problem} `mail-unavailable`. */
  send(to: string, letter: Letter): Promise<void>;
}

/** A server that does not greet within this time is not there. */
const greetingTimeoutMs = 10_000;
const socketTimeoutMs = 20_000;

/** @param publicUrl - Of the studio, by whose host it introduces itself. */
export function createMailer({ smtpUrl, from }: MailSettings, publicUrl: string): Mailer {
  const transport = createTransport({
    url: smtpUrl,
    name: new URL(publicUrl).hostname,
    requireTLS: !isOwnMachine(new URL(smtpUrl).hostname),
    connectionTimeout: greetingTimeoutMs,
    greetingTimeout: greetingTimeoutMs,
    socketTimeout: socketTimeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send(to, { subject, text }) {
      try {
        // RFC 3834: no answering machine answers it.
        await transport.sendMail({ from, to: { name: '', address: to }, subject, text, headers: { 'Auto-Submitted': 'auto-generated' } });
      } catch (cause) {
        throw new Problem('mail-unavailable', 'The mail could not be sent just now. Try again in a minute.', { cause, retryAfterSeconds: 60 });
      }
    },
  };
}
