// Owns what a studio says about keeping: made from its running configuration. Refuses to say what is not so now.

import type { AccountSettings } from '../account-settings.ts';
import type { CreditSettings } from '../credit-settings.ts';
import { ownFields, requestFields } from '../log.ts';
import { describeAccounts } from './account-statement.ts';

/** How the process forgets. Whoever starts it knows, so it is passed in. */
export interface Forgetting {
  readonly mode: string;
  /** In a few sentences, for people. */
  readonly how: string;
}

/** One process for all requests, which overwrites what it held. */
export const scrubbing: Forgetting = {
  mode: 'scrub',
  how: 'One process serves every request and goes on after it. The buffers that held a photo or a result are overwritten with zeros and given back when the request ends, on every way out. Memory that libraries freed is overwritten on Linux with glibc; small pieces may remain until it is used again or the process ends.',
};

/** Processes that end with their work. */
export const dying: Forgetting = {
  mode: 'die',
  how: 'A process that received a photo ends with its work: within a second of its last answer, and under load once it has served for the seconds said in the limits and what it had begun is done. Until then the buffers that held a photo or a result are overwritten with zeros when the request ends, on every way out. The process that accepts connections hands them over and never reads a byte of them.',
};

/** An engine, and what its provider keeps. */
export interface EngineStatement {
  readonly name: string;
  readonly retentionDays: number;
  /** Other machines that a photo is sent to. */
  readonly hosts: readonly string[];
  readonly note: string;
  /** The provider's page that says so. */
  readonly page: string | null;
}

/** The settings that the statement speaks of, in the units of the configuration. */
export interface StatementLimits {
  readonly budgetBytes: number;
  readonly maxUploadBytes: number;
  readonly maxPixels: number;
  readonly uploadTimeoutMs: number;
  readonly jobTimeoutMs: number;
  /** Longest time that the work on one request may take: on the pictures of the largest pack. */
  readonly longestWorkMs: number;
  /** Longest time that the largest team may take, whose photos are there one after the other. */
  readonly longestTeamMs: number;
  readonly drainMs: number;
  /** Days for which a provider may keep a photo at most, whatever a request allows; `Infinity` without such a limit. */
  readonly maxRetentionDays: number;
  /** 0 where nothing is counted. */
  readonly rateLimitPerMinute: number;
  /** Longest time for which a count of requests is held. */
  readonly longestCountMs: number;
}

/** What the statement is made from. */
export interface StatementFacts {
  readonly forgetting: Forgetting;
  readonly engines: readonly EngineStatement[];
  readonly limits: StatementLimits;
  /** Undefined where accounts are off. */
  readonly accounts: AccountSettings | undefined;
  /** Undefined where pictures are free. */
  readonly credits: CreditSettings | undefined;
}

/** One kind of data: whether it is kept, where it is while it is there, for how long at most, and who has it. */
export interface DataStatement {
  readonly data: string;
  readonly kept: boolean;
  readonly where: string;
  /** `null` where this program does not decide it; `how` says who does. */
  readonly longestSeconds: number | null;
  readonly by: string;
  readonly how: string;
  /** The only fields there are, where the data has fields. */
  readonly fields?: readonly string[];
}

/** What no program can promise, each with a name that PRIVACY.md uses too. */
export const unpromised = [
  { name: 'The provider', why: 'An engine that is not local sends the photo to its provider, which keeps it for the days said here, by its own rules.' },
  { name: 'Kernel and network buffers', why: 'The kernel and the network card hold copies of what was sent and received, and give them back without overwriting them.' },
  { name: 'Freed native memory', why: 'Libraries, the HTTP parser and the JavaScript engine make copies while they work. They are overwritten as they are freed on Linux with glibc, unless the operator set GLIBC_TUNABLES otherwise; small pieces, of text fields and file names for instance, may stay. They go with the process.' },
  { name: 'Swap and hypervisor', why: 'The machine may write memory to its swap, a hibernation file or a snapshot.' },
  { name: 'Proxies', why: 'A proxy before the studio sees everything, and some write bodies to their disk.' },
  { name: 'Whoever operates the machine', why: 'The operator can read memory and could run another program. This statement is what the program says of itself.' },
] as const;

