import { AsyncLocalStorage } from 'node:async_hooks';

/** What a job takes along from the code that enqueues it, and runs in. */
export interface Ambient {
  readonly locale?: string;
  /** IANA name, such as 'Europe/Berlin'. */
  readonly timeZone?: string;
}

const storage = new AsyncLocalStorage<Ambient>();
const NOTHING: Ambient = Object.freeze({});

/** The locale and time zone in force here. Empty outside {@link withAmbient} and outside a job. */
export function ambient(): Ambient {
  return storage.getStore() ?? NOTHING;
}

/** Runs `fn` with this locale and time zone in force; what is not given stays as it is. */
export function withAmbient<T>(values: Ambient, fn: () => T): T {
  return storage.run({ ...ambient(), ...values }, fn);
}

/** Runs `fn` with exactly these in force. */
export function inAmbient<T>(values: Ambient, fn: () => T): T {
  return storage.run(values, fn);
}
