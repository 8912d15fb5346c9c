import type { DeclaringClass } from './declarations';
import type { ClassSettings, JobDefaults } from './job-defaults';
import { optionsOf } from './job-options';
import { checkPriority, checkQueueName } from './placement';

/** The queue of a job: its call's, else its class's, else the default; prefixed in every case. */
export function queueNameFor(
  job: object,
  called: string | undefined,
  defaults: JobDefaults,
): string {
  const jobClass = job.constructor as DeclaringClass;
  const { name, queue } = optionsOf(jobClass);
  const declared = typeof queue === 'function' ? queue(job) : queue;
  const part = called ?? declared ?? defaults.queue;
  return prefixed(jobClass, checkQueueName(`The queue of ${name}`, part), defaults);
}

/** A queue name with the prefix of its class, or of the application. */
export function prefixed(jobClass: object, name: string, defaults: JobDefaults): string {
  const prefix = (jobClass as ClassSettings).queuePrefix ?? defaults.queuePrefix;
  return prefix ? `${prefix}${defaults.queueDelimiter}${name}` : name;
}

export function priorityFor(
  job: object,
  called: number | undefined,
  defaults: JobDefaults,
): number {
  if (called !== undefined) return called;
  const { name, priority } = optionsOf(job.constructor as DeclaringClass);
  const declared = typeof priority === 'function' ? priority(job) : priority;
  return checkPriority(`The priority of ${name}`, declared ?? defaults.priority);
}

export function jitterFor(jobClass: object, defaults: JobDefaults): number {
  return (jobClass as ClassSettings).retryJitter ?? defaults.retryJitter;
}
