// Owns what a team is. Refuses to be without an owner, and to seat more than it has seats.

/** What a member may do: an owner invites, removes, changes and dissolves. */
export type TeamRole = 'owner' | 'member';

/** A team as one of its members sees it. */
export interface Team {
  /** UUID. */
  readonly id: string;
  readonly name: string;
  readonly seats: number;
  readonly seatsTaken: number;
  /** Colour behind the team's portraits, `#rrggbb`. */
  readonly backdrop: string | undefined;
  /** Shared balance, in credits. */
  readonly credits: number;
  /** Role of whoever asks. */
  readonly role: TeamRole;
  /** Milliseconds since 1970. */
  readonly createdMs: number;
}

/** Someone in a team, as other members see them. */
export interface Member {
  readonly accountId: string;
  readonly name: string | undefined;
  readonly email: string | undefined;
  readonly role: TeamRole;
  /** Milliseconds since 1970. */
  readonly joinedMs: number;
}

/** What an owner may change; what is left out stays. */
export interface TeamChange {
  /** 1 to `greatestNameLength` characters. */
  readonly name?: string | undefined;
  /** Not below those that are taken: `team-full`. */
  readonly seats?: number | undefined;
  /** `#rrggbb`; null removes it. */
  readonly backdrop?: string | null | undefined;
}

/** What an invitation says to whoever has its token. */
export interface Invitation {
  readonly teamId: string;
  readonly teamName: string;
  readonly role: TeamRole;
  /** Milliseconds since 1970. */
  readonly expiresMs: number;
}

/**
 * Teams. Whoever is no member gets `not-found`, as if there were no team; a member who is no owner `owner-required`. Every method
 * may throw {@link Problem} `accounts-unavailable`.
 */
export interface Teams {
  /** @throws {Problem} `parameter-invalid` (name, seats, backdrop). */
  create(ownerId: string, team: { readonly name: string; readonly seats: number; readonly backdrop?: string | undefined }): Promise<Team>;
  /** Teams of an account, oldest membership first. */
  list(accountId: string): Promise<readonly Team[]>;
  find(teamId: string, accountId: string): Promise<Team>;
  /** For every member to see, oldest first. */
  members(teamId: string, accountId: string): Promise<readonly Member[]>;
  /** All of it or nothing. @throws {Problem} `team-full`, `parameter-invalid`. */
  change(teamId: string, ownerId: string, change: TeamChange): Promise<Team>;
  /** For the plan or the operator, who is no member. @throws {Problem} `team-full` if more are seated, `parameter-invalid` (seats). */
  setSeats(teamId: string, seats: number): Promise<void>;
  /** @returns Token of an invitation; whoever has it may take a seat, once. */
  invite(teamId: string, ownerId: string, role: TeamRole): Promise<string>;
  /** What an invitation is for, without consuming it. Undefined if spent, expired or unknown. */
  readInvitation(token: string): Promise<Invitation | undefined>;
  /** Take a seat. A member already keeps role and invitation. @throws {Problem} `link-spent`, `team-full`; a full team does not spend it. */
  accept(token: string, accountId: string): Promise<Team>;
  /** @throws {Problem} `last-owner`. */
  setRole(teamId: string, ownerId: string, accountId: string, role: TeamRole): Promise<void>;
  /** An owner removes anybody, everybody themselves. Their keys for this team go too. @throws {Problem} `last-owner`. */
  remove(teamId: string, byId: string, accountId: string): Promise<void>;
  /** Delete the team, its invitations and its keys. */
  dissolve(teamId: string, ownerId: string): Promise<void>;
}

/** Larger companies ask the operator; an accident of one more digit is caught. */
export const greatestSeats = 10_000;
