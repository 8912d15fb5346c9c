import { Job, QueueAs, QueueWithPriority } from '@drover/core';
import { JobBuffer } from './job-buffer';

/** Says where it runs. */
export class PlacedJob extends Job {
  perform(_hint?: string | number): void {
    JobBuffer.add(`${this.queueName} ${this.priority}`);
  }
}

@QueueAs('greetings')
export class NamedQueueJob extends PlacedJob {}

@QueueAs(null)
export class NullQueueJob extends PlacedJob {}

@QueueAs(() => 'computed')
export class ComputedQueueJob extends PlacedJob {}

@QueueAs<PlacedJob>((job) => (job.arguments[0] === 'vip' ? 'high' : 'low'))
export class QueueByArgumentJob extends PlacedJob {}

@QueueAs('low')
export class PrefixedQueueJob extends PlacedJob {
  static override readonly queuePrefix = 'aj';
}

@QueueAs('low')
export class OtherQueueJob extends PlacedJob {}

@QueueWithPriority(20)
export class PriorityJob extends PlacedJob {}

@QueueWithPriority(() => 30)
export class ComputedPriorityJob extends PlacedJob {}

@QueueWithPriority<PlacedJob>((job) => Number(job.arguments[0]) * 2)
export class PriorityByArgumentJob extends PlacedJob {}

/** Its prefix is set after the class was made. */
@QueueAs('low')
export class LateQueueJob extends PlacedJob {}
