import { DroverError } from '@drover/core';
import type { EnqueuedJob } from './fake-jobs';

/** Jobs retried or enqueued each other for longer than any test can mean. */
export class EndlessDrainError extends DroverError {
  readonly code = 'DROVER_ENDLESS_DRAIN';

  constructor(runs: number, waiting: readonly EnqueuedJob[]) {
    const names = [...new Set(waiting.map(({ name }) => name))].join(', ');
    super(
      `drain(): expected the jobs to come to an end, but after ${runs} runs there still wait: ${names}. ` +
        `A job that retries without limit, or enqueues itself, is run step by step with performEnqueuedJobs({ limit: 1 }).`,
    );
  }
}
