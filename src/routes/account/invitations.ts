// Owns invitations into a team: the link, what it is for, taking the seat. Refuses to put a token into an address that a log could keep.

import type { RequestHandler } from 'express';
import { z } from 'zod';
import { writeLink } from '../../accounts/auth/letters.ts';
import type { Reception } from '../../accounts/auth/reception.ts';
import { linkLifetimesMs } from '../../accounts/link.ts';
import { Problem } from '../../problem.ts';
import { readFields } from '../fields.ts';
import { accountOf } from './identify.ts';
import { bodyOf } from './json-body.ts';
import { readId } from './row-id.ts';
import { describeTeam } from './teams.ts';

const invitationFields = z.object({ role: z.enum(['owner', 'member']).optional().describe('owner or member') });
const tokenFields = z.object({ token: z.string().describe('what stands behind # in the link') });

/** A link to be handed on by whoever made it; the studio sends it to nobody. @throws {Problem} `parameter-invalid`, `not-found`, `owner-required`. */
export function answerInvitation({ accounts, settings }: Reception): RequestHandler {
  return async (request, response) => {
    const role = readFields(invitationFields, bodyOf(request)).role ?? 'member';
    const token = await accounts.teams.invite(readId(request, 'team'), accountOf(response).id, role);
    const expiresAt = new Date(Date.now() + linkLifetimesMs.invitation).toISOString();
    response.status(201).json({ link: writeLink(settings.publicUrl, 'invitation', token), role, expiresAt });
  };
}

/** What an invitation is for, without taking it. @throws {Problem} `link-spent`. */
export function answerInvitationRead({ accounts }: Reception): RequestHandler {
  return async (request, response) => {
    const invitation = await accounts.teams.readInvitation(readFields(tokenFields, bodyOf(request)).token);
    if (!invitation) throw new Problem('link-spent', 'This invitation was used already or is too old. Ask an owner of the team for a new one.');
    const { teamName, role, expiresMs } = invitation;
    response.json({ teamName, role, expiresAt: new Date(expiresMs).toISOString() });
  };
}

/** Take the seat. @throws {Problem} `link-spent`, `team-full`. */
export function answerInvitationAccepted({ accounts }: Reception): RequestHandler {
  return async (request, response) => {
    const team = await accounts.teams.accept(readFields(tokenFields, bodyOf(request)).token, accountOf(response).id);
    response.json({ team: describeTeam(team) });
  };
}
