import type { Outcome } from '../adapters/outcome';
import type { Delivery } from '../adapters/delivery';
import type { EventBus } from '../events/event-bus';
import type { JobSummary } from '../events/job-events';
import { runCallbacks, type CallbackResult } from '../job/callbacks';
import { hidingSecrets } from '../job/hide-secrets';
import type { Job } from '../job/job';
import { STATE } from '../job/job-state';
import { parseArguments } from '../job/parse-arguments';
import type { Locks } from '../locks/locks';
import type { MiddlewareChain, WorkerMiddleware } from '../job/middleware';
import type { Summaries } from '../job/summaries';
import type { Tracing } from '../job/tracing';
import type { DeclaringClass } from '../options/declarations';
import type { JobDefaults } from '../options/job-defaults';
import { optionsOf } from '../options/job-options';
import type { JobRegistry } from '../registry/job-registry';
import type { ArgumentSerializer } from '../serialization/argument-serializer';
import type { Clock } from '../support/clock';
import { toError } from '../support/thrown-value-error';
import { turnAway } from './admission';
import { aroundRun } from './around-run';
import { decode, decodeForHandlers } from './decode';
import { deliver } from './deliver';
import { announceEnd, endOutside, isSettled, OVER, wasCancelled } from './end-of-run';
import { JobCrashedError } from './job-crashed-error';
import { exclusively } from './exclusively';
import { ErrorHandling } from './error-handling';
import { inJobScope } from './in-job-scope';
import type { Instances } from './instances';
import { restore } from './restore';
import { runInSandbox } from './run-in-sandbox';
import type { Sandbox } from './sandbox';
import { storable } from './storable';
import { takeProgress } from './take-progress';
import { withinTimeLimit } from './time-limit';
import { undeliverable } from './undeliverable';
import { runUnique } from './unique-run';

export interface ExecutorParts {
  readonly registry: JobRegistry;
  readonly serializer: ArgumentSerializer;
  readonly events: EventBus;
  readonly middleware: MiddlewareChain<WorkerMiddleware>;
  readonly summaries: Summaries;
  readonly clock: Clock;
  readonly defaults: JobDefaults;
  readonly locks: Locks;
  readonly instances: Instances;
  readonly tracing: Tracing | undefined;
  /** What becomes of a job whose class this process does not know. */
  readonly unknownJobs: 'fail' | 'wait';
  /** Told of errors whose rule says `report`. */
  readonly report: (error: Error, job: JobSummary) => void;
}

/** One attempt: load, decode, run inside the callbacks, and decide what came out. */
export class Executor {
  readonly #parts: ExecutorParts;
  readonly #errors: ErrorHandling;

  constructor(parts: ExecutorParts) {
    this.#parts = parts;
    this.#errors = new ErrorHandling(parts);
  }

