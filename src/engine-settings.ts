// Owns the settings of engines: which are there, whom they call, in which order. Refuses half a configuration.

import { z } from 'zod';
import { ConfigError } from './config-error.ts';

const whole = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

/** Every engine there is. */
export const engineNames = ['local', 'gemini', 'openai'] as const;

export type EngineName = (typeof engineNames)[number];

/** The variables of engines, as in `environmentSchema`. */
export const engineEnvironment = {
  ENGINE_ORDER: z
    .string()
    .default('gemini,openai,local')
    .transform((list) => list.split(',').map((name) => name.trim()))
    .pipe(z.array(z.enum(engineNames)).min(1))
    .describe('What `engine=auto` tries, in this order, among the engines that are configured.'),
  GEMINI_API_KEY: z.string().optional().describe('Key of a paid Gemini API project; adds the engine `gemini`.'),
  VERTEX_PROJECT: z
    .string()
    .optional()
    .describe('Google Cloud project, instead of GEMINI_API_KEY; credentials come from the machine’s Google login.'),
  VERTEX_LOCATION: z.string().optional().describe('Google Cloud location, such as `europe-west4`; needs VERTEX_PROJECT.'),
  GEMINI_MODEL: z.string().default('gemini-nano-banana-2.1').describe('Image model asked of Gemini.'),
  GEMINI_API_VERSION: z.enum(['v1', 'v1beta', 'v1beta1']).optional().describe('Version of the Gemini API. Default: `v1beta`, on Vertex `v1beta1`.'),
  GEMINI_BASE_URL: z.url({ protocol: /^https?$/ }).optional().describe('Address of a Gemini-compatible service instead of Google’s.'),
  GEMINI_TIMEOUT_SECONDS: whole(1, 3600).default(90).describe('Longest time that one attempt at Gemini may take.'),
  GEMINI_RETENTION_DAYS: whole(0, 3650)
    .optional()
    .describe('Days for which Google keeps your project’s requests. Default: 55, on Vertex 1; 0 only with approved zero data retention.'),
  GEMINI_CONCURRENCY: whole(1, 1000).default(16).describe('Pictures that are asked of Gemini at once, by all processes of this server; more wait in line.'),
  OPENAI_API_KEY: z.string().optional().describe('Key of an OpenAI API project; adds the engine `openai`.'),
  OPENAI_MODEL: z.string().default('gpt-image-2.5-sunburst').describe('Image model asked of OpenAI.'),
  OPENAI_BASE_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Address of an OpenAI-compatible service instead of OpenAI’s, with its version, such as `https://eu.api.openai.com/v1`.'),
  OPENAI_TIMEOUT_SECONDS: whole(1, 3600).default(90).describe('Longest time that one attempt at OpenAI may take.'),
  OPENAI_RETENTION_DAYS: whole(0, 3650)
    .optional()
    .describe('Days for which OpenAI keeps your project’s requests. Default: 30; 0 only with approved zero data retention.'),
  OPENAI_CONCURRENCY: whole(1, 1000).default(8).describe('As GEMINI_CONCURRENCY, for OpenAI.'),
  MAX_RETENTION_DAYS: whole(0, 3650)
    .optional()
    .describe('No engine is used whose provider keeps a photo for more days, whatever a request allows; 0 means nothing may leave the machine.'),
};

type EngineEnvironment = z.infer<z.ZodObject<typeof engineEnvironment>>;

/** Settings of the Gemini engine. */
export interface GeminiConfig {
  readonly access:
    | { readonly kind: 'developer'; readonly apiKey: string }
    | { readonly kind: 'vertex'; readonly project: string; readonly location: string };
  readonly model: string;
  readonly apiVersion: string;
  readonly baseUrl: string | undefined;
  readonly timeoutMs: number;
  readonly retentionDays: number;
  /** Calls at once, by all processes of a server. */
  readonly maxAtOnce: number;
}

/** Settings of the OpenAI engine. */
export interface OpenaiConfig {
  readonly apiKey: string;
  readonly model: string;
  readonly baseUrl: string | undefined;
  readonly timeoutMs: number;
  readonly retentionDays: number;
  readonly maxAtOnce: number;
}

/** @throws {ConfigError} For half a configuration. */
export function readGemini(env: EngineEnvironment): GeminiConfig | undefined {
  const access = readGeminiAccess(env);
  if (!access) return undefined;
  const onVertex = access.kind === 'vertex';
  return {
    access,
    model: env.GEMINI_MODEL,
    apiVersion: env.GEMINI_API_VERSION ?? (onVertex ? 'v1beta1' : 'v1beta'),
    baseUrl: env.GEMINI_BASE_URL,
    timeoutMs: env.GEMINI_TIMEOUT_SECONDS * 1000,
    // 55 days of abuse monitoring on the Developer API; an in-memory cache of up to 24 h on Vertex.
    // https://ai.google.dev/gemini-api/docs/usage-policies
    retentionDays: env.GEMINI_RETENTION_DAYS ?? (onVertex ? 1 : 55),
    maxAtOnce: env.GEMINI_CONCURRENCY,
  };
}

function readGeminiAccess(env: EngineEnvironment): GeminiConfig['access'] | undefined {
  const { GEMINI_API_KEY: apiKey, VERTEX_PROJECT: project, VERTEX_LOCATION: location } = env;
  if (apiKey && (project || location)) {
    throw new ConfigError('GEMINI_API_KEY and VERTEX_PROJECT are two ways to the same engine: set one of them.');
  }
  if (project && !location) throw new ConfigError('VERTEX_LOCATION: needed beside VERTEX_PROJECT.');
  if (location && !project) throw new ConfigError('VERTEX_PROJECT: needed beside VERTEX_LOCATION.');
  if (project && location) return { kind: 'vertex', project, location };
  if (apiKey) return { kind: 'developer', apiKey };
  refuseOrphans(env, ['GEMINI_BASE_URL', 'GEMINI_RETENTION_DAYS'], 'GEMINI_API_KEY, or VERTEX_PROJECT and VERTEX_LOCATION');
  return undefined;
}

/** @throws {ConfigError} For half a configuration. */
export function readOpenai(env: EngineEnvironment): OpenaiConfig | undefined {
  if (!env.OPENAI_API_KEY) {
    refuseOrphans(env, ['OPENAI_BASE_URL', 'OPENAI_RETENTION_DAYS'], 'OPENAI_API_KEY');
    return undefined;
  }
  return {
    apiKey: env.OPENAI_API_KEY,
    model: env.OPENAI_MODEL,
    baseUrl: env.OPENAI_BASE_URL,
    timeoutMs: env.OPENAI_TIMEOUT_SECONDS * 1000,
    // Abuse logs. https://developers.openai.com/api/docs/guides/your-data
    retentionDays: env.OPENAI_RETENTION_DAYS ?? 30,
    maxAtOnce: env.OPENAI_CONCURRENCY,
  };
}

/** Settings of an engine that is not there change nothing, and whoever set them thinks they do. */
function refuseOrphans(env: EngineEnvironment, names: readonly (keyof EngineEnvironment)[], needed: string): void {
  const orphan = names.find((name) => env[name] !== undefined);
  if (orphan) throw new ConfigError(`${orphan}: has no effect without ${needed}.`);
}
