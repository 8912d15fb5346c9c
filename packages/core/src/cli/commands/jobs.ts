import path from 'node:path';
import type { JobClass } from '../../job/job';
import { optionsOf } from '../../options/job-options';
import type { Command } from '../command';
import { loadProject } from '../load-project';
import { printJson, printTable } from '../print';

interface Row {
  readonly name: string;
  readonly queue: string;
  readonly attempts: string;
  readonly file: string;
}

export const jobs: Command = {
  summary: 'list the job classes with their queue and retries',
  usage: `Usage: drover jobs [--json]

Lists every job class that drover.config.* and jobs/ give.

Examples:
  drover jobs
  drover jobs --json | jq '.[].name'
`,
  options: { json: { type: 'boolean' } },

  async run({ json }, terminal) {
    const application = await loadProject();
    const rows = application.registry
      .list()
      .map(({ jobClass, where }) => describe(jobClass, where, application.defaults.queue));
    if (json) printJson(terminal, rows);
    else if (rows.length === 0) terminal.stdout.write('No job classes. Put one under jobs/.\n');
    else
      printTable<Row>(terminal, rows, {
        JOB: ({ name }) => name,
        QUEUE: ({ queue }) => queue,
        ATTEMPTS: ({ attempts }) => attempts,
        FILE: ({ file }) => file,
      });
    await application.close();
    return 0;
  },
};

function describe(jobClass: JobClass, where: string, defaultQueue: string): Row {
  const { name, queue = defaultQueue, policies } = optionsOf(jobClass);
  const attempts = policies.flatMap((policy) => (policy.kind === 'retry' ? [policy.attempts] : []));
  const most = Math.max(1, ...attempts);
  return {
    name,
    queue: typeof queue === 'string' ? queue : '(by function)',
    attempts: most === Infinity ? 'unlimited' : String(most),
    file: path.isAbsolute(where) ? path.relative(process.cwd(), where) : where,
  };
}
