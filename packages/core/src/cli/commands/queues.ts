import type { QueueInfo } from '../../operations/operations';
import type { Command } from '../command';
import { durationInWords } from '../../support/duration-words';
import { printJson, printTable, styled } from '../print';
import { withProject } from '../with-project';

export const queues: Command = {
  summary: 'show the queues: their jobs by state, latency, and whether they are paused',
  usage: `Usage: drover queues [--json]

Shows every queue that is declared, configured, served by a process, or holds jobs. The latency is how
long the oldest job that could run has waited.

  --json   as JSON; times in milliseconds

Examples:
  drover queues
  drover queues --json | jq '.[] | select(.latency > 60000).name'
`,
  options: { json: { type: 'boolean' } },

  run: ({ json }, terminal) =>
    withProject(terminal, async ({ operations }) => {
      const found = await operations.queues();
      if (json) printJson(terminal, found);
      else
        printTable<QueueInfo>(terminal, found, {
          QUEUE: ({ name }) => name,
          WAITING: ({ size }) => size.waiting,
          PRIORITIZED: ({ size }) => size.prioritized,
          ACTIVE: ({ size }) => size.active,
          DELAYED: ({ size }) => size.delayed,
          'FOR JOBS': ({ size }) => size.waitingForJobs,
          FAILED: ({ size }) => size.failed,
          COMPLETED: ({ size }) => size.completed,
          LATENCY: ({ latency }) => (latency === 0 ? '-' : durationInWords(latency)),
          STATE: ({ paused }) => (paused ? styled(terminal, 'yellow', 'paused') : ''),
        });
      return 0;
    }),
};
