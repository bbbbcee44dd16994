// Owns the way of a mail to its server. Refuses to keep one, to log one, or to send it in the clear to another machine.

import { connect } from 'node:net';
import type { Socket } from 'node:net';
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
    // Its own way asks name servers directly and connects to what they say; this one connects to the host that is configured.
    getSocket: (_options, tell) => openSocket(smtpUrl, tell),
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

/** RFC 8314 §7.3 and RFC 6409 §3.1. */
const defaultPorts: Readonly<Record<string, number>> = { 'smtps:': 465, 'smtp:': 587 };

function openSocket(smtpUrl: string, tell: (error: Error | null, opened?: { readonly connection: Socket }) => void): void {
  const { hostname, port, protocol } = new URL(smtpUrl);
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const connection = connect({ host, port: Number(port) || (defaultPorts[protocol] ?? 0), timeout: greetingTimeoutMs });
  const fail = (error: Error): void => tell(error);
  connection.once('error', fail);
  connection.once('timeout', () => connection.destroy(new Error('The mail server does not answer.')));
  connection.once('connect', () => {
    connection.off('error', fail).setTimeout(0).removeAllListeners('timeout');
    tell(null, { connection });
  });
}
