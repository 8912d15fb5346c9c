import { checkSetOptions, type SetOptions } from '../options/placement';
import type { StandardSchema } from '../options/standard-schema';
import { ConfiguredJob } from './configured-job';
import { enqueue } from './enqueue';
import { JobInRun } from './job-in-run';
import { STATE, takeAmbient } from './job-state';
import type { Performable, PerformArguments, PerformResult } from './performable';
import { currentRuntime } from './runtime';
import { standIn } from './stand-in';
import type { BatchStatus } from './status/batch-status';
import type { CancelAnswer } from './status/cancel-job';
import type { JobHandle, ResultOptions } from './status/job-handle';
import type { JobStatus } from './status/job-status';

/** A concrete job class. */
export type JobClass<T extends Job = Job> = new (...args: never[]) => T;

/**
 * A unit of work: subclass it, write `perform`, declare its policy with decorators.
 *
 * @example
 * ```ts
 * @QueueAs('webhooks')
 * @RetryOn(Error, { wait: 'polynomiallyLonger', attempts: 5 })
 * class WebhookDeliveryJob extends Job {
 *   async perform(webhookId: string) {}
 * }
 * await WebhookDeliveryJob.performLater('42')
 * ```
 */
export abstract class Job extends JobInRun implements Performable {
  /** The wire name; default the class name. Own to a class, never inherited. */
  static readonly jobName?: string;
  /** Put before the names of this class's queues; default the application's. */
  static readonly queuePrefix?: string;
  /** Share of a wait that chance may add; default the application's (0.15). */
  static readonly retryJitter?: number;
  /**
   * What the arguments must be: a schema of zod, valibot, arktype or another library of Standard
   * Schema, for the list of arguments, or for the one argument there is. Checked at the enqueue and
   * before `perform`, which gets what the schema gives back.
   */
  static readonly args?: StandardSchema;
  /** False: enqueued at once also inside `enqueueAfterCommit()`. Inherited. */
  static readonly enqueueAfterCommit?: boolean;
  /** Whether events and log lines show this class's arguments; default the application's. */
  static readonly logArguments?: boolean;
  /**
   * What of this class's arguments events and log lines show as '[FILTERED]', beside what the
   * application names: keys by text or regular expression, arguments by their number from 0.
   */
  static readonly filterParameters?: readonly (string | RegExp | number)[];

  /** The work. Its arguments are the arguments of `performLater`. */
  abstract perform(...args: never[]): unknown;

  /**
   * Enqueues a run. Resolves to the job, whose `enqueued` says whether the store took it.
   *
   * @throws EnqueueError when the store cannot take it
   * @throws SerializationError when an argument cannot travel
   */
  static performLater<T extends Job>(this: JobClass<T>, ...args: PerformArguments<T>): Promise<T> {
    return enqueue(withArguments(this, args));
  }

  /** Runs here and now under the class's rules; undefined when a rule or a halt took the run. */
  static performNow<T extends Job>(
    this: JobClass<T>,
    ...args: PerformArguments<T>
  ): Promise<PerformResult<T> | undefined> {
    return withArguments(this, args).performNow() as Promise<PerformResult<T> | undefined>;
  }

  /** Options for one enqueue: `Job.set({ wait: '5 minutes' }).performLater(id)`. */
  static set<T extends Job>(this: JobClass<T>, options: SetOptions): ConfiguredJob<T> {
    checkSetOptions(options);
    return new ConfiguredJob((args) => withArguments(this, args, options));
  }

  /** A job that is not enqueued yet, for `performAllLater`. */
  static build<T extends Job>(this: JobClass<T>, ...args: PerformArguments<T>): T {
    return withArguments(this, args);
  }

  /** Options for the next `enqueue()` of this instance. */
  set(options: SetOptions): this {
    checkSetOptions(options);
    this[STATE].set = { ...this[STATE].set, ...options };
    return this;
  }

  /**
   * Enqueues this instance. After an enqueue that failed it keeps its id and is stored once, however
   * often it is tried; after one that succeeded it is a new job with an id of its own.
   */
  enqueue(options: SetOptions = {}): Promise<this> {
    return enqueue(this.set(options));
  }

  /** Runs this instance here and now under its class's rules. */
  performNow(): Promise<unknown> {
    return currentRuntime().performNow(this);
  }

  /**
   * Where the job stands in its store now. 'unknown' when it was never there, was removed, or is over
   * for longer than it is kept.
   */
  status<T extends Job>(this: T): Promise<JobStatus<PerformResult<T>>> {
    return handleOf<T>(this).status();
  }

  /**
   * Waits until the job is over. Resolves to what `perform` returned; what returned null, or
   * nothing, gives undefined. `timeout` is 30 s by default.
   *
   * @throws JobResultError when it failed, was discarded or cancelled, is gone, or takes longer
   */
  result<T extends Job>(this: T, options: ResultOptions = {}): Promise<PerformResult<T>> {
    return handleOf<T>(this).result(options);
  }

  /**
   * What came of the jobs that this one waits for by `set({ after })`: asked during its run, or of a
   * job that still waits. The store is asked.
   */
  batch(): Promise<BatchStatus> {
    return handleOf(this).batch();
  }

  /** See `cancel()`. */
  cancel(): Promise<CancelAnswer> {
    return handleOf(this).cancel();
  }
}

function handleOf<T extends Job>(job: T): JobHandle<PerformResult<T>> {
  return currentRuntime().handleOf(job.id, job.queueName) as JobHandle<PerformResult<T>>;
}

function withArguments<T extends Job>(
  jobClass: JobClass<T>,
  args: readonly unknown[],
  set: SetOptions = {},
): T {
  const job = standIn(jobClass);
  const state = job[STATE];
  state.args = args;
  state.set = set;
  takeAmbient(state);
  return job;
}
