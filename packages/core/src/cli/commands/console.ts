import { once } from 'node:events';
import { start } from 'node:repl';
import type { Application } from '../../application';
import * as operations from '../../drover-operations';
import { performAllLater } from '../../job/perform-all-later';
import type { Command } from '../command';
import { withProject } from '../with-project';

export const console: Command = {
  summary: 'a prompt with the jobs, the queues and the schedule at hand',
  usage: `Usage: drover console

Starts Node's prompt in the project, connected to its store. At hand are every job class by its name,
and queues, queue, processes, failedJobs, retryJobs, deleteJobs, findJob, cancel, schedule, locks and
performAllLater. Await what you call.

Examples:
  $ drover console
  drover> (await WebhookDeliveryJob.performLater('42')).id
  drover> await queue('webhooks').pause()
  drover> (await failedJobs({ queue: 'low' })).map(({ error }) => error.message)
`,
  options: {},

  run: (_, terminal) =>
    withProject(terminal, async (application) => {
      const names = application.registry.names();
      terminal.stdout.write(`At hand: ${names.length > 0 ? names.join(', ') : 'no job classes'}\n`);
      const prompt = start({ prompt: 'drover> ' });
      Object.assign(prompt.context, atHand(application));
      await once(prompt, 'exit');
      return 0;
    }),
};

function atHand({ registry }: Application): object {
  const classes = registry.list().map(({ name, jobClass }) => [name, jobClass] as const);
  return { ...operations, performAllLater, ...Object.fromEntries(classes) };
}
