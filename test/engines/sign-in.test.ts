// Shows which hosts and files Google's login needs: those that its library asks for, and no other.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { listCredentialFiles, listSignInHosts } from '../../src/engines/gemini/sign-in.ts';

const readLibrary = (file: string) => readFileSync(new URL(`../../node_modules/${file}`, import.meta.url), 'utf8');

describe('the sign-in', () => {
  it('with a key of the Developer API asks nobody', () => {
    expect(listSignInHosts({ kind: 'developer' })).toEqual([]);
  });

  it('asks the hosts that Google’s own library has in it', () => {
    const files = ['gtoken/getToken', 'auth/oauth2client', 'auth/baseexternalclient', 'auth/impersonated'].map((name) => `google-auth-library/build/src/${name}.js`);
    const library = [...files, 'gcp-metadata/build/src/index.js'].map(readLibrary).join('\n').replaceAll(/\$?\{(this\.)?universeDomain\}/g, 'googleapis.com');
    for (const host of listSignInHosts({ kind: 'vertex' })) expect(library).toMatch(new RegExp(`https?://${RegExp.escape(host)}\\b`));
  });

  it('reads the login that is named, and the one that gcloud writes', () => {
    const written = '/home/me/.config/gcloud/application_default_credentials.json';
    expect(listCredentialFiles({ GOOGLE_APPLICATION_CREDENTIALS: '/run/key.json', HOME: '/home/me' })).toEqual(['/run/key.json', written]);
    expect(listCredentialFiles({ HOME: '/home/me' })).toEqual([written]);
    expect(listCredentialFiles({ CLOUDSDK_CONFIG: '/run/gcloud', HOME: '/home/me' })).toEqual(['/run/gcloud/application_default_credentials.json']);
    expect(listCredentialFiles({})).toEqual([]);
  });
});
