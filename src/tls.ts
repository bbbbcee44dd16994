// Owns who the studio is by HTTPS: its certificate and key as they are read. Refuses a pair that cannot serve.

import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { ConfigError } from './config-error.ts';
import type { TlsFiles } from './config.ts';

/** A certificate chain and its key, in PEM. */
export interface TlsIdentity {
  readonly cert: string;
  readonly key: string;
}

/**
 * Read both files and try them.
 *
 * @throws {ConfigError} Naming the variable, never what is in the file.
 */
export function readTlsIdentity(files: TlsFiles): TlsIdentity {
  const identity = { cert: readPem('TLS_CERT_FILE', files.certificate), key: readPem('TLS_KEY_FILE', files.key) };
  try {
    createSecureContext(identity);
  } catch (error) {
    throw new ConfigError(`TLS_CERT_FILE, TLS_KEY_FILE: not a certificate and its key in PEM (${codeOf(error)}).`);
  }
  return identity;
}

function readPem(variable: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new ConfigError(`${variable}: the file cannot be read (${codeOf(error)}).`);
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown';
}
