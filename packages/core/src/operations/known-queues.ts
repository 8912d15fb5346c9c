import { isPattern } from '../worker/queue-patterns';
import type { WorkSettings } from '../worker/work-settings';

/**
 * The queues that an application knows by itself: the configured ones, then those that its classes
 * declare. One that is declared and that nobody serves is worth seeing.
 */
export function knownQueues(
  { queues = [], capsules = [] }: WorkSettings,
  declared: readonly string[],
): readonly string[] {
  const configured = [...queues, ...capsules.flatMap((capsule) => capsule.queues)]
    .map(({ name }) => name)
    .filter((name) => !isPattern(name));
  return [...new Set([...configured, ...declared])];
}
