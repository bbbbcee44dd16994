// Owns what the sign-in of Google's login touches beside the engine: hosts and files. Loads nothing of the SDK, and signs nobody in.

import { join } from 'node:path';

/**
 * Hosts that are asked for a token, and are sent no photo: for a key or a login in a file, for another cloud's identity, for
 * an account that is acted for, and the metadata server of Google's machines by both of its names.
 *
 * @see https://docs.cloud.google.com/docs/authentication/application-default-credentials
 */
export function listSignInHosts({ kind }: { readonly kind: 'developer' | 'vertex' }): readonly string[] {
  if (kind === 'developer') return [];
  return ['oauth2.googleapis.com', 'sts.googleapis.com', 'iamcredentials.googleapis.com', '169.254.169.254', 'metadata.google.internal'];
}

/**
 * Files that may hold Google's login, to be readable by a process that signs in. A file that such a file refers to, as for
 * another cloud's identity, is not among them.
 *
 * @param environment - The process's own.
 * @see https://docs.cloud.google.com/docs/authentication/application-default-credentials (search order)
 */
export function listCredentialFiles(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  const { GOOGLE_APPLICATION_CREDENTIALS: named, CLOUDSDK_CONFIG: chosen, APPDATA: appData, HOME: home } = environment;
  const folder = chosen || (appData && join(appData, 'gcloud')) || (home && join(home, '.config', 'gcloud'));
  return [...(named ? [named] : []), ...(folder ? [join(folder, 'application_default_credentials.json')] : [])];
}
