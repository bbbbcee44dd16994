// Owns the order of the proof: controls, a studio over HTTP, the browser, a studio over HTTPS. Sends photos to one studio at a time, and searches none that shares its words.

import { describeBooks } from './account.ts';
import { proveBrowser } from './browser.ts';
import { makeCertificate } from './certificate.ts';
import { proveSearch, proveSpill } from './control.ts';
import { examine } from './examination.ts';
import type { Examination, Findings } from './examination.ts';
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
  using place = makeOwnPlace();
  const choice = {
    // So small a budget that one photo can go over it, and a team, for which the largest photo's room is kept, cannot.
    environment: { MEMORY_BUDGET_MB: '100', MAX_UPLOAD_MB: '12', RATE_LIMIT_PER_MINUTE: '0', LOG_LEVEL: 'debug', TMPDIR: place.path, HOME: place.path, ...options.environment },
    watch,
    preloads: options.leaks.filter((name) => name !== 'url').map((name) => new URL(`leaks/${name}.ts`, import.meta.url).href),
  } as const;
  const base = { choice, place, runs: options.runs };
  const turn = Promise.withResolvers<void>();
  let https: Promise<readonly Row[]> = Promise.resolve([]);
  const meanwhile = async () => {
    const rows = await Promise.all(options.quick ? [visitStudio(choice, options)] : [visitStudio(choice, options), spillElsewhere(watch)]);
    // It starts while memory is searched, and is sent nothing before its turn.
    if (!options.quick) https = examineHttps(base, turn.promise);
    return rows;
  };
  const depth = options.quick ? 'few' : 'much';
  // One after the other: whoever searches memory stands still, and a client that stands still is cut off.
  const search = await proveSearch();
  const http = await examineOne(base, depth, { meanwhile: !options.quick || options.leaks.includes('url') ? meanwhile : undefined }).finally(turn.resolve);
  const rows = [search, ...http.rows.map((row) => ({ ...row, over: 'HTTP' })), ...(await https), ...http.others];
  return { mode: http.mode, watch, seconds: (Date.now() - begun) / 1000, rows, unpromised: namesUnpromised };
}

/** What each examination has in common with the other. */
type Base = Pick<Examination, 'choice' | 'place' | 'runs'>;

/** Each studio has providers and books of its own. */
async function examineOne({ choice, ...base }: Base, depth: Examination['depth'], when: Pick<Examination, 'meanwhile' | 'turn'>): Promise<Findings> {
  await using upstream = await startUpstream();
  using rowsPlace = makeOwnPlace();
  const books = describeBooks(rowsPlace.path);
  const environment = { ...choice.environment, ...upstream.environment, ...books.environment };
  return await examine({ ...base, choice: { ...choice, environment }, books, upstream, depth, ...when });
}

async function spillElsewhere(watch: WatchKind): Promise<Row> {
  using place = makeOwnPlace();
  return await proveSpill(watch, place);
}

async function examineHttps(base: Base, turn: Promise<void>): Promise<readonly Row[]> {
  using secretPlace = makeOwnPlace();
  const certificate = makeCertificate(secretPlace.path);
  if (!certificate) return [{ name: 'all of this', over: 'HTTPS', verdict: 'skipped', says: 'openssl is not installed, and a certificate is needed' }];
  const { rows } = await examineOne({ ...base, choice: { ...base.choice, certificate } }, 'rest', { turn });
  return rows.map((row) => ({ ...row, over: 'HTTPS' }));
}

/** Without an account: the page makes its picture for anybody. Its provider is never asked. One process is enough for a page that is to forget. */
async function visitStudio(choice: Examination['choice'], options: ProofOptions): Promise<Row> {
  const provider = { GEMINI_API_KEY: 'test-key', GEMINI_BASE_URL: 'http://127.0.0.1:9' };
  const studio = await startProven({ ...choice, environment: { ...choice.environment, ...provider, RETENTION: 'scrub' }, watch: undefined });
  const row = await proveBrowser(studio.origin.port, options.leaks.includes('url'));
  await studio.stop();
  return row;
}
