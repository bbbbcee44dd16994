// Owns the certificate of a studio that speaks HTTPS by itself: made anew for one proof, by openssl. Refuses to be trusted by anybody else.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A self-signed certificate for 127.0.0.1 and its key. */
export interface Certificate {
  readonly certificateFile: string;
  readonly keyFile: string;
  readonly text: string;
}

/** Make a certificate in a folder; undefined where openssl is missing. */
export function makeCertificate(folder: string): Certificate | undefined {
  const [certificateFile, keyFile] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')];
  const made = spawnSync('openssl', [
    'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
    '-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', keyFile, '-out', certificateFile,
  ]);
  return made.status === 0 ? { certificateFile, keyFile, text: readFileSync(certificateFile, 'utf8') } : undefined;
}
