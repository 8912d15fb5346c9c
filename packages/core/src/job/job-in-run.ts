import { checkLockKey } from '../locks/lock-key';
import { lockTimes, type LockOptions } from '../locks/lock-options';
import type { Lock } from '../locks/locks';
import { checkKeys } from '../options/check-keys';
import { InvalidOptionsError } from '../options/invalid-options-error';
import { checkSetOptions } from '../options/placement';
import type { JsonValue } from '../support/json';
import { JobFacts } from './job-facts';
import type { JobLogger } from './job-logger';
import { withoutSecrets } from './hide-secrets';
import { STATE, type RetryRequest } from './job-state';
import { lockTaker } from './lock-taker';
import { currentRuntime } from './runtime';
import { toStepCall, type StepBody } from './steps/step-call';
import type { StepOptions } from './steps/steps';
import { stepsOf } from './steps/steps-of';

/** What a job can do during its run. */
export abstract class JobInRun extends JobFacts {
  /** Aborted when the process hands this run back, or its time is over; the reason tells which. */
  get signal(): AbortSignal {
    const { signal, delivery } = this[STATE];
    return signal ?? delivery?.signal ?? NEVER_ABORTED;
  }

  /** A logger whose lines carry this job's class and id. */
  get logger(): JobLogger {
    return currentRuntime().loggerFor(this);
  }

  /**
   * During a run: shows how far it is, as a number (of a hundred, say) or an object, on a board and in
   * `status()`. Not waited for; of many in quick succession, some are left out and the last is not.
   *
   * @throws InvalidOptionsError, SerializationError when it cannot be shown
   */
  progress(progress: number | object): void {
    const { delivery } = this[STATE];
    if (delivery?.progress)
      delivery.progress(withoutSecrets(this, toProgress(progress), currentRuntime()));
  }

  /**
   * Runs `body` while it holds the lock of this key, which it shares with every process and class.
   * The lock is renewed while `body` runs, and its `signal` is aborted should it be lost all the same.
   *
   * @throws LockConflictError when another holds the lock for longer than `wait`
   */
  async withLock<T>(
    key: string | number,
    options: LockOptions,
    body: (lock: Lock) => T | Promise<T>,
  ): Promise<T> {
    const text = checkLockKey('withLock() key', key);
    const times = lockTimes('withLock()', options);
    return currentRuntime().locks.hold(text, times, lockTaker(this), body);
  }

  /**
   * During a run: takes a step, unless an earlier run of the job has done it. A run may end between two
   * steps, and wherever a step sets its cursor or calls `checkpoint()`; the next one goes on there, after
   * a stop, a crash, a retry or a snooze. Await every step; keep their names and their order.
   *
   * @param name - of the step; without a function also of the method that is called
   * @throws InvalidStepError
   */
  step(name: keyof this & string, options?: StepOptions<unknown>): Promise<void>;
  step<Cursor = number>(name: string, body: StepBody<Cursor | undefined>): Promise<void>;
  step<Cursor = number>(
    name: string,
    options: StepOptions<never>,
    body: StepBody<Cursor | undefined>,
  ): Promise<void>;
  step<Cursor>(name: string, options: StepOptions<Cursor>, body: StepBody<Cursor>): Promise<void>;
  async step(
    name: string,
    first?: StepOptions<unknown> | StepBody<never>,
    second?: StepBody<never>,
  ): Promise<void> {
    const call = toStepCall(this, name, first as StepBody<unknown>, second as StepBody<unknown>);
    await stepsOf(this).take(name, call.options, call.body);
  }

  /** During a run: ask for another one, whatever comes of this one. */
  retryJob(options: RetryRequest = {}): this {
    checkKeys('retryJob()', options, ['wait', 'queue', 'priority', 'args']);
    const { args: _, ...placement } = options;
    checkSetOptions(placement);
    this[STATE].retry = options;
    return this;
  }
}

const NEVER_ABORTED = new AbortController().signal;

function toProgress(progress: unknown): JsonValue {
  const shown = typeof progress === 'number' || (typeof progress === 'object' && progress !== null);
  if (!shown) throw new InvalidOptionsError('progress()', 'a number or an object', progress);
  return currentRuntime().serializer.serializeValue(progress, 'progress');
}
