import { enqueue } from './enqueue';
import type { Performable, PerformArguments, PerformResult, Stateful } from './performable';

/** A job class with the options of one call. What `set()` returns; it changes nothing on the class. */
export class ConfiguredJob<T extends Performable & Stateful & { performNow(): Promise<unknown> }> {
  readonly #build: (args: readonly unknown[]) => T;

  constructor(build: (args: readonly unknown[]) => T) {
    this.#build = build;
  }

  /** See `Job.performLater`. */
  performLater(...args: PerformArguments<T>): Promise<T> {
    return enqueue(this.#build(args));
  }

  /** See `Job.performNow`. */
  performNow(...args: PerformArguments<T>): Promise<PerformResult<T> | undefined> {
    return this.#build(args).performNow() as Promise<PerformResult<T> | undefined>;
  }

  /** See `Job.build`. */
  build(...args: PerformArguments<T>): T {
    return this.#build(args);
  }
}
