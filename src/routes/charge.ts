// Owns what a picture's credits go through: held before the body is read, captured as it leaves, given back otherwise. Knows nothing of pictures.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Request, Response } from 'express';
import type { Hold, HoldOrder, HoldOutcome, Ledger, PurseOwner } from '../accounts/credit.ts';
import type { Reception } from '../accounts/auth/reception.ts';
import type { Config } from '../config.ts';
import { creditPrices } from '../credit-prices.ts';
import type { PricedWork } from '../credit-prices.ts';
import type { CreditSettings } from '../credit-settings.ts';
import type { Log } from '../log.ts';
import { describeCauses } from '../log.ts';
import { Problem } from '../problem.ts';
import { askToSignIn, callerOf, checkStanding, readSession } from './account/identify.ts';

/** What an answer says of its price. */
export type CreditHeaders = Readonly<Partial<Record<'X-Credits-Charged' | 'X-Credits-Remaining', string>>>;

/** Credits put aside for one request. Its end says what became of them: by the answer, as far as it was sent. It ends once, however often it is told to. */
export interface Charge extends AsyncDisposable {
  /**
   * Charge for so many pictures, right before they leave; each picture of several on its own.
   *
   * @throws {Problem} `accounts-unavailable`: nothing may be delivered.
   */
  capture(pictures: number): Promise<CreditHeaders>;
}

/** How far what is paid for was sent: a response, or one picture of many in it. */
export type AnswerProgress = Readonly<Pick<Response, 'headersSent' | 'writableFinished'>>;

/** Where the work of one process is paid. */
export interface Till {
  /**
   * Find who pays, before anything is put aside.
   *
   * @param pictures - As many as may be delivered.
   * @returns Undefined where nothing is to be paid.
   * @throws {Problem} `sign-in-required`, `declaration-missing`, `not-found` for a team the caller is not in, `accounts-unavailable`.
   */
  order(request: Request, response: Response, work: PricedWork, pictures: number): Promise<HoldOrder | undefined>;
  /**
   * Look whether one picture could be paid, for work whose number of pictures is in its body: who has nothing is refused before it.
   *
   * @throws {Problem} `credits-exhausted`, `not-found`, `accounts-unavailable`.
   */
  glance(order: HoldOrder | undefined): Promise<void>;
  /**
   * Put credits aside.
   *
   * @param order - For one picture.
   * @param whole - Pictures, and time beside that of one; one picture unless told.
   * @throws {Problem} As `Ledger.hold` does.
   */
  open(order: HoldOrder | undefined, response: AnswerProgress, whole?: { readonly pictures: number; readonly extraMs: number }): Promise<Charge>;
  /** Resolves when no charge waits for its end, or has done so for too long. */
  settled(): Promise<void>;
}

/** Clocks of two servers, and the database's own time: a hold that is swept while its work runs would charge nothing. */
const marginMs = 60_000;

/**
 * A hold that is not closed ends by itself; a process that had a photo is to be gone. Of a database that answers,
 * this is a hundred times what it takes.
 */
const longestSettlingMs = 1000;

/** What tills are made of. */
export interface TillParts {
  readonly config: Pick<Config, 'credits' | 'uploadTimeoutMs' | 'jobTimeoutMs'>;
  /** Undefined where accounts are off. */
  readonly reception: Reception | undefined;
  readonly log: Log;
}

