import type { CancelAnswer } from '../../job/status/cancel-job';
import type { Command } from '../command';
import { printJson } from '../print';
import { withProject } from '../with-project';

const SAID: Readonly<Record<Exclude<CancelAnswer, false>, string>> = {
  removed: 'it waited and was removed',
  aborted: 'its run was aborted',
  requested: 'its run was asked to end; nobody has answered yet',
};

export const cancel: Command = {
  summary: 'cancel jobs that wait or run',
  usage: `Usage: drover cancel ID... [--queue NAME] [--json]

Removes a job that waits or is delayed. The signal of one that runs is aborted within a second, and
whatever that run still does does not count. A job that is over stays as it is.

      --queue NAME     looks on this queue only
      --json           prints what became of each as JSON

Examples:
  drover cancel 1b44f9c1-6d59-4602-bdac-b06d6dfc9a37
`,
  options: { queue: { type: 'string' }, json: { type: 'boolean' } },
  operands: { name: 'the ID of a job', most: Infinity },

  run: ({ queue, json }, terminal, ids) =>
    withProject(terminal, async ({ operations }) => {
      const where = queue === undefined ? {} : { queue: String(queue) };
      const answers: Record<string, CancelAnswer> = {};
      for (const id of ids) answers[id] = await operations.cancel(id, where);
      if (json) printJson(terminal, answers);
      for (const [id, answer] of Object.entries(answers)) {
        if (answer === false) terminal.stderr.write(`${id} names no job that waits or runs\n`);
        else if (!json) terminal.stdout.write(`cancelled ${id}: ${SAID[answer]}\n`);
      }
      return Object.values(answers).includes(false) ? 1 : 0;
    }),
};
