import { InvalidOptionsError } from './invalid-options-error';

/** Refuses options that nobody reads: a misspelt key is a rule that silently is not there. */
export function checkKeys(where: string, options: object, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new InvalidOptionsError(where, 'an options object', options);
  }
  const unknown = Object.keys(options).find((key) => !known.includes(key));
  if (unknown !== undefined) {
    throw new InvalidOptionsError(where, `only the options ${known.join(', ')}`, unknown);
  }
}
