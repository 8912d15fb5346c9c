import { InvalidOptionsError } from '../options/invalid-options-error';

/** The value, when it is one of the names. @throws InvalidOptionsError */
export function oneOf<Name extends string>(
  where: string,
  names: readonly Name[],
  value: unknown,
): Name {
  if ((names as readonly unknown[]).includes(value)) return value as Name;
  throw new InvalidOptionsError(where, names.map((name) => `'${name}'`).join(', '), value);
}