  /**
   * Runs a delivered job. Never rejects: whatever happens is an outcome.
   *
   * @param sandbox - where jobs run that ask for it; absent: here
   */
  async perform(delivery: Delivery, sandbox?: Sandbox): Promise<Outcome> {
    let job: Job;
    try {
      job = deliver(delivery, this.#parts.registry);
    } catch (thrown) {
      return undeliverable(delivery, toError(thrown), this.#parts);
    }
    if (delivery.crashes !== undefined) return this.#giveUp(job, delivery.crashes);
    const options = optionsOf(job.constructor as DeclaringClass);
    const limited = options.concurrency !== undefined || options.throttle !== undefined;
    const turnedAway = limited ? await this.#admit(job, delivery) : undefined;
    if (turnedAway) return turnedAway;
    if (sandbox && options.sandbox) return this.run(job, sandbox);
    const outcome = await this.run(job);
    return outcome.kind === 'completed' ? storable(job, outcome, this.#parts) : outcome;
  }

  /** What becomes of a job that may not start now. What goes wrong here is an error of the run. */
  async #admit(job: Job, delivery: Delivery): Promise<Outcome | undefined> {
    try {
      await decode(job, this.#parts.serializer);
      const giveUp = async (error: Error) =>
        this.#errors.limited(await this.#parts.instances.forHandlers(job), error);
      return await turnAway(job, delivery, { ...this.#parts, giveUp });
    } catch (thrown) {
      job[STATE].executions += 1;
      return endOutside(job, 0, this.#parts, (made) => this.#errors.handle(made, thrown));
    }
  }

  /** Runs a job object, in its own scope. */
  run(job: Job, sandbox?: Sandbox): Promise<Outcome> {
    const { tracing } = this.#parts;
    const attempt = () => this.#attempt(job, sandbox);
    return inJobScope(job, tracing ? () => tracing.perform(job, attempt) : attempt);
  }

  /** Few layers of promises on purpose: every job pays for each of them. */
  async #attempt(given: Job, sandbox?: Sandbox): Promise<Outcome> {
    const startedAt = this.#begin(given);
    let job = given;
    let outcome: Outcome;
    try {
      const made = this.#parts.instances.of(given);
      job = made instanceof Promise ? await made : made;
      // Cancelled or handed back while it was made: it does not start.
      outcome =
        made instanceof Promise && job.signal.aborted
          ? OVER
          : await aroundRun(job, this.#parts, () =>
              hidingSecrets(job, this.#parts, () => this.#performOnce(job, sandbox)),
            );
      if (wasCancelled(job)) outcome = await this.#errors.cancelled(job);
    } catch (thrown) {
      if (isSettled(job)) return OVER;
      outcome = wasCancelled(job)
        ? await this.#errors.cancelled(job)
        : await this.#errors.handle(job, thrown);
    }
    if (isSettled(job)) return OVER;
    announceEnd(job, this.#parts.clock.now() - startedAt, outcome, this.#parts);
    return outcome;
  }

  /** Counts the run and announces it; gives the time. */
  #begin(job: Job): number {
    const { clock, events } = this.#parts;
    const state = job[STATE];
    state.executions += 1;
    state.retry = undefined;
    state.signal = undefined;
    state.steps = undefined;
    if (events.has('performStarted'))
      events.emit('performStarted', { job: this.#parts.summaries.ofJob(job) });
    return clock.now();
  }

  #performOnce(job: Job, sandbox: Sandbox | undefined): Promise<Outcome> {
    const { unique } = optionsOf(job.constructor as DeclaringClass);
    const perform = () =>
      sandbox
        ? runInSandbox(job, sandbox, { ...this.#parts, errors: this.#errors })
        : this.#performInCallbacks(job);
    if (!unique) return perform();
    const parts = {
      ...this.#parts,
      decode: () => decode(job, this.#parts.serializer),
      giveUp: async (error: Error) => {
        await decodeForHandlers(job, this.#parts.serializer);
        return this.#errors.duplicate(job, error);
      },
    };
    return runUnique(job, unique, parts, perform);
  }

  async #performInCallbacks(job: Job): Promise<Outcome> {
    const { performHooks, exclusive } = optionsOf(job.constructor as DeclaringClass);
    const { serializer } = this.#parts;
    const restoring = restore(job, serializer);
    if (restoring) await restoring;
    const decoded = decode(job, serializer);
    const parsed = parseArguments(job, decoded instanceof Promise ? await decoded : decoded);
    const args = parsed instanceof Promise ? await parsed : parsed;
    const bare = () => job.perform(...(args as never[]));
    const perform = exclusive ? () => exclusively(job, exclusive, this.#parts, bare) : bare;
    const result: CallbackResult<unknown> =
      performHooks.length === 0
        ? { halted: false, value: await withinTimeLimit(job, perform) }
        : await withinTimeLimit(job, () => runCallbacks(job, performHooks, async () => perform()));
    job[STATE].steps?.settle();
    if (job[STATE].retry) return this.#errors.retryAsAsked(job);
    if (result.halted) return { kind: 'discarded', because: 'halted' };
    return { kind: 'completed', value: result.value };
  }

  /** What becomes of a run that an error ended which `perform` did not throw: its rules decide. */
  async failureOf(delivery: Delivery, error: Error, duration: number): Promise<Outcome> {
    const job = deliver(delivery, this.#parts.registry);
    job[STATE].executions += 1;
    takeProgress(job, delivery, this.#parts);
    return endOutside(job, duration, this.#parts, (made) => this.#errors.handle(made, error));
  }

  /** A job that ended its process each time is not started again; its AfterDiscard methods run. */
  #giveUp(job: Job, crashes: number): Promise<Outcome> {
    const error = new JobCrashedError(job.constructor.name, crashes);
    return endOutside(job, 0, this.#parts, (made) => this.#errors.fail(made, error));
  }
}
