import { JobCancelledError } from '../adapters/job-cancelled-error';
import type { Outcome } from '../adapters/outcome';
import { hideSecrets } from '../job/hide-secrets';
import type { Job } from '../job/job';
import { STATE, type RetryRequest } from '../job/job-state';
import { Snooze } from '../job/snooze';
import { Interruption } from '../job/steps/interruption';
import { sealed } from '../job/sealed-data';
import { nextData } from '../job/stored-form';
import { LockConflictError } from '../locks/lock-errors';
import type { DeclaringClass } from '../options/declarations';
import { optionsOf } from '../options/job-options';
import { jitterFor, prefixed } from '../options/queue-name';
import type { RetryPolicy } from '../options/error-policy';
import type { JobData } from '../serialization/job-data';
import { parseDuration } from '../support/duration';
import { toError } from '../support/thrown-value-error';
import { decide, type Verdict } from './decide';
import type { ExecutorParts } from './executor';
import { runDiscardHooks } from './give-up';
import { interrupted, keptData, resumed, resumes, snoozed } from './put-off';

type Of<Kind extends Verdict['kind']> = Extract<Verdict, { kind: Kind }>;

/** Acts on what a run threw: what the rules say about an error, or a snooze, which no rule is asked about. */
export class ErrorHandling {
  readonly #parts: ExecutorParts;

  constructor(parts: ExecutorParts) {
    this.#parts = parts;
  }

  /** Never rejects: an error thrown by a handler fails the job, as no rule is asked twice. */
  async handle(job: Job, thrown: unknown): Promise<Outcome> {
    try {
      if (thrown instanceof Snooze) return snoozed(job, thrown, this.#parts);
      if (thrown instanceof Interruption) return interrupted(job, thrown, this.#parts);
      const error = hideSecrets(job, toError(thrown), this.#parts);
      return await this.#act(job, this.#decide(job, error));
    } catch (next) {
      if (next instanceof Snooze || thrown instanceof Interruption) return this.handle(job, next);
      const error = hideSecrets(job, toError(next), this.#parts);
      return this.fail(job, withCause(error, toError(thrown)));
    }
  }

  /** The outcome of a run that was cancelled, whatever it came to. */
  cancelled(job: Job): Promise<Outcome> {
    const { events } = this.#parts;
    if (events.has('cancelled'))
      events.emit('cancelled', { job: this.#parts.summaries.ofJob(job) });
    const error = new JobCancelledError(job.id);
    return this.#givenUp(job, error, { kind: 'discarded', because: 'cancelled' });
  }

  /** The outcome of a run that met the lock of another job. */
  duplicate(job: Job, error: Error): Promise<Outcome> {
    return this.#givenUp(job, error, { kind: 'discarded', because: 'duplicate', error });
  }

  /** The outcome of `retryJob()`, called by the job or by one of its handlers. */
  retryAsAsked(job: Job, error?: Error): Outcome {
    const request = job[STATE].retry ?? {};
    const wait = parseDuration(request.wait ?? 0) ?? 0;
    const data = this.#dataFor(job, request);
    this.#announceRetry(job, wait, error);
    return this.#retried(job, { wait, request, data, error });
  }

  /** Dead, whatever the rules say; AfterDiscard methods run. */
  fail(job: Job, error: Error): Promise<Outcome> {
    return this.#givenUp(job, error, { kind: 'failed', error, ...keptData(job, this.#parts) });
  }

  /** Given up before it ran, for want of a slot. */
  limited(job: Job, error: Error): Promise<Outcome> {
    this.#parts.events.emit('discarded', { job: this.#parts.summaries.ofJob(job), error });
    return this.#givenUp(job, error, { kind: 'discarded', because: 'limited', error });
  }

  #decide(job: Job, error: Error): Verdict {
    const { policies } = optionsOf(job.constructor as DeclaringClass);
    const { executions, failures } = job[STATE];
    const { clock, defaults } = this.#parts;
    const jitter = jitterFor(job.constructor, defaults);
    return decide(error, { policies, executions, failures, jitter, random: () => clock.random() });
  }

  #act(job: Job, verdict: Verdict): Outcome | Promise<Outcome> {
    switch (verdict.kind) {
      case 'retry':
        return this.#retry(job, verdict);
      case 'exhausted':
        return this.#exhausted(job, verdict);
      case 'discard':
        return this.#discard(job, verdict);
      case 'rescue':
        return this.#rescue(job, verdict);
      case 'unhandled':
        return this.#notTaken(job, verdict.error);
    }
  }

  #retry(job: Job, { policy, error, wait, failures }: Of<'retry'>): Outcome {
    job[STATE].failures = failures;
    const data = this.#dataFor(job, {});
    if (policy.report && !(error instanceof LockConflictError)) this.#report(job, error);
    this.#announceRetry(job, wait, error);
    return this.#retried(job, { wait, request: placementOf(policy), data, error });
  }

  async #exhausted(job: Job, { policy, error }: Of<'exhausted'>): Promise<Outcome> {
    if (!policy.onExhausted && resumes(job, error)) return this.#notTaken(job, error);
    this.#parts.events.emit('retryStopped', { job: this.#parts.summaries.ofJob(job), error });
    if (!policy.onExhausted) return this.fail(job, error);
    await policy.onExhausted(job, error);
    return this.#givenUp(job, error, { kind: 'discarded', because: 'exhausted', error });
  }

  /** Of an error that no rule takes, a job that made progress is not dead. */
  async #notTaken(job: Job, error: Error): Promise<Outcome> {
    return resumes(job, error) ? resumed(job, error, this.#parts) : this.fail(job, error);
  }

  async #discard(job: Job, { policy, error }: Of<'discard'>): Promise<Outcome> {
    this.#parts.events.emit('discarded', { job: this.#parts.summaries.ofJob(job), error });
    if (policy.report) this.#report(job, error);
    await policy.onDiscard?.(job, error);
    return this.#givenUp(job, error, { kind: 'discarded', because: 'rule', error });
  }

  async #rescue(job: Job, { policy, error }: Of<'rescue'>): Promise<Outcome> {
    await policy.handler(job, error);
    return job[STATE].retry ? this.retryAsAsked(job, error) : { kind: 'completed' };
  }

