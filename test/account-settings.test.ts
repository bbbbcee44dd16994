// Shows that accounts are off until they can work, that half of their settings names what is missing, and whom they connect to.

import { describe, expect, it } from 'vitest';
import { listAccountHosts } from '../src/account-settings.ts';
import { ConfigError } from '../src/config-error.ts';
import { readConfig } from '../src/config.ts';

const secret = 'a secret-value of at least 32 characters';
const base = { AUTH_SECRET: secret, PUBLIC_URL: 'https://studio.example' };
const mail = { SMTP_URL: 'smtps://user:secret-value@mail.example', MAIL_FROM: 'Studio <studio@mail.example>' };
const google = { AUTH_GOOGLE_ID: 'id', AUTH_GOOGLE_SECRET: 'secret-value' };
const issuer = { AUTH_OIDC_ISSUER: 'https://login.microsoftonline.com/tenant/v2.0', AUTH_OIDC_ID: 'id', AUTH_OIDC_SECRET: 'secret-value' };

const read = (environment: Readonly<Record<string, string>>) => readConfig(environment, 4e9).accounts;

describe('accounts', () => {
  it('are off by default', () => expect(read({})).toBeUndefined());

  it('are on with a secret, an address and one way to sign in', () => {
    expect(read({ ...base, ...google })).toMatchObject({ publicUrl: 'https://studio.example', isRequired: false, issuers: [{ id: 'google', issuer: 'https://accounts.google.com' }], at: { folder: './data' } });
    expect(read({ ...base, ...mail, AUTH_PASSWORD: 'on' })).toMatchObject({ hasPassword: true, mail: { from: mail.MAIL_FROM } });
    expect(read({ ...base, ...issuer, DATABASE_URL: 'postgres://db.example/accounts' })).toMatchObject({ at: { databaseUrl: 'postgres://db.example/accounts' } });
    expect(read({ ...base, AUTH_NEXT_COOKIE: '__Secure-authjs.session-token', PUBLIC_URL: 'https://studio.example/' })).toMatchObject({ publicUrl: 'https://studio.example' });
  });

  it('take several secrets, the first of which signs', () => {
    expect(read({ ...base, ...google, AUTH_SECRET: `${secret} 2, ${secret}` })?.secrets).toEqual([`${secret} 2`, secret]);
  });

  it.each([
    [base, 'AUTH_SECRET'],
    [{ ...base, ...google, AUTH_SECRET: 'secret-value' }, 'AUTH_SECRET'],
    [{ ...base, ...google, AUTH_SECRET: `${secret},secret-value` }, 'AUTH_SECRET'],
    [{ AUTH_SECRET: secret, ...google }, 'PUBLIC_URL'],
    [{ ...base, ...google, PUBLIC_URL: 'http://studio.example' }, 'PUBLIC_URL'],
    [{ ...base, ...google, PUBLIC_URL: 'https://studio.example/below' }, 'PUBLIC_URL'],
    [{ ...base, AUTH_GOOGLE_ID: 'id' }, 'AUTH_GOOGLE_SECRET'],
    [{ ...base, AUTH_GOOGLE_SECRET: 'secret-value' }, 'AUTH_GOOGLE_ID'],
    [{ ...base, ...issuer, AUTH_OIDC_ISSUER: '' }, 'AUTH_OIDC_ISSUER'],
    [{ ...base, ...issuer, AUTH_OIDC_ID: '' }, 'AUTH_OIDC_ID'],
    [{ ...base, ...issuer, AUTH_OIDC_SECRET: '' }, 'AUTH_OIDC_SECRET'],
    [{ ...base, ...issuer, AUTH_OIDC_ISSUER: 'http://issuer.example' }, 'AUTH_OIDC_ISSUER'],
    [{ ...base, ...issuer, AUTH_OIDC_HOSTS: 'https://token.example/path' }, 'AUTH_OIDC_HOSTS'],
    [{ ...base, ...google, AUTH_PASSWORD: 'on' }, 'SMTP_URL'],
    [{ ...base, SMTP_URL: mail.SMTP_URL }, 'MAIL_FROM'],
    [{ ...base, MAIL_FROM: mail.MAIL_FROM }, 'SMTP_URL'],
    [{ ...base, AUTH_NEXT_COOKIE: '__Host-ephemera.session' }, 'AUTH_NEXT_COOKIE'],
    [{ ...base, ...google, DATABASE_URL: 'mysql://secret-value' }, 'DATABASE_URL'],
    [{ ...base, ...google, REDIS_URL: 'http://secret-value' }, 'REDIS_URL'],
    [{ ...base, ...google, ACCOUNT_LIMIT_PER_MINUTE: '-1' }, 'ACCOUNT_LIMIT_PER_MINUTE'],
    [{ REDIS_URL: 'redis://secret-value' }, 'REDIS_URL'],
    [google, 'AUTH_GOOGLE_ID'],
    [mail, 'SMTP_URL'],
    [{ SIGN_IN: 'required' }, 'SIGN_IN'],
    [{ DATABASE_URL: 'postgres://secret-value' }, 'DATABASE_URL'],
  ])('refuse to start with %o and name %s, never a value', (environment, variable) => {
    const start = () => read(environment);
    expect(start).toThrow(ConfigError);
    expect(start).toThrow(variable);
    expect(start).not.toThrow('secret-value');
  });

  it('connect to their provider, its further hosts, the mail server and the database, and nowhere else', () => {
    const settings = read({ ...base, ...google, ...issuer, ...mail, DATABASE_URL: 'postgres://user:secret-value@db.example:5433/accounts' });
    expect([...listAccountHosts(settings!)].sort()).toEqual(['accounts.google.com', 'db.example', 'graph.microsoft.com', 'login.microsoftonline.com', 'mail.example', 'oauth2.googleapis.com']);
    expect(listAccountHosts(read({ ...base, AUTH_NEXT_COOKIE: 'a' })!)).toEqual([]);
    const elsewhere = { ...issuer, AUTH_OIDC_ISSUER: 'https://issuer.example', AUTH_OIDC_HOSTS: 'Token.example, users.example' };
    expect(listAccountHosts(read({ ...base, ...elsewhere })!)).toEqual(['issuer.example', 'token.example', 'users.example']);
  });
});
