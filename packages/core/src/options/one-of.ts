import { didYouMean } from '../support/nearest';
import { InvalidOptionsError } from './invalid-options-error';

const OR = new Intl.ListFormat('en', { type: 'disjunction' });

/** The value, when it is one of the names. @throws InvalidOptionsError */
export function oneOf<Name extends string>(
  where: string,
  names: readonly Name[],
  value: unknown,
): Name {
  if ((names as readonly unknown[]).includes(value)) return value as Name;
  const expected = OR.format(names.map((name) => `'${name}'`));
  throw new InvalidOptionsError(where, expected, value, didYouMean(String(value), names));
}
