import type { Job } from '@drover/core';
import type { Response } from 'express';

/** 202: the work is in the store, and will be done. */
export function accepted(response: Response, job: Job): void {
  response.status(202).json({ job: job.constructor.name, id: job.id, queue: job.queueName });
}
