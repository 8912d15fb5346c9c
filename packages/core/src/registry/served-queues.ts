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
  const declared = registry.list().flatMap(({ jobClass }) => [queuesOf(jobClass, defaults)].flat());
  return [...new Set([...declared, prefixed({}, defaults.queue, defaults)])];
}

function queuesOf(jobClass: DeclaringClass, defaults: JobDefaults): string[] {
  const { queue, policies } = optionsOf(jobClass);
  const own = typeof queue === 'function' ? [] : [queue ?? defaults.queue];
  const retries = policies.flatMap((policy) =>
    policy.kind === 'retry' && policy.queue ? [policy.queue] : [],
  );
  return [...own, ...retries].map((name) => prefixed(jobClass, name, defaults));
}
