// Owns why a command ends before its work: a sentence for the person who typed it, and the exit code that says which kind. Refuses stacks.

/**
 * Exit codes of the command line.
 * @see https://man.freebsd.org/cgi/man.cgi?query=sysexits
 */
export const exitCodes = {
  ok: 0,
  failed: 1,
  /** EX_USAGE. */
  usage: 64,
  /** EX_UNAVAILABLE: the server cannot be reached, or is no studio. */
  serverAway: 69,
  /** EX_CONFIG. */
  settings: 78,
  /** 128 and the number of SIGINT, as shells say it. */
  interrupted: 130,
} as const;

/** A command cannot go on. */
export class CommandFault extends Error {
  override readonly name = 'CommandFault';
  readonly exitCode: number;

  /** @param message - What is wrong and how to put it right. */
  constructor(exitCode: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

/** A studio's refusal, as its problem document says it. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  /** Undefined where the studio does not say when to come again. */
  readonly retryAfterSeconds: number | undefined;

  constructor({ status, code, title, detail, retryAfterSeconds }: Pick<Refusal, 'status' | 'code' | 'title' | 'detail' | 'retryAfterSeconds'>) {
    super(`${title}: ${detail}`);
    this.status = status;
    this.code = code;
    this.title = title;
    this.detail = detail;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The answer ended before its end, or says what no studio says. @param cause - What the stream or the parser threw. */
export function brokenOff(cause: unknown): CommandFault {
  return new CommandFault(exitCodes.failed, 'The answer was cut off before its end. Try again.', { cause });
}

/** Text for a terminal: control characters of a file's name, or of a server's answer, could write anything on it. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, '?');
}
