import type { Job } from '../job/job';
import { STATE, type JobState } from '../job/job-state';
import { takesArguments } from '../job/stand-in';
import { attributesOf } from '../options/attributes';
import { toError } from '../support/thrown-value-error';
import { JobFactoryError } from './job-factory-error';

/**
 * Makes the object that performs, a new one each time:
 * `(JobClass) => moduleRef.create(JobClass)`.
 */
export type JobFactory = (jobClass: JobConstructor) => Job | Promise<Job>;

/** Containers ask for a class that may be given anything. */
type JobConstructor = new (...args: unknown[]) => Job;

/** The objects that perform, in place of those that only tell of a job. */
export class Instances {
  readonly #factory: JobFactory | undefined;
  readonly #made = new WeakSet<object>();

  constructor(factory: JobFactory | undefined) {
    this.#factory = factory;
  }

  /** One with the state of the job. A promise only where there is a factory. @throws JobFactoryError */
  of(job: Job): Job | Promise<Job> {
    if (!job[STATE].standsIn) return job;
    if (this.#factory) return this.#make(job, this.#factory);
    if (takesArguments(job.constructor)) throw JobFactoryError.missing(job.constructor.name);
    return job;
  }

  /** The same for the handlers of a job that does not run; where none can be made, the job as it is. */
  async forHandlers(job: Job): Promise<Job> {
    try {
      return await this.of(job);
    } catch {
      return job;
    }
  }

  async #make(job: Job, factory: JobFactory): Promise<Job> {
    const jobClass = job.constructor as JobConstructor;
    const made = await ask(factory, jobClass);
    // Of a subclass, the name, the rules and the locks would be others.
    if (!(made instanceof jobClass) || made.constructor !== jobClass)
      throw JobFactoryError.noInstance(jobClass.name, made);
    if (this.#made.has(made)) throw JobFactoryError.usedBefore(jobClass.name);
    this.#made.add(made);
    return takeOver(made, job);
  }
}

async function ask(factory: JobFactory, jobClass: JobConstructor): Promise<unknown> {
  try {
    return await factory(jobClass);
  } catch (thrown) {
    throw JobFactoryError.threw(jobClass.name, toError(thrown));
  }
}

function takeOver(made: Job, job: Job): Job {
  const state = job[STATE];
  (made as { [STATE]: JobState })[STATE] = state;
  // Those of a delivered job come from what was stored.
  if (!state.delivery) copyAttributes(job, made);
  state.performer = made;
  return made;
}

function copyAttributes(from: Job, to: Job): void {
  for (const { name } of attributesOf(to))
    if (Object.hasOwn(from, name)) Object.assign(to, { [name]: from[name as keyof Job] });
}
