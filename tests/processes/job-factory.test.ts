import { NodeProcess } from '../support/node-process';
import { Project } from '../support/project';
import { testRedisUrl, uniqueNamespace } from '../support/redis';

const FILES = {
  'drover.config.ts': `
    import { setTimeout } from 'node:timers/promises';
    import { isMainThread } from 'node:worker_threads';
    import type { DroverOptions } from '@drover/core';

    export default async (): Promise<DroverOptions> => {
      await setTimeout(10);
      let isOpen = true;
      const mailer = {
        async send(text: string) {
          console.log(\`Sending \${text}\`);
          await setTimeout(200);
          if (isOpen) console.log(\`Sent \${text}, \${isMainThread}\`);
        },
      };
      return {
        store: process.env['STORE'],
        namespace: process.env['NAMESPACE'],
        logLevel: 'info',
        jobFactory: async (JobClass) => new JobClass(mailer),
        onClose: () => {
          isOpen = false;
          console.log('The mailer is closed');
        },
      };
    };`,
  'jobs/mail.job.ts': `
    import { Job, Sandboxed } from '@drover/core';

    export class MailJob extends Job {
      constructor(readonly mailer: { send(text: string): Promise<void> }) {
        super();
      }
      async perform(text: string) {
        await this.mailer.send(text);
        await ThreadMailJob.performLater(\`\${text} again\`);
      }
    }

    @Sandboxed()
    export class ThreadMailJob extends MailJob {
      override async perform(text: string) {
        await this.mailer.send(text);
      }
    }`,
};

test('a worker boots what its jobs need, in their threads, too, and closes it behind the last job', async () => {
  const project = new Project({ files: FILES });
  const env = { STORE: testRedisUrl(), NAMESPACE: uniqueNamespace() };
  let worker: NodeProcess | undefined;
  try {
    const enqueue = NodeProcess.drover(['enqueue', 'MailJob', '--args', '["Hello"]'], {
      cwd: project.folder,
      env,
    });
    expect(await enqueue.exit).toMatchObject({ code: 0, stderr: '' });
    worker = await NodeProcess.worker([], { cwd: project.folder, env });
    await worker.hasSaid('Sent Hello, true');
    await worker.hasSaid('Sending Hello again');
    worker.kill('SIGTERM');
    const { code, stdout } = await worker.exit;
    expect(code).toBe(0);
    expect(stdout).toMatch(/Sent Hello again, false[^]*The mailer is closed/);
  } finally {
    await worker?.stop();
    project.remove();
  }
});

test('a configuration that cannot be booted is told with its file', async () => {
  const project = new Project({
    files: {
      'drover.config.mjs': `export default () => Promise.reject(new Error('no database'))`,
    },
  });
  try {
    const { code, stderr } = await NodeProcess.drover(['work'], { cwd: project.folder }).exit;
    expect({ code, stderr }).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/drover\.config\.mjs failed: no database/) as string,
    });
  } finally {
    project.remove();
  }
});
