import { InvalidOptionsError } from './invalid-options-error';

/** Which parts of arguments are told to nobody. */
export interface ParameterFilter {
  readonly keys: readonly RegExp[];
  /** Places among the arguments. */
  readonly positions: readonly number[];
}

export const NO_FILTER: ParameterFilter = Object.freeze({ keys: [], positions: [] });

/** What a key is filtered for when an application says nothing. */
export const SENSITIVE_KEYS: readonly RegExp[] = [
  /passw|passphrase|secret|token|credential|authorization|api[-_]?key|private[-_]?key/i,
];

/**
 * @param patterns - texts that a key contains, in any case; regular expressions it matches; and,
 * where `withPositions`, numbers of arguments, from 0
 * @throws InvalidOptionsError
 */
export function parameterFilter(
  where: string,
  patterns: unknown,
  withPositions = false,
): ParameterFilter {
  if (!Array.isArray(patterns)) throw notPatterns(where, patterns, withPositions);
  const keys: RegExp[] = [];
  const positions: number[] = [];
  for (const pattern of patterns as unknown[]) {
    if (pattern instanceof RegExp) keys.push(stateless(pattern));
    else if (typeof pattern === 'string' && pattern !== '') keys.push(containing(pattern));
    else if (withPositions && Number.isInteger(pattern)) positions.push(pattern as number);
    else throw notPatterns(where, pattern, withPositions);
  }
  return Object.freeze({ keys: Object.freeze(keys), positions: Object.freeze(positions) });
}

/** With `g` or `y` it would match only every other time. */
function stateless({ source, flags }: RegExp): RegExp {
  return new RegExp(source, flags.replaceAll(/[gy]/g, ''));
}

function containing(text: string): RegExp {
  return new RegExp(text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`), 'i');
}

function notPatterns(where: string, got: unknown, withPositions: boolean): InvalidOptionsError {
  const numbers = withPositions ? ' and numbers of arguments' : '';
  return new InvalidOptionsError(
    where,
    `a list of texts and regular expressions that keys match${numbers}`,
    got,
  );
}
