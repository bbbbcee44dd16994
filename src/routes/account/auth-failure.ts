// Owns what the failures of Auth.js mean to whoever signs in. Refuses to repeat their words: they quote addresses and tokens.

import { Problem } from '../../problem.ts';

/** Failures that need no answer of ours: a session that cannot be opened is none, and is cleared. */
const harmless: readonly unknown[] = ['JWTSessionError', 'SignOutError'];

/** How far causes are followed. */
const greatestDepth = 6;

/** @returns Undefined where Auth.js already does what is right. */
export function explainFailure(error: unknown): Problem | undefined {
  const chain = listCauses(error);
  const problem = chain.find((each) => each instanceof Problem);
  if (problem) return problem;
  const types = chain.map((each) => (each as { readonly type?: unknown }).type);
  if (types.some((type) => harmless.includes(type))) return undefined;
  if (types.includes('InvalidCallbackUrl')) return new Problem('parameter-invalid', '`callbackUrl` takes an address of this studio.', { members: { parameter: 'callbackUrl' } });
  if (types.includes('InvalidCheck')) return new Problem('sign-in-refused', 'This sign-in took too long, or began in another browser. Begin again.', { cause: error });
  if (types.includes('OAuthCallbackError')) return new Problem('sign-in-refused', 'The provider did not let you in, or you changed your mind.', { cause: error });
  return new Problem('sign-in-provider-failed', 'The sign-in provider cannot be reached or does not answer as it should. Try again, or sign in in another way.', { cause: error });
}

/** Auth.js wraps the error that it met as `cause.err`. */
function listCauses(error: unknown): readonly unknown[] {
  const chain: unknown[] = [];
  for (let each = error; each instanceof Error && chain.length < greatestDepth; each = unwrap(each.cause)) chain.push(each);
  return chain;
}

function unwrap(cause: unknown): unknown {
  return cause instanceof Error ? cause : (cause as { readonly err?: unknown } | undefined)?.err;
}
