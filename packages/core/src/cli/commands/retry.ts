import { CHOOSING, chosenFailedJobs } from '../chosen-failed-jobs';
import type { Command } from '../command';

export const retry: Command = {
  summary: 'have failed jobs run again',
  usage: `Usage: drover retry (--id ID | --name NAME | --queue QUEUE | --all) [--json]

Has failed jobs wait again, with all attempts of their rules before them.

${CHOOSING}

Examples:
  drover retry --name WebhookDeliveryJob
  drover retry --id 1b44f9c1-6d59-4602-bdac-b06d6dfc9a37
`,
  ...chosenFailedJobs('retried', (operations, selection) => operations.retryJobs(selection)),
};