/** The statement as it is sent. */
export interface Statement {
  readonly forgetting: Forgetting;
  readonly data: readonly DataStatement[];
  readonly engines: readonly EngineStatement[];
  /** `null` where there is none. */
  readonly limits: Readonly<Record<string, number | null>>;
  readonly unpromised: typeof unpromised;
}

/** Assemble the statement of a running studio. */
export function writeStatement({ forgetting, engines, limits, accounts, credits }: StatementFacts): Statement {
  const longestSeconds = (limits.uploadTimeoutMs + limits.longestWorkMs) / 1000;
  return {
    forgetting,
    data: [
      ...passingData.map((passing) => ({ ...passing, kept: false, where: memory, longestSeconds, by: nobody })),
      ...wordData.map((words) => ({ ...words, kept: false, where: memory, longestSeconds: limits.longestTeamMs / 1000, by: nobody })),
      describeCounters(limits, accounts),
      describeLogs(),
      ...describeAccounts(accounts, credits),
    ],
    engines,
    limits: describeLimits(limits),
    unpromised,
  };
}

const memory = 'memory, while the request runs';
const nobody = 'nobody';

const passingData = [
  { data: 'photos', how: 'In buffers of one owner for each request, overwritten with zeros when it ends: for one picture, within the time for its upload and its work. Metadata is dropped when the photo is opened.' },
  { data: 'results', how: 'As photos. Sent in the answer to the same request, which no cache may store.' },
  { data: 'measures of the face', how: 'As photos. A check sends them back in its answer; no model here can recognise a person.' },
] as const;

/** For a team, as long as all of it takes. */
const wordData = [
  { data: 'receipts', how: 'Signed, sent with the answer and let go. A receipt says nothing of the person; the digest in it is salted. The digests of a team are there until its receipt is signed.' },
  { data: 'field values', how: 'Read, used and let go with the request, as are the names of files in the zip of a team, which come back in its table. Never logged.' },
] as const;

function describeCounters({ rateLimitPerMinute, longestCountMs }: StatementLimits, accounts: AccountSettings | undefined): DataStatement {
  const data = 'rate-limit counters';
  if (rateLimitPerMinute + (accounts?.requestsPerMinute ?? 0) + (accounts?.attemptsPerMinute ?? 0) === 0) {
    return { data, kept: false, where: 'nowhere', longestSeconds: 0, by: nobody, how: 'Rate limits are switched off: nothing is counted.' };
  }
  return {
    data,
    kept: true,
    where: accounts?.redisUrl === undefined ? 'the memory of this server' : 'the Redis server of the operator, and the memory of this server while that is away',
    longestSeconds: longestCountMs / 1000,
    by: accounts?.redisUrl === undefined ? 'this server' : 'the operator',
    how: accounts ? `A number for each client address, account or API key, and for each address that somebody tries to sign in with, found by a keyed hash of it. ${keys.derived}` : `A number for each client address, found by a keyed hash of it. ${keys.drawn}`,
    fields: ['keyed hash', 'number of requests', 'end of the minute'],
  };
}

/** Of the hashes that counts are found by. */
const keys = {
  drawn: 'The key is another one each day, made of one that is drawn at start, is nowhere else, and goes with the server; the address itself is not held.',
  derived: 'The key is another one each day, made of AUTH_SECRET; what was counted is not held itself.',
} as const;

function describeLogs(): DataStatement {
  return {
    data: 'logs',
    kept: true,
    where: 'standard output of this server',
    longestSeconds: null,
    by: 'the operator',
    how: 'One line for each request with these fields and no other, and lines about the server itself. No address, user agent, file name, query string, field value or text of an error. Whoever collects the output decides how long.',
    fields: [...ownFields, ...requestFields],
  };
}

function describeLimits(limits: StatementLimits): Readonly<Record<string, number | null>> {
  return {
    maxRetentionDays: Number.isFinite(limits.maxRetentionDays) ? limits.maxRetentionDays : null,
    memoryBudgetBytes: limits.budgetBytes,
    maxUploadBytes: limits.maxUploadBytes,
    maxPixels: limits.maxPixels,
    uploadTimeoutSeconds: limits.uploadTimeoutMs / 1000,
    jobTimeoutSeconds: limits.jobTimeoutMs / 1000,
    longestWorkSeconds: limits.longestWorkMs / 1000,
    drainSeconds: limits.drainMs / 1000,
    rateLimitPerMinute: limits.rateLimitPerMinute,
  };
}