/** Open the till of a process. */
export function createTill({ config: { credits, ...limits }, reception, log }: TillParts): Till {
  if (!credits || !reception) return { order: async () => undefined, glance: async () => undefined, open: async () => chargeNothing({}), settled: async () => undefined };
  const { ledger } = reception.accounts;
  const lifetimeMs = limits.uploadTimeoutMs + limits.jobTimeoutMs + marginMs;
  const unsettled = new Set<Promise<void>>();
  return {
    async order(request, response, work, pictures) {
      const price = creditPrices[work] * pictures;
      if (price === 0) return undefined;
      return { owner: await findPayer(reception, request, response), work, credits: price, lifetimeMs, idempotencyKey: request.get('Idempotency-Key') };
    },
    async glance(order) {
      // A repeat of what was charged before needs nothing.
      if (!order || order.idempotencyKey !== undefined) return;
      const { available } = await ledger.balance(order.owner);
      if (available < order.credits) throw refuseShort(order, { detail: `This needs at least ${order.credits} of your credits; there are ${available}.`, members: { needed: order.credits, available } }, credits.payments);
    },
    async open(order, response, { pictures, extraMs } = { pictures: 1, extraMs: 0 }) {
      if (!order) return chargeNothing({ 'X-Credits-Charged': '0' });
      const hold = await holdCredits(ledger, { ...order, credits: order.credits * pictures, lifetimeMs: order.lifetimeMs + extraMs }, credits);
      const { promise: settled, resolve } = Promise.withResolvers<void>();
      unsettled.add(settled);
      void settled.then(() => unsettled.delete(settled));
      return createCharge(ledger, hold, order.work, async (isCharged) => closeHold(ledger, hold, isCharged ? readOutcome(response) : 'failed', log).then(resolve));
    },
    async settled() {
      if (unsettled.size > 0) await Promise.race([Promise.all(unsettled), sleep(longestSettlingMs)]);
    },
  };
}

/** Free work, or all work where pictures are free. */
function chargeNothing(headers: CreditHeaders): Charge {
  return { capture: async () => headers, [Symbol.asyncDispose]: async () => undefined };
}

/** @param end - Told whether a picture was charged: an answer of several may have begun and hold none. */
function createCharge(ledger: Ledger, { id }: Hold, work: PricedWork, end: (isCharged: boolean) => Promise<void>): Charge {
  let isCharged = false;
  let ended: Promise<void> | undefined;
  return {
    async capture(pictures) {
      isCharged = true;
      const { charged, available } = await ledger.capture(id, creditPrices[work] * pictures);
      return { 'X-Credits-Charged': String(charged), 'X-Credits-Remaining': String(available) };
    },
    [Symbol.asyncDispose]: () => (ended ??= end(isCharged)),
  };
}

/** The request is over, one way or another: a hold that cannot be closed expires. */
async function closeHold(ledger: Ledger, { id }: Hold, outcome: HoldOutcome, log: Log): Promise<void> {
  try {
    await ledger.close(id, outcome);
  } catch (error) {
    log.event('charge not closed', { outcome, reason: error instanceof Problem ? error.code : describeCauses(error).join(', ') });
  }
}

/** Problems are answered after this: an answer that has begun is the picture's. */
function readOutcome({ headersSent, writableFinished }: AnswerProgress): HoldOutcome {
  if (!headersSent) return 'failed';
  return writableFinished ? 'delivered' : 'cut';
}

/** Put credits aside; whoever has too few is told where there are more. */
async function holdCredits(ledger: Ledger, order: HoldOrder, { payments }: CreditSettings): Promise<Hold> {
  try {
    return await ledger.hold(order);
  } catch (error) {
    throw error instanceof Problem && error.code === 'credits-exhausted' ? refuseShort(order, error, payments) : error;
  }
}

function refuseShort({ owner }: HoldOrder, { detail, members }: Pick<Problem, 'detail' | 'members'>, payments: CreditSettings['payments']): Problem {
  const free = 'teamId' in owner ? 'A team gets no free ones: leave `Ephemera-Team` out to use your own.' : 'Free ones come with the next day (UTC).';
  return new Problem('credits-exhausted', `${detail} ${payments ? 'More can be bought on the account page.' : free}`, { members: { ...members, ...(payments && { buy: '/account#credits' }) } });
}

/** The team of the key, the team that is named, or whoever asks. */
async function findPayer(reception: Reception, request: Request, response: Response): Promise<PurseOwner> {
  const caller = callerOf(response) ?? (await refuseNobody(reception, request));
  const teamId = request.get('Ephemera-Team') ?? caller.teamId;
  if (teamId === undefined) return { accountId: caller.accountId };
  if (caller.teamId !== undefined && teamId !== caller.teamId) throw new Problem('not-found', 'This API key works for another team. Leave `Ephemera-Team` out.');
  if (caller.teamId === undefined) await reception.accounts.teams.find(teamId, caller.accountId);
  return { teamId };
}

/** Free work is done for anybody, so nobody was refused so far: neither who has yet to declare, nor who cannot be told. */
async function refuseNobody(reception: Reception, request: Request): Promise<never> {
  const account = await readSession(reception, request);
  if (account) checkStanding(account);
  throw askToSignIn();
}
