// Owns teams as their people see and change them. Refuses to show a team to strangers: for them there is none.

import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { Reception } from '../../accounts/auth/reception.ts';
import { greatestSeats } from '../../accounts/team.ts';
import type { Team } from '../../accounts/team.ts';
import { readFields } from '../fields.ts';
import { accountOf } from './identify.ts';
import { bodyOf } from './json-body.ts';
import { readId } from './row-id.ts';

/** An office; an owner changes it at any time. */
const usualSeats = 10;

const seats = z.number().optional().describe(`a whole number from 1 to ${greatestSeats}`);
const backdrop = z.string().nullish().describe('a colour as #rrggbb, or null for none');
const teamFields = z.object({ name: z.string().describe('a text'), seats, backdrop });
const changeFields = z.object({ name: z.string().optional().describe('a text'), seats, backdrop });

/** Teams of whoever asks, oldest membership first. */
export function answerTeams({ accounts }: Reception): RequestHandler {
  return async (_request, response) => {
    const teams = await accounts.teams.list(accountOf(response).id);
    response.json({ teams: teams.map(describeTeam) });
  };
}

/** Make one, and own it. @throws {Problem} `parameter-invalid`. */
export function answerNewTeam({ accounts }: Reception): RequestHandler {
  return async (request, response) => {
    const sent = readFields(teamFields, bodyOf(request));
    const team = await accounts.teams.create(accountOf(response).id, { name: sent.name, seats: sent.seats ?? usualSeats, backdrop: sent.backdrop ?? undefined });
    response.status(201).json({ team: describeTeam(team) });
  };
}

/** @throws {Problem} `not-found`. */
export function answerTeam({ accounts }: Reception): RequestHandler {
  return async (request, response) => {
    response.json({ team: describeTeam(await accounts.teams.find(readId(request, 'team'), accountOf(response).id)) });
  };
}

/** What is left out stays. @throws {Problem} `parameter-invalid`, `not-found`, `owner-required`, `team-full`. */
export function answerTeamChanged({ accounts }: Reception): RequestHandler {
  return async (request, response) => {
    const change = readFields(changeFields, bodyOf(request));
    response.json({ team: describeTeam(await accounts.teams.change(readId(request, 'team'), accountOf(response).id, change)) });
  };
}

/** @throws {Problem} `not-found`, `owner-required`. */
export function answerTeamDissolved({ accounts }: Reception): RequestHandler {
  return async (request, response) => {
    await accounts.teams.dissolve(readId(request, 'team'), accountOf(response).id);
    response.status(204).end();
  };
}

/** A team in an answer. */
export function describeTeam({ id, name, seats: all, seatsTaken, backdrop: colour, credits, role, createdMs }: Team) {
  return { id, name, seats: all, seatsTaken, backdrop: colour ?? null, credits, role, createdAt: new Date(createdMs).toISOString() };
}
