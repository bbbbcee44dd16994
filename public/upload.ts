// Owns sending one request and reading its answer. Refuses to keep either: what it returns is all there is.

import { describeNotes } from './words.ts';
import type { Refusal, PhotoWindow } from './state.ts';

/** What came back: the picture and what the headers say of it. */
export interface Answer {
  readonly blob: Blob;
  readonly retentionDays: number | undefined;
  readonly notes: readonly string[];
  readonly window: PhotoWindow | undefined;
  /** What the server signed of this answer; empty where it signed nothing. */
  readonly receipt: string;
  /** Pixels and dots per inch of an identity photo; 0 where the answer does not say. */
  readonly size: { readonly width: number; readonly height: number; readonly dpi: number };
  /** What whoever paid has now; undefined where it was free. */
  readonly creditsRemaining: number | undefined;
}

/** Told as the request goes on its way. */
export interface UploadWatcher {
  onSent(sentBytes: number, totalBytes: number): void;
  /** The whole body is with the server. */
  onArrived(totalBytes: number): void;
}

/** A request that brought no picture, with the reason in words for people. */
export class Refused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.title);
    this.refusal = refusal;
  }
}

/** An answer that brought no picture, by whichever means it was asked for. */
export interface RefusedAnswer {
  readonly status: number;
  header(name: string): string | null;
  text(): Promise<string>;
}

/** What a problem document says. @see https://www.rfc-editor.org/rfc/rfc9457#section-3 */
export interface ProblemDocument {
  readonly type?: string;
  readonly title?: string;
  readonly detail?: string;
  readonly needed?: number;
  readonly available?: number;
  readonly selfies?: readonly { readonly number: number; readonly advice?: string }[];
}

/** No answer came, or only its beginning. */
export const lostConnection: Refusal = {
  code: '',
  title: 'The connection broke',
  detail: 'The server did not answer. Your photo is still here, in your browser only. Check the connection and try again.',
  retryAfterSeconds: 0,
};

/**
 * Send a job. XMLHttpRequest, because `fetch` does not tell how much of a body has been sent.
 *
 * @param headers - Such as the type of the answer wanted, or who pays.
 * @throws {Refused} The server's problem document, or a broken connection.
 * @throws {DOMException} `AbortError` when the signal aborts.
 */
export function sendJob(path: string, body: FormData, watcher: UploadWatcher, signal: AbortSignal, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.responseType = 'blob';
    request.upload.onprogress = (event) => watcher.onSent(event.loaded, event.total);
    request.upload.onload = (event) => watcher.onArrived(event.total);
    request.onerror = () => reject(new Refused(lostConnection));
    request.onabort = () => reject(new DOMException('The request was aborted.', 'AbortError'));
    request.onload = () => readAnswer(request).then(resolve, reject);
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(body);
  });
}

async function readAnswer(request: XMLHttpRequest): Promise<Answer> {
  const blob = request.response as Blob;
  if (request.status < 200 || request.status > 299) throw new Refused(await readRefusal({ status: request.status, header: (name) => request.getResponseHeader(name), text: () => blob.text() }));
  const codes = (request.getResponseHeader('Ephemera-Notes') ?? '').split(',').map((code) => code.trim()).filter(Boolean);
  return {
    blob,
    retentionDays: readNumber(request.getResponseHeader('Ephemera-Retention-Days')),
    notes: describeNotes(codes, readNumber(request.getResponseHeader('Ephemera-Faces')), readNumber(request.getResponseHeader('Ephemera-Confidence'))),
    window: readWindow(request.getResponseHeader('Ephemera-Window')),
    receipt: request.getResponseHeader('Ephemera-Receipt') ?? '',
    size: { width: readNumber(request.getResponseHeader('Ephemera-Width')) ?? 0, height: readNumber(request.getResponseHeader('Ephemera-Height')) ?? 0, dpi: readNumber(request.getResponseHeader('Ephemera-Dpi')) ?? 0 },
    creditsRemaining: readNumber(request.getResponseHeader('X-Credits-Remaining')),
  };
}

/** Why there is no picture, in the server's words where it gave a reason. */
export async function readRefusal({ status, header, text }: RefusedAnswer): Promise<Refusal> {
  const retryAfterSeconds = readNumber(header('Retry-After')) ?? 0;
  if ((header('Content-Type') ?? '').startsWith('application/problem+json')) return refusalOf(JSON.parse(await text()) as ProblemDocument, retryAfterSeconds);
  return { code: '', title: 'Something between here and the studio went wrong', detail: `The answer was ${status}, without a reason. Try again in a moment.`, retryAfterSeconds };
}

/** A problem document as the page shows it. */
export function refusalOf({ type, title = 'It did not work', detail = '', needed, available, selfies }: ProblemDocument, retryAfterSeconds: number): Refusal {
  const shortage = needed !== undefined && available !== undefined ? { needed, available } : undefined;
  const notes = selfies && selfies.length > 1 ? groupAdvice(selfies) : [];
  return { code: type?.split('#')[1] ?? '', title, detail, retryAfterSeconds, shortage, notes };
}

/** Once for all selfies that it is for. */
function groupAdvice(selfies: NonNullable<ProblemDocument['selfies']>): string[] {
  const advice = new Set(selfies.flatMap((selfie) => selfie.advice ?? []));
  return [...advice].map((words) => {
    const numbers = selfies.flatMap((selfie) => (selfie.advice === words ? [String(selfie.number)] : []));
    return `${numbers.length === 1 ? 'Selfie' : 'Selfies'} ${numbers.join(', ').replace(/, (?=\d+$)/, ' and ')}: ${words}`;
  });
}

function readNumber(value: string | null): number | undefined {
  const number = value === null || value === '' ? Number.NaN : Number(value);
  return Number.isFinite(number) ? number : undefined;
}

function readWindow(header: string | null): PhotoWindow | undefined {
  const numbers = (header ?? '').split(',').map(Number);
  const [x0, y0, x1, y1, x2, y2] = numbers as unknown as PhotoWindow;
  return numbers.length === 6 && numbers.every(Number.isFinite) ? [x0, y0, x1, y1, x2, y2] : undefined;
}
