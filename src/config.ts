// Owns every setting: name, meaning, default, check. Refuses half a configuration. Reads no environment itself: main passes it in.

import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { accountEnvironment, readAccountSettings } from './account-settings.ts';
import type { AccountSettings } from './account-settings.ts';
import { ConfigError } from './config-error.ts';
import { creditEnvironment, readCreditSettings } from './credit-settings.ts';
import type { CreditSettings } from './credit-settings.ts';
import { engineEnvironment, readGemini, readOpenai } from './engine-settings.ts';
import type { EngineName, GeminiConfig, OpenaiConfig } from './engine-settings.ts';
import { readReceiptKeys } from './retention/receipt-keys.ts';
import type { ReceiptKeys } from './retention/receipt-keys.ts';

const whole = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

const receiptKeys = z.string().transform((text, context) => {
  try {
    return readReceiptKeys(text);
  } catch (error) {
    context.addIssue((error as Error).message);
    return z.NEVER;
  }
});

/**
 * The environment, one entry per variable. `description` is the README's text; a test holds the two equal.
 * An empty value counts as unset.
 */
export const environmentSchema = z.object({
  HOST: z.string().default('127.0.0.1').describe('Address to listen on; `0.0.0.0` for every network.'),
  PORT: whole(0, 65535).default(3000).describe('Port to listen on.'),
  LOG_LEVEL: z
    .enum(['silent', 'error', 'warn', 'info', 'debug'])
    .default('info')
    .describe('Least level that is logged. Logs never hold addresses, names or image data.'),
  TRUST_PROXY_HOPS: whole(0, 8)
    .default(0)
    .describe('Reverse proxies in front, for the client address that rate limits count by.'),
  MAX_UPLOAD_MB: whole(1, 200).default(25).describe('Largest file, in MB of 1 000 000 bytes.'),
  MAX_MEGAPIXELS: whole(1, 268).default(64).describe('Largest picture, in millions of pixels.'),
  UPLOAD_TIMEOUT_SECONDS: whole(1, 3600).default(60).describe('Longest time that one upload may take.'),
  JOB_TIMEOUT_SECONDS: whole(1, 3600).default(120).describe('Longest time that the work on one photo may take.'),
  DRAIN_SECONDS: whole(1, 3600).default(30).describe('After SIGTERM, time that requests in flight have to finish.'),
  TLS_CERT_FILE: z
    .string()
    .optional()
    .describe('Certificate chain in PEM, to answer by HTTPS without a proxy; needs TLS_KEY_FILE. Both files are read at start and again at SIGHUP.'),
  TLS_KEY_FILE: z.string().optional().describe('Private key in PEM of TLS_CERT_FILE.'),
  RETENTION: z
    .enum(['die', 'scrub'])
    .optional()
    .describe('`die`: a process that received a photo ends with its work; `scrub`: one process, which overwrites what it can. Default: `die`; `scrub` below 1.7 GB of memory.'),
  STANDBY_WORKERS: whole(2, 16).default(2).describe('With `RETENTION=die`, processes that serve or stand by, warm. While a provider works on photos, those who wait for it do not count: the next starts then.'),
  MAX_RESIDENCE_SECONDS: whole(1, 3600)
    .default(5)
    .describe('With `RETENTION=die` under load, time after its first photo in which a process takes further requests.'),
  MEMORY_BUDGET_MB: whole(64, 1_000_000)
    .optional()
    .describe('Memory for photos in flight; a request that does not fit gets 503. Default: 60 % of the memory limit.'),
  FACE_WORKERS: whole(1, 64)
    .default(Math.min(2, availableParallelism()))
    .describe('Threads of the local engine, about 200 MB each. Default: 2, or the number of cores when that is less.'),
  RATE_LIMIT_PER_MINUTE: whole(0, 1_000_000)
    .default(60)
    .describe('Pictures per minute and client address, of clients without an account; 0 switches the limit off.'),
  IMAGE_URL: z
    .enum(['on', 'off'])
    .default('off')
    .describe('`on`: `POST /v1.0/removebg` takes `image_url` and fetches it, from public addresses only.'),
  ...engineEnvironment,
  RECEIPT_KEY: receiptKeys
    .optional()
    .describe('Ed25519 key that signs receipts, as a JWK, or a JWK set whose first key signs. Default: made at start and replaced every 24 hours, in memory.'),
  ...accountEnvironment,
  ...creditEnvironment,
});

