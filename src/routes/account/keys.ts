// Owns the API keys of whoever is signed in. Refuses to show a key twice, and another person's key at all.

import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { ApiKey } from '../../accounts/api-key.ts';
import { greatestPerMinute } from '../../accounts/api-key.ts';
import type { Reception } from '../../accounts/auth/reception.ts';
import { readFields } from '../fields.ts';
import { accountOf } from './identify.ts';
import { bodyOf } from './json-body.ts';
import { readId } from './row-id.ts';

const keyFields = z.object({
  name: z.string().describe('a text'),
  teamId: z.uuid().nullish().describe('the id of a team that you are in'),
  perMinute: z.number().nullish().describe(`a whole number from 1 to ${greatestPerMinute}`),
});

/** Every key, oldest first, none of them whole. */
export function answerKeys({ accounts }: Reception): RequestHandler {
  return async (_request, response) => {
    const keys = await accounts.apiKeys.list(accountOf(response).id);
    response.json({ keys: keys.map(describeKey) });
  };
}

/** Make one; `secret` is shown this once. @throws {Problem} `parameter-invalid`, `not-found` (teamId), `keys-too-many`. */
export function answerNewKey({ accounts }: Reception): RequestHandler {
  return async (request, response) => {
    const { name, teamId, perMinute } = readFields(keyFields, bodyOf(request));
    const { secret, key } = await accounts.apiKeys.create(accountOf(response).id, { name, teamId: teamId ?? undefined, perMinute: perMinute ?? undefined });
    response.status(201).json({ secret, key: describeKey(key) });
  };
}

/** Revoke at once. @throws {Problem} `not-found`. */
export function answerKeyRevoked({ accounts }: Reception): RequestHandler {
  return async (request, response) => {
    await accounts.apiKeys.revoke(accountOf(response).id, readId(request, 'key'));
    response.status(204).end();
  };
}

function describeKey({ id, prefix, name, teamId, perMinute, createdMs, lastUsedDay }: ApiKey) {
  return { id, prefix, name, teamId: teamId ?? null, perMinute: perMinute ?? null, createdAt: new Date(createdMs).toISOString(), lastUsedDay: lastUsedDay ?? null };
}
