/** A job that is built and not enqueued: what `MyJob.build(…)` makes. */
export interface BuiltJob {
  readonly id: string;
  readonly queueName: string;
  readonly enqueued: boolean;
}
