// Owns what the OpenAI engine is told: key, address, model. Refuses the environment: every value is passed on explicitly.

import OpenAI from 'openai';
import type { ClientOptions } from 'openai';
import type { EngineRetention } from '../engine.ts';

/** What the OpenAI engine needs to know. */
export interface OpenaiSettings {
  readonly apiKey: string;
  readonly model: string;
  /** An OpenAI-compatible service instead of OpenAI's, its version included. */
  readonly baseUrl: string | undefined;
  /** Longest time for one attempt, upload and answer included. */
  readonly timeoutMs: number;
  /** Days for which the provider keeps this project's requests. */
  readonly retentionDays: number;
}

/**
 * Build the SDK's client for one attempt. What is left out here, the SDK would take from variables of the environment,
 * so nothing is but OPENAI_CUSTOM_HEADERS, which it takes whatever it is told: `fetch` drops those headers.
 */
export function createClient(settings: OpenaiSettings, fetch: NonNullable<ClientOptions['fetch']>): OpenAI {
  return new OpenAI({
    apiKey: settings.apiKey,
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    baseURL: readBaseUrl(settings),
    // Its own retries know neither the deadline nor which faults pass; its own timer must not come before ours.
    maxRetries: 0,
    timeout: 2 * settings.timeoutMs,
    logLevel: 'off',
    fetch: (url, init) => fetch(url, { ...init, headers: chooseHeaders(settings, new Headers(init?.headers)) }),
  });
}

/** What the interface needs; the SDK's others tell the provider about this machine. */
function chooseHeaders({ apiKey }: OpenaiSettings, given: Headers): Headers {
  return new Headers({ authorization: `Bearer ${apiKey}`, 'content-type': given.get('content-type') ?? '', accept: 'application/json' });
}

/** Where requests go: the address that was set, else OpenAI's. */
export function readBaseUrl({ baseUrl }: Pick<OpenaiSettings, 'baseUrl'>): string {
  return baseUrl ?? 'https://api.openai.com/v1';
}

/** What OpenAI keeps of a request made with these settings, in a sentence and the page that says so. */
export function readRetention({ retentionDays: days }: Pick<OpenaiSettings, 'retentionDays'>): EngineRetention {
  const page = 'https://developers.openai.com/api/docs/guides/your-data';
  if (days === 0) return { days, note: 'OpenAI keeps nothing of the request: zero data retention is approved for this project.', page };
  const time = days === 1 ? 'one day' : `${days} days`;
  return { days, note: `OpenAI keeps the photo, the request and the picture for ${time} to watch for abuse; it does not train on them.`, page };
}
