// Owns a mail server of the tests' own, on loopback. Keeps what it is sent in memory.

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A mail that came. */
export interface ReceivedMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** A mail server. */
export interface MailServer extends AsyncDisposable {
  /** `smtp://127.0.0.1:…` */
  readonly url: string;
  readonly mails: readonly ReceivedMail[];
  /** The newest mail to an address, and the token in its link. */
  last(to: string): ReceivedMail & { readonly token: string };
}

/** Start a mail server that takes everything. */
export async function startMailServer(): Promise<MailServer> {
  const mails: ReceivedMail[] = [];
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        mails.push(readMail(session.envelope.rcptTo[0]?.address ?? '', Buffer.concat(chunks).toString('utf8')));
        done();
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    mails,
    last(to) {
      const mail = mails.findLast((each) => each.to === to);
      if (!mail) throw new Error(`no mail came to ${to}`);
      return { ...mail, token: /#\w+=([\w-]+)/.exec(mail.text)?.[1] ?? '' };
    },
    [Symbol.asyncDispose]: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}

function readMail(to: string, source: string): ReceivedMail {
  const [head = '', ...body] = source.split('\r\n\r\n');
  const text = body.join('\r\n\r\n');
  const isQuoted = /^content-transfer-encoding: quoted-printable/im.test(head);
  const plain = isQuoted ? text.replaceAll('=\r\n', '').replaceAll(/=([0-9A-F]{2})/g, (_code, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) : text;
  return { to, subject: /^subject: (.*)$/im.exec(head)?.[1] ?? '', text: plain };
}
