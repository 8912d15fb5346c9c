import type { StepPosition } from '@drover/core';

/** Says of a checkpoint why the run shall end there; undefined: it goes on. */
export type InterruptionTest = (name: string, position: StepPosition) => string | undefined;

/** Where runs of jobs with several steps shall end. */
export class Interruptions {
  readonly #tests = new Set<InterruptionTest>();

  /** Why the run of a job of this name shall end here. */
  ask(name: string, position: StepPosition): string | undefined {
    for (const test of this.#tests) {
      const reason = test(name, position);
      if (reason !== undefined) return reason;
    }
    return undefined;
  }

  /** Has runs end where `test` says, while `body` runs. */
  async during<T>(test: InterruptionTest, body: () => T | Promise<T>): Promise<T> {
    this.#tests.add(test);
    try {
      return await body();
    } finally {
      this.#tests.delete(test);
    }
  }
}
