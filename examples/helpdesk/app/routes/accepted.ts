import type { Job } from '@drover/core';
import type { Response } from 'express';

/** 202: the work is in the store, and will be done; as this job or as the one it duplicates. */
export function accepted(response: Response, job: Job): void {
  const { id, duplicateOf, queueName: queue } = job;
  response.status(202).json({ job: job.constructor.name, id: duplicateOf ?? id, queue });
}
