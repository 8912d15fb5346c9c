import type { QueueShare } from '../adapters/queue-adapter';
import { InvalidOptionsError } from '../options/invalid-options-error';
import { checkQueueName } from '../options/placement';

/** A queue to serve: a name, or a name and its weight. */
export type QueueOption = string | readonly [name: string, weight: number];

/**
 * Sidekiq's rule: no weights mean strict order; as soon as one queue has a weight, the others have 1.
 *
 * @throws InvalidOptionsError
 */
export function toQueueShares(
  where: string,
  options: readonly QueueOption[],
): readonly QueueShare[] {
  if (options.length === 0) throw new InvalidOptionsError(where, 'at least one queue', options);
  const weighted = options.some((option) => Array.isArray(option));
  return options.map((option) => {
    const [name, weight = 1] = typeof option === 'string' ? [option] : option;
    checkQueueName(where, name);
    if (!Number.isInteger(weight) || weight < 1)
      throw new InvalidOptionsError(
        `${where} weight of '${name}'`,
        'a whole number from 1',
        weight,
      );
    return weighted ? { name, weight } : { name };
  });
}
