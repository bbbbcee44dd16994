// Owns the list of what the fake can be told to do with a request. Plain values, so that they can be sent to another process.

/** How a picture is made and written into the answer. What is left out varies from request to request. */
export interface PaintBehaviour {
  readonly kind: 'paint';
  readonly format?: 'png' | 'jpeg' | 'webp';
  /** Longest side of the result; else what `imageSize` says (1K is about 1 megapixel). */
  readonly sidePixels?: number;
  readonly keys?: 'documented' | 'reversed';
  readonly space?: 'compact' | 'pretty';
  /** Even if the client does not accept it. */
  readonly gzip?: boolean;
  /** Write `/` as `\/` and `=` as `\u003d`. */
  readonly escapes?: boolean;
  /** Where a second picture, a thought, stands: a red one, to be skipped. */
  readonly thought?: 'none' | 'before' | 'after';
  /** Bytes per write; 1 and 3 are unkind. */
  readonly chunkBytes?: number;
  readonly finishReason?: string;
  /** Milliseconds before the answer. */
  readonly delayMs?: number;
}

/** What to do with one request. */
export type FakeBehaviour =
  | PaintBehaviour
  /** Google's JSON error with this status; RetryInfo with `retryDelay` such as `17s`, the header with `retryAfter`. */
  | { readonly kind: 'status'; readonly status: number; readonly retryDelay?: string; readonly retryAfter?: string }
  /** A balancer's page. */
  | { readonly kind: 'html'; readonly status: number }
  /** 200, blocked before anything was made. */
  | { readonly kind: 'block'; readonly reason: string }
  /** 200, a candidate without content. */
  | { readonly kind: 'finish'; readonly reason: string }
  /** 200 and STOP, with words only. */
  | { readonly kind: 'text-only' }
  /** 200 and STOP, with a picture that is a thought only. */
  | { readonly kind: 'thought-only' }
  /** Read the request, never answer. */
  | { readonly kind: 'hang-before-headers' }
  /** Half of the answer, then silence. */
  | { readonly kind: 'hang-mid-body' }
  /** Read a piece (at most 64 KB) of the upload, wait, read the next; then paint. */
  | { readonly kind: 'slow-upload'; readonly delayMs: number }
  /** RST, at once or in the middle of the upload or of the answer. */
  | { readonly kind: 'reset'; readonly at?: 'headers' | 'upload' | 'body' }
  /** 200 and a JSON text that ends in its middle. */
  | { readonly kind: 'truncated' }
  /** 400 after so many bytes of the upload, the rest is read and dropped. */
  | { readonly kind: 'early-400'; readonly afterBytes: number }
  /** Any answer. */
  | { readonly kind: 'raw'; readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string };

/** A picture as it came with a request. */
export interface FakePicture {
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
  /** Hex, of the whole body as sent. */
  bodySha256: string | undefined;
  /** The parsed body, each picture's text replaced by `#0`, `#1` …; undefined until it was read and found valid. */
  body: unknown;
  pictures: readonly FakePicture[];
  prompt: string | undefined;
  /** Status of the answer, once it began. */
  status: number | undefined;
  /** The connection closed before the answer was finished. */
  aborted: boolean;
  /** The whole answer was handed to the client. */
  responseFinished: boolean;
}
