import { AsyncLocalStorage } from 'node:async_hooks';
import type { Outcome } from '../adapters/outcome';
import type { Delivery, Perform } from '../adapters/delivery';
import { optionsOf } from '../options/job-options';
import type { JobRegistry } from '../registry/job-registry';

interface BlameParts {
  readonly registry: Pick<JobRegistry, 'find' | 'placeOf'>;
  /** Whether every promise is followed to the job that made it. */
  readonly trace: boolean;
  /** What becomes of a run that ended so, after so many milliseconds. */
  readonly failureOf: (delivery: Delivery, error: Error, duration: number) => Promise<Outcome>;
}

/** An error that nobody handled fails the job that left it behind, where that job can be told. */
export class Blame {
  readonly #parts: BlameParts;
  readonly #tracer: AsyncLocalStorage<Delivery> | undefined;

  constructor(parts: BlameParts) {
    this.#parts = parts;
    this.#tracer = parts.trace ? new AsyncLocalStorage() : undefined;
  }

  /** The same perform, traced. */
  trace(perform: Perform): Perform {
    const tracer = this.#tracer;
    return tracer ? (delivery) => tracer.run(delivery, perform, delivery) : perform;
  }

  /** Ends the run that is to blame, if one is. To be called where the error is heard of. */
  put(error: Error, running: ReadonlyMap<Delivery, number>): Delivery | undefined {
    const culprit = this.#tracer ? this.#traced(running) : this.#guessed(error, running);
    const since = culprit && running.get(culprit);
    if (!culprit?.settle || since === undefined || culprit.settled) return undefined;
    culprit.settle(this.#parts.failureOf(culprit, error, Date.now() - since), error);
    return culprit;
  }

  #traced(running: ReadonlyMap<Delivery, number>): Delivery | undefined {
    const delivery = this.#tracer?.getStore();
    return delivery && running.has(delivery) ? delivery : undefined;
  }

  /** By the class or the file in the error's stack; or no job but one runs. */
  #guessed(error: Error, running: ReadonlyMap<Delivery, number>): Delivery | undefined {
    const here = [...running.keys()].filter(({ name }) => !this.#isSandboxed(name));
    const named = here.filter(({ name }) => this.#isIn(error.stack ?? '', name));
    const suspects = named.length > 0 ? named : here;
    return suspects.length === 1 ? suspects[0] : undefined;
  }

  /** Its errors are its thread's. */
  #isSandboxed(name: string): boolean {
    const jobClass = this.#parts.registry.find(name);
    return jobClass !== undefined && optionsOf(jobClass).sandbox !== undefined;
  }

  #isIn(stack: string, name: string): boolean {
    const { registry } = this.#parts;
    const jobClass = registry.find(name);
    if (!jobClass) return false;
    const file = registry.placeOf(optionsOf(jobClass).name);
    return stack.includes(` ${jobClass.name}.`) || (file !== 'code' && stack.includes(file));
  }
}
