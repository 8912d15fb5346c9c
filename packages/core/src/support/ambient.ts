import { currentScope, runInScope, type Ambient } from './scope';

const NOTHING: Ambient = Object.freeze({});

/** The locale, time zone and request in force here. Empty outside {@link withAmbient} and outside a job. */
export function ambient(): Ambient {
  return currentScope()?.ambient ?? NOTHING;
}

/** Runs `fn` with these in force; what is not given stays as it is. */
export function withAmbient<T>(values: Ambient, fn: () => T): T {
  const contexts = currentScope()?.contexts;
  return runInScope({ ambient: { ...ambient(), ...values }, contexts }, fn);
}
