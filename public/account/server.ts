// Owns asking the server about accounts: JSON there, JSON back. Refuses to keep an answer.

/** What the server says of a request it did not do, in words for people. */
export class Declined extends Error {
  /** Code of the problem; empty where the answer was none of the studio's. */
  readonly code: string;
  readonly detail: string;
  /** Name of the field that is wrong, where one is. */
  readonly field: string | undefined;
  /** Ids of the teams it is about, where it is about some. */
  readonly teams: readonly string[];

  constructor(code: string, detail: string, { field, teams = [] }: { readonly field?: string | undefined; readonly teams?: readonly string[] | undefined } = {}) {
    super(code);
    this.code = code;
    this.detail = detail;
    this.field = field;
    this.teams = teams;
  }
}

/**
 * Ask the server, as JSON.
 *
 * @param body - Sent as one JSON object; left out for a request without.
 * @returns The answer; undefined for an empty one.
 * @throws {Declined} The server's problem document, or a broken connection.
 */
export async function ask<Answer>(method: string, path: string, body?: object): Promise<Answer> {
  // Auth.js answers with an address instead of a redirect only where it is asked to.
  const headers = { Accept: 'application/json', 'X-Auth-Return-Redirect': '1', ...(body && { 'Content-Type': 'application/json' }) };
  const answer = await fetch(path, { method, headers, ...(body && { body: JSON.stringify(body) }) }).catch(() => {
    throw new Declined('', 'The server did not answer. Check the connection and try again.');
  });
  if (!answer.ok) throw await readProblem(answer);
  const text = await answer.text();
  return (text === '' ? undefined : JSON.parse(text)) as Answer;
}

/** What to tell a person about a failure, whatever it was. */
export function describeFailure(error: unknown): string {
  if (error instanceof Declined) return error.detail;
  throw error;
}

/** @see https://www.rfc-editor.org/rfc/rfc9457#section-3 */
async function readProblem(answer: Response): Promise<Declined> {
  if (!(answer.headers.get('Content-Type') ?? '').startsWith('application/problem+json')) {
    return new Declined('', `The answer was ${answer.status}, without a reason. Try again in a moment.`);
  }
  const { code = '', detail = '', field, parameter, teams } = (await answer.json()) as { code?: string; detail?: string; field?: string; parameter?: string; teams?: string[] };
  return new Declined(code, detail, { field: field ?? parameter, teams });
}
