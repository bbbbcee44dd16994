// Owns how a configuration that cannot start is said. Refuses to quote a value: only names of variables belong in it.

/** A configuration that cannot start; the message names the variables and never a value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}
