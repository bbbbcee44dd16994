// Owns the order of the proof: controls, then a studio over HTTP with the browser, then one over HTTPS. Starts no two studios at once.

import { describeBooks } from './account.ts';
import { proveBrowser } from './browser.ts';
import { makeCertificate } from './certificate.ts';
import { proveSearch, proveSpill } from './control.ts';
import { examine } from './examination.ts';
import type { Examination } from './examination.ts';
import { makeOwnPlace } from './places.ts';
import { startProven } from './studio.ts';
import { namesUnpromised } from './table.ts';
import type { Proof, Row } from './table.ts';
import { startUpstream } from './upstream.ts';
import { canTrace } from './watch.ts';
import type { WatchKind } from './watch.ts';

/** What is wished of a proof. */
export interface ProofOptions {
  /** One protocol, a few ways, one look, no browser and no control of libvips. */
  readonly quick: boolean;
  readonly runs: number;
  /** Look at /proc even where strace may run. */
  readonly withoutStrace: boolean;
  /** Names of modules in `prove/leaks`, or `url` for the page. */
  readonly leaks: readonly string[];
  /** Settings of the studio, such as `RETENTION`. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Prove what a studio keeps. */
export async function prove(options: ProofOptions): Promise<Proof> {
  const begun = Date.now();
  const watch = !options.withoutStrace && canTrace() ? 'strace' : 'proc';
  await using upstream = await startUpstream();
  using place = makeOwnPlace();
  using secretPlace = makeOwnPlace();
  using rowsPlace = makeOwnPlace();
  const books = describeBooks(rowsPlace.path);
  const free = {
    // Small enough a budget that one photo can go over it.
    environment: { GEMINI_API_KEY: 'test-key', GEMINI_BASE_URL: upstream.url, MEMORY_BUDGET_MB: '100', RATE_LIMIT_PER_MINUTE: '0', LOG_LEVEL: 'debug', TMPDIR: place.path, HOME: place.path, ...options.environment },
    watch,
    preloads: options.leaks.filter((name) => name !== 'url').map((name) => new URL(`leaks/${name}.ts`, import.meta.url).href),
  } as const;
  const choice = { ...free, environment: { ...free.environment, ...books.environment } };
  const base = { choice, books, upstream, place, runs: options.runs };
  // Without an account: the page makes its picture for anybody.
  const visit = () => visitStudio(free, options);
  const meanwhile = () => Promise.all(options.quick ? [visit()] : [visit(), spillElsewhere(watch)]);
  const search = await proveSearch();
  const http = await examine({ ...base, depth: options.quick ? 'few' : 'much', ...((!options.quick || options.leaks.includes('url')) && { meanwhile }) });
  const https = options.quick ? [] : await examineHttps(base, secretPlace.path);
  const rows = [search, ...http.rows.map((row) => ({ ...row, over: 'HTTP' })), ...https, ...http.others];
  return { mode: http.mode, watch, seconds: (Date.now() - begun) / 1000, rows, unpromised: namesUnpromised };
}

async function spillElsewhere(watch: WatchKind): Promise<Row> {
  using place = makeOwnPlace();
  return await proveSpill(watch, place);
}

async function examineHttps(base: Omit<Examination, 'depth'>, folder: string): Promise<readonly Row[]> {
  const certificate = makeCertificate(folder);
  if (!certificate) return [{ name: 'all of this', over: 'HTTPS', verdict: 'skipped', says: 'openssl is not installed, and a certificate is needed' }];
  const { rows } = await examine({ ...base, choice: { ...base.choice, certificate }, depth: 'rest' });
  return rows.map((row) => ({ ...row, over: 'HTTPS' }));
}

async function visitStudio(choice: Examination['choice'], options: ProofOptions): Promise<Row> {
  const studio = await startProven({ ...choice, watch: undefined });
  const row = await proveBrowser(studio.origin.port, options.leaks.includes('url'));
  await studio.stop();
  return row;
}
