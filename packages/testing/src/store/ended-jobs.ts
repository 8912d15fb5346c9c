import type { Outcome } from '@drover/core';
import type { CompletedJob, DiscardedJob, EnqueuedJob, FailedJob, OutcomeOf } from './fake-jobs';
import { interruptedRun, nextRun, throughJson } from './next-run';
import type { WaitingJobs } from './waiting-jobs';

/** The jobs that are over, and the way of a job there, or back among those that wait. */
export class EndedJobs {
  readonly completed: CompletedJob[] = [];
  readonly discarded: DiscardedJob[] = [];
  readonly failed: FailedJob[] = [];
  readonly #waiting: WaitingJobs;

  constructor(waiting: WaitingJobs) {
    this.#waiting = waiting;
  }

  clear(): void {
    for (const list of [this.completed, this.discarded, this.failed]) list.length = 0;
  }

  settle(job: EnqueuedJob, outcome: Exclude<Outcome, OutcomeOf<'blocked'>>, now: number): void {
    switch (outcome.kind) {
      case 'completed':
        return void this.completed.push({ ...job, ...throughJson({ value: outcome.value }) });
      case 'discarded':
        return void this.discarded.push({
          ...job,
          because: outcome.because,
          ...(outcome.error && { error: outcome.error }),
        });
      case 'failed':
        return void this.failed.push({
          ...job,
          ...(outcome.data && throughJson({ data: outcome.data })),
          error: outcome.error,
        });
      case 'retried':
        return this.#waiting.add(nextRun(job, outcome, now));
      case 'snoozed':
        return this.#waiting.add({
          ...job,
          ...(outcome.data && throughJson({ data: outcome.data })),
          dueAt: now + outcome.delay,
        });
      case 'interrupted':
        return this.#waiting.add(interruptedRun(job, outcome, now));
    }
  }
}
