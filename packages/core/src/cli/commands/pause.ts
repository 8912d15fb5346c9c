import type { Command } from '../command';
import { eachQueue } from '../each-queue';

export const pause: Command = {
  summary: 'stop the fetching from queues, in all processes',
  usage: `Usage: drover pause QUEUE... [--json]

Nobody fetches from the queues until they are resumed. Jobs that run go on, and jobs can still be
enqueued.

Examples:
  drover pause mailers
  drover pause mailers reports
`,
  ...eachQueue('paused', (queue) => queue.pause()),
};
