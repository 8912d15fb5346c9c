import { CHOOSING, chosenFailedJobs } from '../chosen-failed-jobs';
import type { Command } from '../command';

export const deleteCommand: Command = {
  summary: 'delete failed jobs for good',
  usage: `Usage: drover delete (--id ID | --name NAME | --queue QUEUE | --all) [--json]

Deletes failed jobs. Nothing brings them back.

${CHOOSING}

Examples:
  drover delete --name OldReportJob
  drover delete --queue low
`,
  ...chosenFailedJobs('deleted', (operations, selection) => operations.deleteJobs(selection)),
};
