import path from 'node:path';
import type { JobClass } from '../../job/job';
import { optionsOf } from '../../options/job-options';
import type { Command } from '../command';
import { loadProject } from '../load-project';

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
`,
  options: { json: { type: 'boolean' } },

  async run({ json }, { stdout }) {
    const application = await loadProject();
    const rows = application.registry
      .list()
      .map(({ jobClass, where }) => describe(jobClass, where, application.defaults.queue));
    stdout.write(json ? `${JSON.stringify(rows, null, 2)}\n` : table(rows));
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

function table(rows: readonly Row[]): string {
  if (rows.length === 0) return 'No job classes. Put one under jobs/.\n';
  const lines = [{ name: 'JOB', queue: 'QUEUE', attempts: 'ATTEMPTS', file: 'FILE' }, ...rows];
  const width = (column: keyof Row) => Math.max(...lines.map((row) => row[column].length)) + 2;
  const format = (row: Row) =>
    `${row.name.padEnd(width('name'))}${row.queue.padEnd(width('queue'))}${row.attempts.padEnd(width('attempts'))}${row.file}\n`;
  return lines.map(format).join('');
}
