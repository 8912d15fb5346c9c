import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { Project } from '../support/project';
import { testRedisUrl, uniqueNamespace } from '../support/redis';
import { waitFor } from '../support/wait-for';

const CLI = path.resolve(__dirname, '../../packages/core/dist/cli/main.js');

/** What is typed, and what is answered. */
const DIALOGUE = [
  ["(await HelloJob.performLater('42')).enqueued", 'true'],
  ["await queue('default').size()", '1'],
  ["await schedule.add('hourly', { job: HelloJob, every: '1 hour' })", 'undefined'],
  ['(await schedule.list()).map(({ name }) => name)', "[ 'hourly' ]"],
] as const;

test('the console has job classes, queues and the schedule at hand, and takes await', async () => {
  const project = new Project({
    files: {
      'drover.config.js': `require('@drover/core').configure({ namespace: '${uniqueNamespace()}' });`,
      'jobs/hello.job.js': `
        const { Job } = require('@drover/core');
        exports.HelloJob = class HelloJob extends Job { async perform() {} };
      `,
    },
    packages: [],
  });
  const child = spawn(process.execPath, [CLI, 'console'], {
    cwd: project.folder,
    env: { ...process.env, REDIS_URL: testRedisUrl(), NO_COLOR: '1' },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
  try {
    await waitFor(() => said === 'At hand: HelloJob\ndrover> ', { what: 'the prompt' });
    for (const [typed, answer] of DIALOGUE) {
      said = '';
      child.stdin.write(`${typed}\n`);
      await waitFor(() => said === `${answer}\ndrover> `, { what: `the answer to ${typed}` });
    }
    const exit = once(child, 'exit');
    child.stdin.write('.exit\n');
    expect(await exit).toEqual([0, null]);
  } finally {
    child.kill('SIGKILL');
    project.remove();
  }
});
