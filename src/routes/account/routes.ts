// Owns where the routes of accounts are. Loaded only where accounts are on: Auth.js is a good part of what a start would load.

import { Router } from 'express';
import type { Reception } from '../../accounts/auth/reception.ts';
import type { RateCounter } from '../../retention/rate-counter.ts';
import { createAuthRoutes } from './auth.ts';
import { createAttemptLimits } from './limits.ts';
import { createPersonRoutes } from './person-routes.ts';
import { createSignInRoutes } from './sign-in.ts';

/** Everything below `/auth`, `/v1/account`, `/v1/teams` and `/v1/invitations`. */
export function createAccountRoutes(reception: Reception, counter: RateCounter): Router {
  const limits = createAttemptLimits(reception.settings.attemptsPerMinute, counter);
  const router = Router({ caseSensitive: true, strict: true });
  router.use('/auth', createAuthRoutes(reception, limits));
  router.use('/v1/account', createSignInRoutes(reception, limits));
  router.use(createPersonRoutes(reception, limits, counter));
  return router;
}
