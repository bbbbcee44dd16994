// Owns every error the public can see. Refuses messages of libraries: they can quote a prompt, an address or a file name.

/** Code → title and HTTP status. Codes are stable; each has an entry on the page `/problems`. */
export const problems = {
  'parameter-unknown': { status: 400, title: 'A field is not known' },
  'parameter-invalid': { status: 400, title: 'A field has a value that is not allowed' },
  'size-impossible': { status: 400, title: 'No photo can have this size' },
  'text-too-long': { status: 400, title: 'A text is too long to be set' },
  'script-unsettable': { status: 400, title: 'A text has characters that no typeface here can set' },
  'sheet-too-small': { status: 400, title: 'The photo does not fit on the paper' },
  'file-size-contradictory': { status: 400, title: 'The least file size is above the greatest' },
  'photo-missing': { status: 400, title: 'No photo was sent' },
  'photo-unexpected': { status: 400, title: 'A file was sent in a field that takes none' },
  'photo-too-many': { status: 400, title: 'More files were sent than are due' },
  'picture-unreachable': { status: 400, title: 'The picture cannot be fetched' },
  'photo-empty': { status: 400, title: 'The file is empty' },
  'body-malformed': { status: 400, title: 'The body cannot be read' },
  'webhook-refused': { status: 400, title: 'The event is not signed as it should be' },
  'body-incomplete': { status: 400, title: 'The body ended before its announced length' },
  'body-too-complex': { status: 400, title: 'The body has too many or too large fields' },
  'sign-in-required': { status: 401, title: 'Sign in first' },
  'sign-in-refused': { status: 401, title: 'The sign-in did not succeed' },
  'key-unknown': { status: 401, title: 'The API key is not known' },
  'credits-exhausted': { status: 402, title: 'There are too few credits' },
  'origin-refused': { status: 403, title: 'The request came from elsewhere' },
  'declaration-missing': { status: 403, title: 'Age and terms are not declared' },
  'under-age': { status: 403, title: 'This service is for adults' },
  'terms-missing': { status: 403, title: 'The terms were not accepted' },
  'consent-missing': { status: 403, title: 'The person’s agreement is not declared' },
  'password-wrong': { status: 403, title: 'The password is not right' },
  'owner-required': { status: 403, title: 'Only an owner of the team may do this' },
  'not-found': { status: 404, title: 'There is nothing here' },
  'offer-unknown': { status: 404, title: 'This is not for sale' },
  'document-unknown': { status: 404, title: 'The document is not known' },
  'method-not-allowed': { status: 405, title: 'The method is not allowed here' },
  'not-acceptable': { status: 406, title: 'The wanted answer type cannot be given' },
  'upload-too-slow': { status: 408, title: 'The upload took too long' },
  'retention-exceeds': { status: 409, title: 'No engine keeps as little as asked' },
  'engine-unavailable': { status: 409, title: 'The engine is not available on this server' },
  'alteration-forbidden': { status: 409, title: 'The authority refuses altered photos' },
  'email-taken': { status: 409, title: 'The address has an account already' },
  'keys-too-many': { status: 409, title: 'The account has as many API keys as it can' },
  'team-full': { status: 409, title: 'The team has no free seat' },
  'idempotency-key-running': { status: 409, title: 'The same request is being worked on' },
  'idempotency-key-spent': { status: 409, title: 'The same request was answered already' },
  'plan-running': { status: 409, title: 'There is a plan already' },
  'refund-impossible': { status: 409, title: 'Nothing of this purchase can be paid back' },
  'last-owner': { status: 409, title: 'A team needs an owner' },
  'link-spent': { status: 410, title: 'The link was used or is too old' },
  'length-required': { status: 411, title: 'The length of the body must be announced' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'upload-too-large': { status: 413, title: 'The upload is too large' },
  'photo-too-large': { status: 413, title: 'The photo has too many pixels' },
  'media-type-unsupported': { status: 415, title: 'The body is of a type that is not read here' },
  'photo-format-unsupported': { status: 415, title: 'The photo is of a format that is not read' },
  'idempotency-key-mismatch': { status: 422, title: 'The idempotency key belongs to other work' },
  'photo-unreadable': { status: 422, title: 'The photo cannot be read' },
  'photo-too-small': { status: 422, title: 'The photo is too small' },
  'face-not-found': { status: 422, title: 'No face was found' },
  'several-faces': { status: 422, title: 'More than one face is in the photo' },
  'face-cut-off': { status: 422, title: 'The photo cuts the head' },
  'face-turned': { status: 422, title: 'The face is turned away' },
  'face-too-small': { status: 422, title: 'The face has too few pixels' },
  'margin-missing': { status: 422, title: 'There is too little photo around the head' },
  'entry-refused': { status: 422, title: 'A file in the zip is not read' },
  'selfies-unusable': { status: 422, title: 'None of the selfies can be used' },
  'person-not-found': { status: 422, title: 'No person was found' },
  'note-refused': { status: 422, title: 'The note asks for something that is not made here' },
  'refused-by-provider': { status: 422, title: 'The provider refused to make this picture' },
  'rate-limited': { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something went wrong here' },
  'provider-failed': { status: 502, title: 'The provider failed' },
  'provider-misconfigured': { status: 502, title: 'The provider rejected this server’s settings' },
  'sign-in-provider-failed': { status: 502, title: 'The sign-in provider failed' },
  'result-unusable': { status: 502, title: 'The provider’s picture cannot be used' },
  'budget-full': { status: 503, title: 'The studio is full' },
  'provider-busy': { status: 503, title: 'The provider has no room' },
  'vision-unavailable': { status: 503, title: 'The local engine is not running' },
  'accounts-unavailable': { status: 503, title: 'Accounts cannot be reached' },
  'mail-unavailable': { status: 503, title: 'The mail cannot be sent' },
  'payments-unavailable': { status: 503, title: 'Payments cannot be reached' },
  draining: { status: 503, title: 'This server is shutting down' },
  'job-timeout': { status: 504, title: 'The work took too long' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof problems;

/** What a problem may carry besides its text. */
export interface ProblemOptions {
  /** The error behind it: for the log's class name only, never sent. */
  readonly cause?: unknown;
  /** Seconds for `Retry-After`; 429 and 503 always send one, 5 s unless told. */
  readonly retryAfterSeconds?: number;
  /** Further public members of the problem document (RFC 9457 §3.2), such as `allowed`. */
  readonly members?: Readonly<Record<string, unknown>>;
}

/** An error with a stable code and a public text that says how to put it right. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly retryAfterSeconds: number | undefined;
  readonly members: Readonly<Record<string, unknown>>;

  /**
   * @param code - A key of `problems`.
   * @param detail - Public: what is wrong and how to put it right. No user data but what the caller sent as a field name.
   */
  constructor(code: ProblemCode, detail: string, options: ProblemOptions = {}) {
    super(code, { cause: options.cause });
    this.name = 'Problem';
    this.code = code;
    this.detail = detail;
    this.status = problems[code].status;
    this.title = problems[code].title;
    this.members = options.members ?? {};
    const waits = this.status === 429 || this.status === 503;
    this.retryAfterSeconds = options.retryAfterSeconds ?? (waits ? 5 : undefined);
  }
}

/**
 * Write a problem as the document that is sent.
 *
 * @param requestId - UUID of the request; none where no request could be read.
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export function writeProblem(problem: Problem, requestId?: string): string {
  const { code, title, status, detail, members } = problem;
  const instance = requestId === undefined ? undefined : `urn:uuid:${requestId}`;
  return JSON.stringify({ type: `/problems#${code}`, title, status, detail, instance, code, ...members });
}
