import type { ConsumeOptions, QueueShare } from '../adapters/queue-adapter';
import { checkKeys } from '../options/check-keys';
import { InvalidOptionsError } from '../options/invalid-options-error';
import { toQueueShares, type QueueOption } from './queue-shares';

/** Queues with slots of their own in the same process: concurrency 1 makes its jobs serial there. */
export interface CapsuleOptions {
  readonly queues: readonly QueueOption[];
  /** Jobs at once. Default: the worker's own. */
  readonly concurrency?: number;
}

/** A capsule as it was set, in code or in a file. */
export interface CapsuleSettings {
  readonly name: string;
  readonly queues: readonly QueueShare[];
  readonly concurrency: number | undefined;
}

/** A capsule that a worker runs. */
export interface Capsule extends ConsumeOptions {
  readonly name: string;
}

/** The capsule that the worker's own queues and concurrency make. */
export const DEFAULT_CAPSULE = 'default';

/** @throws InvalidOptionsError */
export function toCapsules(
  where: string,
  capsules: Readonly<Record<string, CapsuleOptions>>,
): readonly CapsuleSettings[] {
  checkKeys(where, capsules, Object.keys(capsules ?? {}));
  return Object.freeze(
    Object.entries(capsules).map(([name, options]) => toCapsule(`${where} ${name}`, name, options)),
  );
}

/** @throws InvalidOptionsError */
export function checkConcurrency(
  where: string,
  concurrency: number | undefined,
): number | undefined {
  if (concurrency === undefined || (Number.isInteger(concurrency) && concurrency >= 1))
    return concurrency;
  throw new InvalidOptionsError(where, 'a whole number from 1', concurrency);
}

function toCapsule(where: string, name: string, options: CapsuleOptions): CapsuleSettings {
  checkKeys(where, options, ['queues', 'concurrency']);
  if (name === DEFAULT_CAPSULE)
    throw new InvalidOptionsError(
      where,
      'another name',
      name,
      "The default capsule is what the worker's own `queues` and `concurrency` say.",
    );
  if (!Array.isArray(options.queues))
    throw new InvalidOptionsError(`${where} queues`, 'a list of queues', options.queues);
  return Object.freeze({
    name,
    queues: toQueueShares(`${where} queues`, options.queues),
    concurrency: checkConcurrency(`${where} concurrency`, options.concurrency),
  });
}
