import type { QueueShare } from '../adapters/queue-adapter';
import { InvalidOptionsError } from '../options/invalid-options-error';

/** A queue to serve: a name, or a name and its weight. A `*` at the end stands for any ending. */
export type QueueOption = string | readonly [name: string, weight: number];

/** What a worker's queue may be called, for error messages. */
export const SERVED_NAME_FORMS =
  "a queue name: a text that is not empty and has no ':', and a '*' only at its end";

export function isServedName(name: unknown): name is string {
  return typeof name === 'string' && /^(?:[^:*]+\*?|\*)$/.test(name);
}

/** @throws InvalidOptionsError */
export function toQueueShares(
  where: string,
  options: readonly QueueOption[],
): readonly QueueShare[] {
  if (options.length === 0) throw new InvalidOptionsError(where, 'at least one queue', options);
  return sharesOf(options.map((option) => checkOption(where, option)));
}

/**
 * Sidekiq's rule: no weights mean strict order; as soon as one queue has a weight, the others have
 * 1, and a queue that is named again has the sum.
 */
export function sharesOf(queues: readonly QueueShare[]): readonly QueueShare[] {
  const weights = new Map<string, number>();
  for (const { name, weight = 1 } of queues) weights.set(name, (weights.get(name) ?? 0) + weight);
  const weighted = queues.some(({ weight }) => weight !== undefined);
  return Object.freeze(
    [...weights].map(([name, weight]) => Object.freeze(weighted ? { name, weight } : { name })),
  );
}

function checkOption(where: string, option: QueueOption): QueueShare {
  const [name, weight] = typeof option === 'string' ? [option] : option;
  if (!isServedName(name)) throw new InvalidOptionsError(where, SERVED_NAME_FORMS, name);
  if (weight === undefined) return { name };
  if (Number.isInteger(weight) && weight >= 1) return { name, weight };
  throw new InvalidOptionsError(`${where} weight of '${name}'`, 'a whole number from 1', weight);
}
