import { performAllLater, processes } from '@drover/core';
import { NodeProcess } from '../support/node-process';
import { testRedisUrl, uniqueNamespace, withRedis } from '../support/redis';
import { waitFor } from '../support/wait-for';
import { Project } from '../support/project';
import { LongJob } from './app/jobs/long.job';
import { Crew } from './crew';

test('a worker process is seen with what it runs; killed, it is gone within a minute', async () => {
  const crew = new Crew({ concurrency: 3, lockDuration: 2000, stalledInterval: 1000 });
  try {
    const worker = await crew.start('-q', 'default,2');
    await performAllLater([LongJob.build()]);
    const [found] = await waitFor(
      async () => {
        const list = await processes();
        return list[0]?.busy === 1 ? list : undefined;
      },
      { what: 'the second beat' },
    );
    expect(found).toMatchObject({
      pid: worker.pid,
      concurrency: 3,
      queues: [{ name: 'default', weight: 2 }],
      running: [{ name: 'LongJob', queue: 'default' }],
    });

    worker.kill('SIGKILL');
    await worker.exit;
    expect(await processes()).toHaveLength(1);
    const key = `${crew.queue.opts.prefix}:process@${found?.id}`;
    const left = await withRedis(testRedisUrl(), (redis) => redis.pttl(key));
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(60_000);
    // Nobody renews it: what is left of its time can be cut short.
    await withRedis(testRedisUrl(), (redis) => redis.pexpire(key, 1));
    await waitFor(async () => (await processes()).length === 0);
  } finally {
    await crew.dismiss();
  }
});

test('a worker process that is told to stop is gone at once', async () => {
  const crew = new Crew();
  try {
    const worker = await crew.start();
    await waitFor(async () => (await processes()).length === 1);
    worker.kill('SIGTERM');
    expect(await worker.exit).toMatchObject({ code: 0 });
    expect(await processes()).toEqual([]);
  } finally {
    await crew.dismiss();
  }
});

test('the commands answer on the standard output, and nothing else is there', async () => {
  const project = new Project({
    packages: [],
    files: {
      'drover.config.js': `
        require('@drover/core').configure({
          store: '${testRedisUrl()}', namespace: '${uniqueNamespace()}', logLevel: 'info',
        });
      `,
      'jobs/webhooks/delivery.job.js': `
        const { Job } = require('@drover/core');
        exports.DeliveryJob = class DeliveryJob extends Job { async perform() {} };
      `,
    },
  });
  const drover = (...args: string[]) =>
    NodeProcess.drover(args, { cwd: project.folder }).exit.then(({ code, stdout, stderr }) => ({
      code,
      stdout,
      stderr,
    }));
  try {
    const enqueued = await drover('enqueue', 'webhooks/delivery', '--args', '[1]', '--json');
    expect({ ...enqueued, stdout: JSON.parse(enqueued.stdout) }).toEqual({
      code: 0,
      stderr: '',
      stdout: { id: expect.any(String), queue: 'default', enqueued: true },
    });
    const queues = await drover('queues', '--json');
    expect(JSON.parse(queues.stdout)).toMatchObject([{ name: 'default', size: { waiting: 1 } }]);
    expect(await drover('pause', 'default')).toEqual({
      code: 0,
      stdout: 'paused default\n',
      stderr: '',
    });
    const doctor = await drover('doctor', '--json');
    expect(doctor.code).toBe(1);
    expect(JSON.parse(doctor.stdout)).toContainEqual(
      expect.objectContaining({ level: 'error', what: 'queue' }),
    );
    expect(await drover('check')).toMatchObject({
      code: 0,
      stdout: '1 job class, 0 errors, 0 warnings\n',
    });
  } finally {
    project.remove();
  }
});
