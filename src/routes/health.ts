// Owns the answer to "are you well?", for load balancers and people. Says nothing about any request.

import type { Request, Response } from 'express';
import type { Vision } from '../face/portrait.ts';
import type { BudgetDoor } from '../retention/budget.ts';

/** 200 when the local engine is ready, 503 while it starts or when it failed. */
export function answerHealth(parts: { readonly vision: Vision; readonly budget: BudgetDoor }) {
  return async (_request: Request, response: Response): Promise<void> => {
    const { state, reason, workers, startMs } = parts.vision.status;
    const { limitBytes, reservedBytes } = await parts.budget.readUsage();
    response
      .status(state === 'ready' ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json({ status: state === 'ready' ? 'ok' : state, localEngine: { state, reason, workers, startMs }, memory: { limitBytes, reservedBytes } });
  };
}
