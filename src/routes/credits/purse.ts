// Owns whose credits somebody means, and what they see of them. Refuses teams that they are not in.

import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { Account } from '../../accounts/account.ts';
import type { Reception } from '../../accounts/auth/reception.ts';
import type { Entry, Plan, Purchase, PurseOwner } from '../../accounts/credit.ts';
import { Problem } from '../../problem.ts';
import { accountOf } from '../account/identify.ts';
import { readFields, wholeNumber } from '../fields.ts';

/** A page of the history, unless told. */
const usualEntries = 25;
/** As many lines as a page can show. */
const greatestEntries = 100;

/** The field that says whose credits are meant: a team's, or without it one's own. */
export const teamField = { team: z.uuid().optional().describe('the id of a team that you are in') };

const historyFields = z.object({ ...teamField, before: z.uuid().optional().describe('the id of the last entry of the page before'), limit: wholeNumber(1, greatestEntries) });

/**
 * Whose credits are meant.
 *
 * @param by - `member`: whoever is in the team; `owner`: owners only.
 * @throws {Problem} `not-found`, `owner-required`, `accounts-unavailable`.
 */
export async function findPurse({ accounts }: Reception, { id: accountId }: Account, teamId: string | undefined, by: 'member' | 'owner'): Promise<PurseOwner> {
  if (teamId === undefined) return { accountId };
  const { role } = await accounts.teams.find(teamId, accountId);
  if (by === 'owner' && role !== 'owner') throw new Problem('owner-required', 'Only an owner buys for the team. Ask one of them.');
  return { teamId };
}

/** How many there are, the plan, and what was bought. @throws {Problem} `parameter-invalid`, `not-found`. */
export function answerBalance(reception: Reception): RequestHandler {
  const { ledger, customers } = reception.accounts;
  return async (request, response) => {
    const { team } = readFields(z.object(teamField), request.query);
    const owner = await findPurse(reception, accountOf(response), team, 'member');
    const { available, held } = await ledger.balance(owner);
    const [plan, purchases] = [await customers.plan(owner), await ledger.purchases(owner)];
    response.json({ available, held, plan: plan ? describePlan(plan) : null, purchases: purchases.map(describePurchase) });
  };
}

/** What came and went, newest first. @throws {Problem} `parameter-invalid`, `not-found`. */
export function answerHistory(reception: Reception): RequestHandler {
  return async (request, response) => {
    const { team, before, limit = usualEntries } = readFields(historyFields, request.query);
    const owner = await findPurse(reception, accountOf(response), team, 'member');
    const entries = await reception.accounts.ledger.history(owner, { limit, before });
    response.json({ entries: entries.map(describeEntry) });
  };
}

function describePlan({ price, status, paidUntilMs, ends }: Plan) {
  return { price, status, paidUntil: new Date(paidUntilMs).toISOString(), ends };
}

function describePurchase({ atMs, ...purchase }: Purchase) {
  return { ...purchase, at: new Date(atMs).toISOString() };
}

function describeEntry({ id, kind, work, credits, atMs }: Entry) {
  return { id, kind, work: work ?? null, credits, at: new Date(atMs).toISOString() };
}
