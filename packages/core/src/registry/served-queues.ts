import type { DeclaringClass } from '../options/declarations';
import type { JobDefaults } from '../options/job-defaults';
import { optionsOf } from '../options/job-options';
import { prefixed } from '../options/queue-name';
import type { JobRegistry } from './job-registry';

/**
 * The queues that the registered classes declare, and the default one. A queue that a function
 * names at the enqueue cannot be foreseen: serve it by naming it in the configuration.
 */
export function servedQueues(registry: JobRegistry, defaults: JobDefaults): readonly string[] {
  const fallback = prefixed({}, defaults.queue, defaults);
  return [...new Set([...declaredQueues(registry, defaults), fallback])];
}

/** The queues to which the registered classes send their jobs. */
export function declaredQueues(registry: JobRegistry, defaults: JobDefaults): readonly string[] {
  return [...new Set(registry.list().flatMap(({ jobClass }) => queuesOf(jobClass, defaults)))];
}

function queuesOf(jobClass: DeclaringClass, defaults: JobDefaults): string[] {
  const { queue, policies, continuable } = optionsOf(jobClass);
  const own = typeof queue === 'function' ? [] : [queue ?? defaults.queue];
  const retries = policies.flatMap((policy) =>
    policy.kind === 'retry' && policy.queue ? [policy.queue] : [],
  );
  const resumed = continuable.queue === undefined ? [] : [continuable.queue];
  return [...own, ...retries, ...resumed].map((name) => prefixed(jobClass, name, defaults));
}
