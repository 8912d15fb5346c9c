import path from 'node:path';
import { configure } from '@drover/core';
import { speed } from './app/time';

/** Read by `npx drover work` and `npx drover jobs`, and imported by the demo. */
export const application = configure({
  namespace: process.env['HELPDESK_NAMESPACE'] ?? 'helpdesk',
  jobs: [path.join(__dirname, 'jobs')],
  queues: [
    ['critical', 6],
    ['default', 5],
    ['mailers', 4],
    ['webhooks', 3],
    ['low', 2],
    ['scheduled', 1],
  ],
  concurrency: 10,
  // In the demo time runs faster than the calendar.
  ...(speed !== 1 && { schedule: false as const }),
});
