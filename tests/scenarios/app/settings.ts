import path from 'node:path';
import type { DroverOptions } from '@drover/core';
import { note } from '../../support/journal';
import { messageSerializer } from './message';

export const QUEUES = ['high', 'medium', 'default', 'low'] as const;

/** What the application configures on every store. */
export const settings = {
  jobs: [path.join(__dirname, 'jobs')],
  queues: QUEUES,
  concurrency: 5,
  serializers: [messageSerializer],
  reportError: (error, { id }) => note('report', { jobId: id, error: error.name }),
  payload: { warnAbove: 10_000, limit: 20_000 },
} satisfies DroverOptions;
