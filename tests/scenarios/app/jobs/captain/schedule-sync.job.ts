import { QueueAs } from '@drover/core';
import { noteRun } from '../../../../support/journal';
import { ApplicationJob } from '../application.job';

/** Declared for the queue 'low'; who enqueues it may say otherwise. */
@QueueAs('low')
export class ScheduleSyncJob extends ApplicationJob {
  async perform(documentId: number): Promise<void> {
    noteRun(this, { documentId });
  }
}
