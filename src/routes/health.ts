// Owns the answer to "are you well?", for load balancers and people. Says nothing about any request.

import type { Request, Response } from 'express';
import type { Reception } from '../accounts/auth/reception.ts';
import type { Vision } from '../face/portrait.ts';
import type { BudgetDoor } from '../retention/budget.ts';

/** 200 when the local engine is ready, 503 while it starts or when it failed. Lost accounts are said and are no failure: photos need none. */
export function answerHealth(parts: { readonly vision: Vision; readonly budget: BudgetDoor; readonly reception: Reception | undefined }) {
  return async (_request: Request, response: Response): Promise<void> => {
    const { state, reason, workers, startMs } = parts.vision.status;
    const { limitBytes, reservedBytes } = await parts.budget.readUsage();
    response
      .status(state === 'ready' ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json({ status: state === 'ready' ? 'ok' : state, localEngine: { state, reason, workers, startMs }, memory: { limitBytes, reservedBytes }, accounts: { state: await readAccountsState(parts.reception) } });
  };
}

async function readAccountsState(reception: Reception | undefined): Promise<'off' | 'ready' | 'unavailable'> {
  if (!reception) return 'off';
  try {
    await reception.accounts.check();
    return 'ready';
  } catch {
    return 'unavailable';
  }
}
