// Owns which colour `backdrop=brand` is: that of the team somebody works for. Refuses to guess between two teams.

import type { Reception } from '../../accounts/auth/reception.ts';
import type { Team } from '../../accounts/team.ts';
import { Problem } from '../../problem.ts';
import type { Caller } from './identify.ts';

/**
 * @param teamId - Of the field `team`; the API key's own team, or the only one that has a colour, unless given.
 * @returns `#rrggbb`
 * @throws {Problem} `sign-in-required`, `parameter-invalid`, `accounts-unavailable`.
 */
export async function readBrandColour({ accounts }: Reception, caller: Caller | undefined, teamId: string | undefined): Promise<string> {
  if (!caller) throw new Problem('sign-in-required', '`backdrop=brand` is the colour of your team: sign in, or send an API key.');
  const named = teamId ?? caller.teamId;
  const teams = (await accounts.teams.list(caller.accountId)).filter(({ id, backdrop }) => (named === undefined ? backdrop !== undefined : id === named));
  if (teams.length > 1) throw refuse('team', 'Several of your teams have a colour. Send the id of one in `team`.', teams);
  if (!teams[0] && teamId !== undefined) throw refuse('team', '`team` takes the id of a team that you are in.');
  if (!teams[0]?.backdrop) throw refuse('backdrop', 'Your team has no colour yet. An owner sets it, or choose another backdrop.');
  return teams[0].backdrop;
}

function refuse(parameter: string, detail: string, teams: readonly Team[] = []): Problem {
  return new Problem('parameter-invalid', detail, { members: { parameter, ...(teams.length > 0 ? { allowed: teams.map(({ id }) => id) } : {}) } });
}
