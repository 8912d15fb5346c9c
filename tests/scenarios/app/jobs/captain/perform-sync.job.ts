import { DiscardOn, QueueAs, RecordNotFoundError, RetryOn, type Job } from '@drover/core';
import { note, noteRun } from '../../../../support/journal';
import { ApplicationJob } from '../application.job';

export class TransientSyncError extends Error {
  override name = 'TransientSyncError';
}

export class PermanentSyncError extends Error {
  override name = 'PermanentSyncError';
}

/** What the pages of a document answer, one per run. */
export type Answer = 'ok' | 'plain' | 'network' | 'transient' | 'permanent' | 'gone';

const ERRORS = {
  plain: () => new Error('plain'),
  network: () => new (class NetworkError extends Error {})('network'),
  transient: () => new TransientSyncError('transient'),
  permanent: () => new PermanentSyncError('permanent'),
  gone: () => new RecordNotFoundError('gone'),
};

const handler = (name: 'A' | 'B') => (job: Job, error: Error) => {
  note('handler', { jobId: job.id, handler: name, message: error.message });
};

@QueueAs('low')
@RetryOn(Error, { wait: '5 seconds', attempts: 3, onExhausted: handler('A') })
@DiscardOn(PermanentSyncError)
@RetryOn(TransientSyncError, {
  wait: (failures) => [30_000, 120_000, 300_000][failures - 1] ?? 0,
  attempts: 4,
  onExhausted: handler('B'),
})
@DiscardOn(RecordNotFoundError)
export class PerformSyncJob extends ApplicationJob {
  /** The last answer is given again and again. */
  async perform(_documentId: number, answers: readonly Answer[]): Promise<void> {
    noteRun(this);
    const answer = answers[this.executions - 1] ?? answers.at(-1) ?? 'ok';
    if (answer !== 'ok') throw ERRORS[answer]();
  }
}
