import { close, configure, currentApplication } from '@drover/core';
import { generateKey } from '../../packages/core/src/serialization/encryption/encryption-key';
import { storeDump } from '../encryption/store-dump';
import { entries } from '../support/journal';
import { NodeProcess } from '../support/node-process';
import { Project } from '../support/project';
import { testRedisUrl, uniqueNamespace } from '../support/redis';
import { waitFor } from '../support/wait-for';
import { SandboxedSecretJob, SecretJob } from './secrets/jobs/secret.job';
import { Crew } from './crew';

const SECRET = 'correct horse battery';
const AT = new Date(5);
const [older, newer] = [generateKey(), generateKey()];
const jobs = ['../secrets/jobs'];

/** Enqueues with this key, whatever the workers have. */
function withKeys(...keys: string[]): void {
  const { options } = currentApplication();
  configure({ ...options, encryption: { keys } });
}

const stateOf = async (id: string, crew: Crew) => (await crew.queue.getJob(id))?.getState();

test('a process with the new key alone keeps what one with both can run', async () => {
  const crew = new Crew({ jobs, encryption: { keys: [newer] }, concurrency: 1 });
  try {
    withKeys(older);
    const first = await crew.start();
    const job = await SecretJob.performLater(SECRET, AT);
    await waitFor(async () => (await stateOf(job.id, crew)) === 'failed');
    expect((await crew.queue.getJob(job.id))?.failedReason).toMatch(/got one of the key/);
    await first.stop();
    expect(entries('perform', { jobId: job.id })).toEqual([]);

    crew.options = { jobs, encryption: { keys: [newer, older] }, concurrency: 1 };
    await crew.start();
    await currentApplication().operations.retryJobs({ id: job.id });
    withKeys(newer);
    const another = await SecretJob.performLater(SECRET, AT);
    for (const { id } of [job, another])
      await waitFor(async () => (await stateOf(id, crew)) === 'completed');
    withKeys(newer, older);
    expect([await job.result(), await another.result()]).toEqual([SECRET, SECRET]);
  } finally {
    await crew.dismiss();
  }
});

test.each([
  ['in its process', SecretJob, true],
  ['in a thread', SandboxedSecretJob, false],
])('a job %s has its values encrypted through a retry', async (_, jobClass, isMainThread) => {
  const keys = [newer];
  const crew = new Crew({ jobs, encryption: { keys } });
  try {
    withKeys(...keys);
    const worker = await crew.start();
    const job = await jobClass.performLater(SECRET, AT);
    await waitFor(async () => (await stateOf(job.id, crew)) === 'completed');
    const run = { isMainThread, length: SECRET.length, at: 5 };
    expect(entries('perform', { jobId: job.id })).toMatchObject([
      { ...run, executions: 1, again: false },
      { ...run, executions: 2, again: true },
    ]);
    expect(await job.result()).toBe(SECRET);
    expect(await storeDump('redis')).not.toContain('horse');
    expect(worker.stdout).not.toContain('horse');
    expect(worker.stdout).toContain('[ENCRYPTED] is away');
  } finally {
    await crew.dismiss();
  }
});

test('drover generate key makes a key, and check and doctor miss it where there is none', async () => {
  const project = new Project({
    packages: [],
    files: {
      'drover.config.js': `module.exports = { namespace: '${uniqueNamespace()}', logLevel: 'silent' };`,
      'jobs/secret.job.js': `
        const { Encrypted, Job } = require('@drover/core');
        class SecretJob extends Job { async perform() {} }
        Encrypted()(SecretJob);
        module.exports = { SecretJob };`,
    },
  });
  const drover = (args: readonly string[], env = {}) =>
    NodeProcess.drover(args, {
      cwd: project.folder,
      env: { REDIS_URL: testRedisUrl(), ...env },
    }).exit;
  try {
    const made = await drover(['generate', 'key']);
    expect(made).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/^[\w-]{43}\n$/),
    });
    const env = { DROVER_ENCRYPTION_KEYS: made.stdout.trim() };
    expect(await drover(['check'])).toMatchObject({
      ...{ code: 1, stdout: expect.stringContaining('SecretJob: expected a key to encrypt with') },
    });
    expect(await drover(['check'], env)).toMatchObject({ code: 0 });
    const doctor = await drover(['doctor']);
    expect(doctor.code).toBe(1);
    expect(doctor.stdout).toContain('encryption: DROVER_NO_ENCRYPTION_KEY');
    expect((await drover(['doctor'], env)).stdout).not.toContain('encryption');
    const wrong = await drover(['check'], { DROVER_ENCRYPTION_KEYS: 'hunter2' });
    expect(wrong.code).toBe(1);
    expect(wrong.stdout).toContain('DROVER_ENCRYPTION_KEYS[0]: expected 32 bytes');
    expect(wrong.stdout + wrong.stderr).not.toContain('hunter2');
  } finally {
    project.remove();
    await close();
  }
});
