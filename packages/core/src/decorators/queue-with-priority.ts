import type { Job } from '../job/job';
import type { PriorityOption } from '../options/declarations';
import { checkPriority } from '../options/placement';
import { classDecorator, type JobClassDecorator } from './class-decorator';

/**
 * The priority of the class: 0 to 2,097,151, smaller runs sooner, 0 (none) before 1; or a function
 * of the job asked at each enqueue.
 */
export function QueueWithPriority<T extends Job = Job>(
  priority: number | ((job: T) => number | null | undefined),
): JobClassDecorator {
  if (typeof priority !== 'function') checkPriority('@QueueWithPriority', priority);
  return classDecorator('@QueueWithPriority', {
    kind: 'priority',
    priority: priority as PriorityOption,
  });
}
