// Owns what may be logged: an allow-list of fields. Refuses addresses, user agents, file names, query strings, messages of errors.

import { pino } from 'pino';
import { Problem } from './problem.ts';

/** The fields of a log line about one request; a type without room for anything personal. */
export interface RequestLine {
  readonly requestId: string;
  readonly method: string;
  /** The route's pattern, never the path as sent. */
  readonly route: string;
  readonly status: number;
  readonly durationMs: number;
  readonly bytesReceived: number;
  readonly bytesSent: number;
  readonly problem?: string | undefined;
  /** Class names and codes of the error and its causes, never their messages. */
  readonly causes?: readonly string[] | undefined;
  /** Id of an event of the payment provider about an account that is not here. */
  readonly event?: string | undefined;
}

/** Every field of a line about a request, beside `ownFields`: what is not here is not written, whatever is passed. */
export const requestFields = [
  'requestId', 'method', 'route', 'status', 'durationMs', 'bytesReceived', 'bytesSent', 'problem', 'causes', 'event',
] as const satisfies readonly (keyof RequestLine)[];

/** What the log itself puts on each line. */
export const ownFields = ['level', 'time', 'msg'] as const;

/** The studio's log. */
export interface Log {
  request(line: RequestLine): void;
  /** Something about the server itself: a fixed sentence and numbers, no data of any user. */
  event(name: string, facts?: Readonly<Record<string, string | number | boolean | undefined>>): void;
  /** Something an operator must act on. */
  alarm(name: string, facts?: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>): void;
}

/**
 * @param level - Least level that is written.
 * @param destination - A stream of JSON lines; standard output unless told.
 */
export function createLog(level: string, destination?: { write(line: string): void }): Log {
  const options = { level, base: null, serializers: {}, formatters: { level: (label: string) => ({ level: label }) } };
  const logger = destination ? pino(options, destination) : pino(options, pino.destination({ dest: 1, sync: true }));
  return {
    request(line) {
      const level = line.status >= 500 && line.problem === 'internal' ? 'error' : 'info';
      logger[level](Object.fromEntries(requestFields.map((field) => [field, line[field]])), 'request');
    },
    event: (name, facts) => logger.info(facts ?? {}, name),
    alarm: (name, facts) => logger.error(facts ?? {}, name),
  };
}

/** Class names, machine codes and places in our source along an error's causes: what a log may say of it. */
export function describeCauses(error: unknown): string[] {
  const causes: string[] = [];
  let current = error instanceof Problem ? error.cause : error;
  while (current instanceof Error && causes.length < 5) {
    causes.push([current.name, codeOf(current), placeOf(current)].filter(Boolean).join(' '));
    current = current.cause;
  }
  return causes;
}

function codeOf(error: Error): string | undefined {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' && /^[A-Z0-9_]{2,40}$/.test(code) ? code : undefined;
}

/** The first frame of the stack that lies in this project; the lines of the message before it are not looked at. */
function placeOf(error: Error): string | undefined {
  const frames = error.stack?.replace(String(error), '').split('\n') ?? [];
  const place = frames.map((frame) => /^ {4}at .*[/(](src\/[\w/.-]+\.ts:\d+):\d+\)?$/.exec(frame)?.[1]).find(Boolean);
  return place && `at ${place}`;
}

/** End with a line about the error: Node itself would print its message, which can quote a prompt, an address or a file name. */
export function logCrashes(log: Log): void {
  process.on('uncaughtException', (error: unknown) => {
    log.alarm('crashed', { causes: describeCauses(error) });
    // EX_SOFTWARE of sysexits.h.
    process.exit(70);
  });
}