type Environment = z.infer<typeof environmentSchema>;

/** Everything the studio needs to know, in the units it works with. */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly logLevel: Environment['LOG_LEVEL'];
  readonly trustProxyHops: number;
  readonly maxUploadBytes: number;
  readonly maxPixels: number;
  readonly uploadTimeoutMs: number;
  readonly jobTimeoutMs: number;
  readonly drainMs: number;
  readonly tls: TlsFiles | undefined;
  readonly retention: 'die' | 'scrub';
  readonly standbyWorkers: number;
  /** Most processes at once, those that finish their work included. */
  readonly maxWorkers: number;
  readonly maxResidenceMs: number;
  readonly budgetBytes: number;
  readonly faceWorkers: number;
  readonly rateLimitPerMinute: number;
  /** Pictures are fetched from addresses that requests name. */
  readonly imageUrl: boolean;
  readonly engineOrder: readonly EngineName[];
  readonly gemini: GeminiConfig | undefined;
  readonly openai: OpenaiConfig | undefined;
  /** Days for which any provider may keep a photo; Infinity unless limited. */
  readonly maxRetentionDays: number;
  /** Keys that sign receipts; undefined when the server makes its own. */
  readonly receiptKeys: ReceiptKeys | undefined;
  /** Undefined where accounts are off. */
  readonly accounts: AccountSettings | undefined;
  /** Undefined where pictures are free. */
  readonly credits: CreditSettings | undefined;
}

/** Where the certificate and its key are. */
export interface TlsFiles {
  readonly certificate: string;
  readonly key: string;
}

/** Three processes of 225 MB, one of which finishes its work, in the 40 % of the memory that are not the budget. */
const leastDyingBytes = (3 * 225e6) / 0.4;

/**
 * Read and check the environment.
 *
 * @param environment - As the process was given it; variables of other programs are ignored.
 * @param memoryBytes - Memory that this process may use, of which the budget is 60 % unless told.
 * @throws {ConfigError} One line per fault, each naming its variable.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>, memoryBytes: number): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'));
  }
  const env = parsed.data;
  const accounts = readAccountSettings(env);
  return {
    host: env.HOST,
    port: env.PORT,
    logLevel: env.LOG_LEVEL,
    trustProxyHops: env.TRUST_PROXY_HOPS,
    maxUploadBytes: env.MAX_UPLOAD_MB * 1e6,
    maxPixels: env.MAX_MEGAPIXELS * 1e6,
    uploadTimeoutMs: env.UPLOAD_TIMEOUT_SECONDS * 1000,
    jobTimeoutMs: env.JOB_TIMEOUT_SECONDS * 1000,
    drainMs: env.DRAIN_SECONDS * 1000,
    tls: readTlsFiles(env),
    retention: env.RETENTION ?? (memoryBytes < leastDyingBytes ? 'scrub' : 'die'),
    standbyWorkers: env.STANDBY_WORKERS,
    maxWorkers: Math.max(env.STANDBY_WORKERS + 1, Math.floor((memoryBytes * 0.4) / (100e6 + env.FACE_WORKERS * 125e6))),
    maxResidenceMs: env.MAX_RESIDENCE_SECONDS * 1000,
    budgetBytes: env.MEMORY_BUDGET_MB ? env.MEMORY_BUDGET_MB * 1e6 : Math.floor(memoryBytes * 0.6),
    faceWorkers: env.FACE_WORKERS,
    rateLimitPerMinute: env.RATE_LIMIT_PER_MINUTE,
    imageUrl: env.IMAGE_URL === 'on',
    engineOrder: env.ENGINE_ORDER,
    gemini: readGemini(env),
    openai: readOpenai(env),
    maxRetentionDays: env.MAX_RETENTION_DAYS ?? Infinity,
    receiptKeys: env.RECEIPT_KEY,
    accounts,
    credits: readCreditSettings(env, accounts),
  };
}

function readTlsFiles({ TLS_CERT_FILE: certificate, TLS_KEY_FILE: key }: Environment): TlsFiles | undefined {
  if (certificate && key) return { certificate, key };
  if (certificate) throw new ConfigError('TLS_KEY_FILE: needed beside TLS_CERT_FILE.');
  if (key) throw new ConfigError('TLS_CERT_FILE: needed beside TLS_KEY_FILE.');
  return undefined;
}