  async #givenUp(job: Job, error: Error, outcome: Outcome): Promise<Outcome> {
    const { discardHooks } = optionsOf(job.constructor as DeclaringClass);
    const thrown = await runDiscardHooks(job, discardHooks, error);
    if (!thrown) return outcome;
    const told = hideSecrets(job, thrown, this.#parts);
    return { kind: 'failed', error: told, ...keptData(job, this.#parts) };
  }

  /**
   * What the next run finds: the attributes as this one left them, and the arguments as they were
   * enqueued, whatever it did to them. How far it came with them says nothing of other ones.
   */
  #dataFor(job: Job, { args }: RetryRequest): JobData {
    const next = { ...nextData(job, this.#parts), failures: job[STATE].failures ?? {} };
    if (!args) return sealed(job, next, this.#parts);
    const { steps: _, ...rest } = next;
    const encoded = { ...rest, args: this.#parts.serializer.serialize(args) };
    return sealed(job, encoded, this.#parts);
  }

  #retried(
    job: Job,
    {
      wait,
      request,
      data,
      error,
    }: { wait: number; request: RetryRequest; data: JobData; error: Error | undefined },
  ): Outcome {
    const { queue, priority } = request;
    return {
      kind: 'retried',
      delay: wait,
      data,
      ...(error && { error }),
      ...(queue !== undefined && { queue: prefixed(job.constructor, queue, this.#parts.defaults) }),
      ...(priority !== undefined && { priority }),
    };
  }

  #announceRetry(job: Job, wait: number, error: Error | undefined): void {
    const { events } = this.#parts;
    if (!events.has('retryScheduled')) return;
    events.emit('retryScheduled', {
      job: this.#parts.summaries.ofJob(job),
      wait,
      ...(error && { error }),
    });
  }

  #report(job: Job, error: Error): void {
    this.#parts.report(error, this.#parts.summaries.ofJob(job));
  }
}

function placementOf({ queue, priority }: RetryPolicy): RetryRequest {
  return { ...(queue !== undefined && { queue }), ...(priority !== undefined && { priority }) };
}

function withCause(thrown: Error, cause: Error): Error {
  if (thrown !== cause && thrown.cause === undefined) thrown.cause = cause;
  return thrown;
}
