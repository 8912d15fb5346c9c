import type { QueueShare } from '../adapters/queue-adapter';
import { InvalidOptionsError } from '../options/invalid-options-error';
import { DURATION_FORMS, parseDuration, type Duration } from '../support/duration';
import { checkConcurrency, toCapsules, type CapsuleOptions, type CapsuleSettings } from './capsule';
import { toQueueShares, type QueueOption } from './queue-shares';

/** What can be said of a worker in code. */
export interface WorkChoices {
  /**
   * Queues to serve: names are served in strict order, `['critical', 6]` by weight, and
   * `'staging*'` is every queue there is when the worker starts whose name begins so.
   */
  readonly queues?: readonly QueueOption[];
  /** Queues with slots of their own in the same process, by the name of the capsule. */
  readonly capsules?: Readonly<Record<string, CapsuleOptions>>;
  /** Jobs at once. */
  readonly concurrency?: number;
  /** How long a stopping worker waits for running jobs. */
  readonly timeout?: Duration;
}

/** What one place says of a worker: code, a file, or a command line. */
export interface WorkSettings {
  readonly queues?: readonly QueueShare[] | undefined;
  readonly capsules?: readonly CapsuleSettings[] | undefined;
  readonly concurrency?: number | undefined;
  /** Milliseconds. */
  readonly timeout?: number | undefined;
}

/** @throws InvalidOptionsError */
export function toWorkSettings(where: string, choices: WorkChoices): WorkSettings {
  const { queues, capsules, concurrency, timeout } = choices;
  return {
    queues: queues && toQueueShares(`${where} queues`, queues),
    capsules: capsules && toCapsules(`${where} capsules`, capsules),
    concurrency: checkConcurrency(`${where} concurrency`, concurrency),
    timeout: timeout === undefined ? undefined : milliseconds(`${where} timeout`, timeout),
  };
}

function milliseconds(where: string, duration: Duration): number {
  const parsed = parseDuration(duration);
  if (parsed !== undefined && parsed >= 0) return parsed;
  throw new InvalidOptionsError(where, DURATION_FORMS, duration);
}
