// Owns how a purse is called at Stripe: by the kind of its owner and an id of this studio. Refuses names that are none.

import type { PurseOwner } from '../accounts/credit.ts';

const pattern = /^(account|team):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Such as `account:` and a UUID; Stripe keeps it as `client_reference_id` and in metadata. */
export function writePurseName(owner: PurseOwner): string {
  return 'teamId' in owner ? `team:${owner.teamId}` : `account:${owner.accountId}`;
}

/** @returns Undefined for what another shop at the same Stripe account has sold. */
export function readPurseName(name: string | null | undefined): PurseOwner | undefined {
  const [, kind, id] = pattern.exec(name ?? '') ?? [];
  if (id === undefined) return undefined;
  return kind === 'team' ? { teamId: id } : { accountId: id };
}
