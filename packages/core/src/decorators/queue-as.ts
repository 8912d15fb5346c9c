import type { Job } from '../job/job';
import type { QueueOption } from '../options/declarations';
import { checkQueueName } from '../options/placement';
import { InvalidOptionsError } from '../options/invalid-options-error';
import { classDecorator, type JobClassDecorator } from './class-decorator';

/**
 * The queue of the class: a name, or a function of the job asked at each enqueue. Null and
 * undefined mean the default queue.
 */
export function QueueAs<T extends Job = Job>(
  queue: string | ((job: T) => string | null | undefined) | null | undefined,
): JobClassDecorator {
  if (typeof queue === 'string') checkQueueName('@QueueAs', queue);
  else if (queue != null && typeof queue !== 'function') {
    throw new InvalidOptionsError('@QueueAs', 'a queue name or a function of the job', queue);
  }
  return classDecorator('@QueueAs', {
    kind: 'queue',
    queue: (queue ?? undefined) as QueueOption | undefined,
  });
}
