// Owns who is in a team: the list, roles, leaving. Refuses to leave a team without an owner.

import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { Reception } from '../../accounts/auth/reception.ts';
import { readFields } from '../fields.ts';
import { accountOf } from './identify.ts';
import { bodyOf } from './json-body.ts';
import { readId } from './row-id.ts';

const roleFields = z.object({ role: z.enum(['owner', 'member']).describe('owner or member') });

/** For every member to see, oldest first. @throws {Problem} `not-found`. */
export function answerMembers({ accounts }: Reception): RequestHandler {
  return async (request, response) => {
    const { id } = accountOf(response);
    const members = await accounts.teams.members(readId(request, 'team'), id);
    response.json({
      members: members.map(({ accountId, name, email, role, joinedMs }) => ({
        id: accountId, name: name ?? null, email: email ?? null, role, joinedAt: new Date(joinedMs).toISOString(), isYou: accountId === id,
      })),
    });
  };
}

/** @throws {Problem} `parameter-invalid`, `not-found`, `owner-required`, `last-owner`. */
export function answerRoleChanged({ accounts }: Reception): RequestHandler {
  return async (request, response) => {
    const { role } = readFields(roleFields, bodyOf(request));
    await accounts.teams.setRole(readId(request, 'team'), accountOf(response).id, readId(request, 'member'), role);
    response.status(204).end();
  };
}

/** An owner removes anybody, everybody themselves. @throws {Problem} `not-found`, `owner-required`, `last-owner`. */
export function answerMemberRemoved({ accounts }: Reception): RequestHandler {
  return async (request, response) => {
    await accounts.teams.remove(readId(request, 'team'), accountOf(response).id, readId(request, 'member'));
    response.status(204).end();
  };
}
