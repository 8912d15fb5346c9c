import { InvalidOptionsError } from '../options/invalid-options-error';
import { watched } from './callbacks';
import { Halt } from './halt';
import type { Job } from './job';

/**
 * Runs around every enqueue, inside the callbacks of the job. Without a call of `next`, or after
 * `halt()`, nothing is stored, and the job says `notEnqueuedBecause: 'halted'`. In `performAllLater`
 * `next` resolves before the jobs are stored, all together.
 */
export type ClientMiddleware = (job: Job, next: () => Promise<void>) => unknown;

/**
 * Runs around every run, inside the rules of the job's class and outside its callbacks. `next`
 * resolves to perform's value; without a call of it, or after `halt()`, the job is discarded.
 */
export type WorkerMiddleware = (job: Job, next: () => Promise<unknown>) => unknown;

type Middleware = ClientMiddleware | WorkerMiddleware;

/** Middleware in the order in which it wraps, the first outermost. Each function is in it once. */
export class MiddlewareChain<T extends Middleware> {
  readonly #where: string;
  #entries: readonly T[] = [];

  /** @param where - names it in messages */
  constructor(where: string) {
    this.#where = where;
  }

  get entries(): readonly T[] {
    return this.#entries;
  }

  /** Innermost. One that is there already moves. */
  add(middleware: T): this {
    return this.#insert(this.#without(middleware).length, middleware);
  }

  /** Outermost. */
  prepend(middleware: T): this {
    return this.#insert(0, middleware);
  }

  /** @throws InvalidOptionsError when `existing` is not in the chain */
  insertBefore(existing: T, middleware: T): this {
    return this.#insert(this.#placeOf(existing, middleware), middleware);
  }

  /** @throws InvalidOptionsError when `existing` is not in the chain */
  insertAfter(existing: T, middleware: T): this {
    return this.#insert(this.#placeOf(existing, middleware) + 1, middleware);
  }

  remove(middleware: T): this {
    this.#entries = this.#without(middleware);
    return this;
  }

  clear(): this {
    this.#entries = [];
    return this;
  }

  /** A new list each time: what runs meanwhile goes on with the one it began with. */
  #insert(place: number, middleware: T): this {
    if (typeof middleware !== 'function')
      throw new InvalidOptionsError(this.#where, 'a function of (job, next)', middleware);
    this.#entries = Object.freeze(this.#without(middleware).toSpliced(place, 0, middleware));
    return this;
  }

  #placeOf(existing: T, middleware: T): number {
    const place = this.#without(middleware).indexOf(existing);
    if (place >= 0) return place;
    throw new InvalidOptionsError(this.#where, 'a middleware that is in the chain', existing);
  }

  #without(middleware: T): readonly T[] {
    return this.#entries.filter((each) => each !== middleware);
  }
}

/** What `configure()` takes: the middleware in order, or a function that builds the chain. */
export type MiddlewareSetting<T extends Middleware> =
  | readonly T[]
  | ((chain: MiddlewareChain<T>) => unknown);

/** @throws InvalidOptionsError */
export function chainOf<T extends Middleware>(
  where: string,
  setting: MiddlewareSetting<T> = [],
): MiddlewareChain<T> {
  const chain = new MiddlewareChain<T>(where);
  if (typeof setting === 'function') setting(chain);
  else if (Array.isArray(setting)) for (const each of setting as readonly T[]) chain.add(each);
  else throw new InvalidOptionsError(where, 'a list of functions, or one of the chain', setting);
  return chain;
}

/**
 * Runs `body` inside the middleware, or not, when one halts. What it throws goes on, also when a
 * middleware does not wait for `next`, or swallows the error; one may throw another.
 */
export async function runMiddleware<T>(
  middleware: readonly ((job: Job, next: () => Promise<T>) => unknown)[],
  job: Job,
  body: () => Promise<T>,
): Promise<void> {
  let reached: Promise<T> | undefined;
  const go = async (index: number): Promise<T> => {
    const each = middleware[index];
    if (each) await each(job, () => watched(go(index + 1)));
    else reached ??= watched(body());
    return reached as Promise<T>;
  };
  try {
    await go(0);
  } catch (thrown) {
    if (!(thrown instanceof Halt)) throw thrown;
  }
}
