// Owns the list of what the fake OpenAI can be told to do with a request, and what it remembers of one. Plain values.

/** What to do with one request. */
export type FakeBehaviour =
  /** A picture made of the request's first, in the size that was asked for or with the longest side given. */
  | { readonly kind: 'paint'; readonly sidePixels?: number; readonly gzip?: boolean; readonly pretty?: boolean; readonly chunkBytes?: number; readonly delayMs?: number }
  /** OpenAI's JSON error with this status and code. */
  | { readonly kind: 'status'; readonly status: number; readonly code?: string; readonly retryAfter?: string }
  /** A balancer's page. */
  | { readonly kind: 'html'; readonly status: number }
  /** Read the request, never answer. */
  | { readonly kind: 'hang-before-headers' }
  /** Half of the answer, then silence, its end, or RST. */
  | { readonly kind: 'hang-mid-body' | 'truncated' | 'reset-mid-body' }
  /** Read a piece (at most 64 KB) of the upload, wait, read the next; then paint. */
  | { readonly kind: 'slow-upload'; readonly delayMs: number }
  /** RST at once. */
  | { readonly kind: 'reset' }
  /** 400 after so many bytes of the upload; the rest is read and dropped. */
  | { readonly kind: 'early-400'; readonly afterBytes: number }
  /** Any answer. */
  | { readonly kind: 'raw'; readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string };

/** A file part as it came. */
export interface FakeFile {
  /** Of the field. */
  readonly field: string;
  readonly name: string;
  readonly mimeType: string;
  readonly byteLength: number;
  /** Hex. */
  readonly sha256: string;
}

/** What the fake saw of one request, updated while it goes on. */
export interface FakeRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes of the body that arrived. */
  bytesRead: number;
  /** Text fields; undefined until the whole body was read and found valid. */
  fields: Readonly<Record<string, string>> | undefined;
  files: readonly FakeFile[];
  /** Status of the answer, once it began. */
  status: number | undefined;
  /** The connection closed before the answer was finished. */
  aborted: boolean;
  /** The whole answer was handed to the client. */
  responseFinished: boolean;
}
