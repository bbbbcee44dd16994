// Owns the answer to "what do you keep?", made from the running configuration. Nothing here is about any user.

import type { Request, Response } from 'express';
import type { Config } from '../config.ts';
import { writeStatement } from '../retention/statement.ts';
import type { Forgetting } from '../retention/statement.ts';
import { countRounds, packLimits } from '../studio/pack.ts';
import type { EngineOffer, Studio } from '../studio/studio.ts';
import { lastWordsMs } from './photo-work.ts';
import { longestCountMs } from './rate-limit.ts';
import { teamLimits } from './teams/zip-walk.ts';

/** Answer with the statement of this server, as JSON. */
export function answerRetention(parts: { readonly config: Config; readonly studio: Studio; readonly forgetting: Forgetting }) {
  return (_request: Request, response: Response): void => {
    const engines = parts.studio.describeEngines().map(describeEngine);
    response.set('Cache-Control', 'no-cache').json(writeStatement({ forgetting: parts.forgetting, engines, limits: { ...parts.config, longestCountMs, ...measureWork(parts.config) }, accounts: parts.config.accounts, credits: parts.config.credits }));
  };
}

function measureWork({ uploadTimeoutMs, jobTimeoutMs }: Config) {
  // The headshot of a team may be read for as long as an upload may take.
  const ofOne = jobTimeoutMs + uploadTimeoutMs;
  return { longestWorkMs: Math.max(countRounds(packLimits.pictures) * jobTimeoutMs + lastWordsMs, ofOne), longestTeamMs: (teamLimits.photos + 1) * (uploadTimeoutMs + ofOne) };
}

function describeEngine({ name, retentionDays, hosts, note, page }: EngineOffer) {
  return { name, retentionDays, hosts, note, page };
}
