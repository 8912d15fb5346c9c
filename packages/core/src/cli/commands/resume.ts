import type { Command } from '../command';
import { eachQueue } from '../each-queue';

export const resume: Command = {
  summary: 'go on with paused queues',
  usage: `Usage: drover resume QUEUE... [--json]

Examples:
  drover resume mailers
  drover resume mailers reports
`,
  ...eachQueue('resumed', (queue) => queue.resume()),
};
