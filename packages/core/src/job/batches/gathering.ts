import type { DeclaringClass } from '../../options/declarations';
import type { Hook } from '../../options/hooks';
import { optionsOf } from '../../options/job-options';
import { enqueueInChains } from '../enqueue-in-chains';
import type { Job } from '../job';
import { STATE } from '../job-state';
import { placedSince } from '../place-job';
import type { Runtime } from '../runtime';
import { allOf, withoutLock, type Branch } from './branch';

/**
 * Brings jobs to the point at which they are stored, each inside its own callbacks and the middleware,
 * and lets them all go on once they are.
 */
export class Gathering {
  readonly #runtime: Runtime;
  readonly #chains: Promise<unknown>[] = [];
  readonly #stored: Promise<void>;
  #settle = (_error?: Error): void => {};

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
    this.#stored = new Promise((resolve, reject) => {
      this.#settle = (error) => (error ? reject(error) : resolve());
    });
    this.#stored.catch(() => {});
  }

  /** Whether anybody is to be asked at all. */
  isNeeded(branch: Branch): boolean {
    return (
      this.#runtime.clientMiddleware.entries.length > 0 ||
      allOf(branch).some(({ job }) => hooksOf(job).length > 0)
    );
  }

  /** Without the jobs that a callback or a middleware halted; undefined when it is the first itself. */
  async admit(branch: Branch): Promise<Branch | undefined> {
    const { job, after } = branch;
    const { set } = job[STATE];
    if (!(await this.#arrives(branch))) return undefined;
    const stored = withoutLock(placedSince(set, branch, this.#runtime));
    if (!after) return { ...branch, stored };
    const admitted: Branch[] = [];
    for (const each of after) {
      const passed = await this.admit(each);
      if (passed) admitted.push(passed);
    }
    return { ...branch, stored, after: admitted };
  }

  /** The jobs are stored, or could not be. Rejects with what the callbacks behind that threw. */
  async end(failure?: Error): Promise<void> {
    this.#settle(failure);
    await Promise.allSettled(this.#chains);
    await Promise.all(this.#chains);
  }

  async #arrives({ job }: Branch): Promise<boolean> {
    const hooks = hooksOf(job);
    const middleware = this.#runtime.clientMiddleware.entries;
    if (hooks.length === 0 && middleware.length === 0) return true;
    return new Promise((resolve, reject) => {
      const chain = enqueueInChains(job, { hooks, middleware }, async () => {
        resolve(true);
        await this.#stored;
        return {};
      });
      this.#chains.push(chain);
      // Before it arrived: halted, or thrown. Afterwards nobody listens here any more.
      chain.then(() => resolve(false), reject);
    });
  }
}

function hooksOf({ constructor }: Job): readonly Hook[] {
  return optionsOf(constructor as DeclaringClass).enqueueHooks;
}
