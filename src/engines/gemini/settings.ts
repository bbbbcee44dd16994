// Owns what the Gemini engine is told: access, address, model. Refuses the environment: every value is passed on explicitly.

import type { GoogleGenAIOptions, Models } from '@google/genai';
import type { EngineRetention } from '../engine.ts';

type AuthClient = NonNullable<NonNullable<GoogleGenAIOptions['googleAuthOptions']>['authClient']>;

/** What the Gemini engine needs to know. */
export interface GeminiSettings {
  readonly access:
    | { readonly kind: 'developer'; readonly apiKey: string }
    | {
        readonly kind: 'vertex';
        readonly project: string;
        readonly location: string;
        /** Signs the calls; without it the machine's Google login does. */
        readonly authClient?: AuthClient;
      };
  readonly model: string;
  /** `v1beta` on the Developer API (on `/v1` some projects do not know `imageConfig`), `v1beta1` on Vertex. */
  readonly apiVersion: string;
  /** A Gemini-compatible service instead of Google's. */
  readonly baseUrl: string | undefined;
  /** Longest time for one attempt, upload and answer included. */
  readonly timeoutMs: number;
  /** Days for which the provider keeps this project's requests. */
  readonly retentionDays: number;
}

/**
 * Load the SDK and build its client. What is left out here, the SDK would take from variables of the environment
 * that change where pictures go, so nothing is.
 *
 * With a key it is the SDK's build without Google's login, which is four fifths of what a process would load.
 */
export async function createClient(settings: GeminiSettings): Promise<{ readonly models: Pick<Models, 'generateContent'> }> {
  const { access, apiVersion } = settings;
  const httpOptions = { baseUrl: readBaseUrl(settings), apiVersion };
  if (access.kind === 'developer') {
    const sdk = await import('@google/genai/web');
    return new sdk.GoogleGenAI({ enterprise: false, apiKey: access.apiKey, apiVersion, httpOptions });
  }
  const { project, location, authClient } = access;
  const googleAuthOptions = authClient ? { authClient } : { scopes: ['https://www.googleapis.com/auth/cloud-platform'] };
  const sdk = await import('@google/genai');
  return new sdk.GoogleGenAI({ enterprise: true, project, location, apiVersion, httpOptions, googleAuthOptions });
}

/**
 * Where requests go: the address that was set, else Google's for the access.
 *
 * @see https://docs.cloud.google.com/gemini-enterprise-agent-platform/reference/rest (service endpoints)
 */
export function readBaseUrl({ baseUrl, access }: GeminiSettings): string {
  if (baseUrl) return baseUrl;
  if (access.kind === 'developer') return 'https://generativelanguage.googleapis.com';
  if (access.location === 'global') return 'https://aiplatform.googleapis.com';
  // The two multi-regions have addresses of their own.
  if (['us', 'eu'].includes(access.location)) return `https://aiplatform.${access.location}.rep.googleapis.com`;
  return `https://${access.location}-aiplatform.googleapis.com`;
}

/** What Google keeps of a request made with these settings, in a sentence and the page that says so. */
export function readRetention({ access, retentionDays: days }: GeminiSettings): EngineRetention {
  const page =
    access.kind === 'developer'
      ? 'https://ai.google.dev/gemini-api/docs/usage-policies'
      : 'https://docs.cloud.google.com/gemini-enterprise-agent-platform/resources/zero-data-retention';
  if (days === 0) return { days, note: 'Google keeps nothing of the request: zero data retention is approved for this project.', page };
  const note =
    access.kind === 'developer'
      ? `Google keeps the photo, the request and the picture for ${inDays(days)} to watch for abuse; it does not train on them.`
      : `Google may keep the request for ${inDays(days)} in memory on its side; it does not train on it.`;
  return { days, note, page };
}

function inDays(days: number): string {
  return days === 1 ? 'one day' : `${days} days`;
}
