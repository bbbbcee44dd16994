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

const lostConnection: Refusal = {
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
  if (request.status < 200 || request.status > 299) throw new Refused(await readRefusal(request, blob));
  const codes = (request.getResponseHeader('Ephemera-Notes') ?? '').split(',').map((code) => code.trim()).filter(Boolean);
  return {
    blob,
    retentionDays: readNumber(request, 'Ephemera-Retention-Days'),
    notes: describeNotes(codes, readNumber(request, 'Ephemera-Faces'), readNumber(request, 'Ephemera-Confidence')),
    window: readWindow(request.getResponseHeader('Ephemera-Window')),
    receipt: request.getResponseHeader('Ephemera-Receipt') ?? '',
    size: { width: readNumber(request, 'Ephemera-Width') ?? 0, height: readNumber(request, 'Ephemera-Height') ?? 0, dpi: readNumber(request, 'Ephemera-Dpi') ?? 0 },
    creditsRemaining: readNumber(request, 'X-Credits-Remaining'),
  };
}

/** @see https://www.rfc-editor.org/rfc/rfc9457#section-3 */
async function readRefusal(request: XMLHttpRequest, blob: Blob): Promise<Refusal> {
  const retryAfterSeconds = readNumber(request, 'Retry-After') ?? 0;
  if (!(request.getResponseHeader('Content-Type') ?? '').startsWith('application/problem+json')) {
    return { code: '', title: 'Something between here and the studio went wrong', detail: `The answer was ${request.status}, without a reason. Try again in a moment.`, retryAfterSeconds };
  }
  const problem = JSON.parse(await blob.text()) as { type?: string; title?: string; detail?: string; needed?: number; available?: number };
  const { title = 'It did not work', detail = '', needed, available } = problem;
  const shortage = needed !== undefined && available !== undefined ? { needed, available } : undefined;
  return { code: problem.type?.split('#')[1] ?? '', title, detail, retryAfterSeconds, shortage };
}

function readNumber(request: XMLHttpRequest, header: string): number | undefined {
  const value = request.getResponseHeader(header);
  const number = value === null || value === '' ? Number.NaN : Number(value);
  return Number.isFinite(number) ? number : undefined;
}

function readWindow(header: string | null): PhotoWindow | undefined {
  const numbers = (header ?? '').split(',').map(Number);
  const [x0, y0, x1, y1, x2, y2] = numbers as unknown as PhotoWindow;
  return numbers.length === 6 && numbers.every(Number.isFinite) ? [x0, y0, x1, y1, x2, y2] : undefined;
}
