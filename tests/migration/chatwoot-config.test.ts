import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { close, configure, performAllLater } from '@drover/core';
import { TriggerScheduledItemsJob } from '../../examples/chatwoot-config/jobs/trigger-scheduled-items.job';
import { NodeProcess } from '../support/node-process';
import { startRedis, type RedisServer } from '../support/redis';
import { waitFor } from '../support/wait-for';

const EXAMPLE = path.join(__dirname, '../../examples/chatwoot-config');
const read = (file: string) => readFileSync(path.join(EXAMPLE, 'config', file), 'utf8');

/** As a human reads them in the files. */
const QUEUES = [...read('sidekiq.yml').matchAll(/^ {2}- (\w+)$/gm)].map(([, name = '']) => name);
const ENTRIES = [...read('schedule.yml').matchAll(/^([\w.]+):$/gm)].map(([, name = '']) => name);
const RUN_NOW = 'trigger_scheduled_items_job';

const drover = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  NodeProcess.drover(args, { cwd: EXAMPLE, env }).exit;

test('its files have sixteen queues without weights and ten entries, and `drover check` likes them', async () => {
  expect([QUEUES.length, ENTRIES.length]).toEqual([16, 10]);
  const { code, stdout } = await drover(['check', '--json']);
  expect({ code, ...(JSON.parse(stdout) as object) }).toEqual({
    ...{ code: 0, errors: [], jobs: 10 },
    warnings: [expect.stringContaining("config/sidekiq.yml:9: 'max_retries' has no effect")],
  });
});

describe('on Redis', () => {
  let redis: RedisServer;
  let worker: NodeProcess;
  let env: Readonly<Record<string, string>>;
  let jobIds: readonly string[];

  beforeAll(async () => {
    redis = await startRedis();
    env = { REDIS_URL: redis.url, SIDEKIQ_CONCURRENCY: '1' };
    configure({ store: redis.url, namespace: 'chatwoot', jobs: [], schedule: false });
    jobIds = (await enqueueOnEach()).map(({ id }) => id);
    worker = await NodeProcess.worker([], { cwd: EXAMPLE, env });
  });
  afterAll(async () => {
    await worker.stop();
    await close();
    await redis.stop();
  });

  test('`drover work` serves the queues strictly in the order of the file', async () => {
    const performed = () => logLines(worker).filter(({ msg }) => msg.startsWith('Performed '));
    const ours = () => performed().filter(({ jobId = '' }) => jobIds.includes(jobId));
    await waitFor(() => ours().length === QUEUES.length, { what: 'a job of every queue' });
    expect(ours().map(({ queue }) => queue)).toEqual(QUEUES);
    expect(worker.stdout).toContain(`Working ${QUEUES.join(', ')} with concurrency 1`);
  });

  test('`drover schedule` has every entry, and runs one now', async () => {
    const listed = JSON.parse((await drover(['schedule', '--json'], env)).stdout) as Entry[];
    expect(listed.map(({ name }) => name).toSorted()).toEqual(ENTRIES.toSorted());
    expect(listed.every(({ status, next }) => status === 'enabled' && next.length > 0)).toBe(true);

    const run = await drover(['schedule', 'run', RUN_NOW], env);
    const jobId = run.stdout.trim();
    await worker.hasSaid(
      `Performed TriggerScheduledItemsJob (Job ID: ${jobId}) from redis(scheduled_jobs)`,
    );
  });
});

test('on the embedded store the order of the queues is as strict', async () => {
  const jobs = [TriggerScheduledItemsJob];
  const application = configure({
    store: 'embedded:',
    namespace: 'chatwoot',
    jobs,
    schedule: false,
  });
  const order: string[] = [];
  application.events.on('performed', ({ job }) => void order.push(job.queue));
  try {
    await enqueueOnEach();
    const configFile = path.join(EXAMPLE, 'config/sidekiq.yml');
    await application.work({ configFile, concurrency: 1 });
    await waitFor(() => order.length === QUEUES.length, { what: 'a job of every queue' });
    expect(order).toEqual(QUEUES);
  } finally {
    await close();
  }
});

test('in one process, on the embedded store, it lists every entry and runs one', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'drover-chatwoot-'));
  try {
    const env = { DROVER_URL: `embedded:${folder}/data` };
    const program = new NodeProcess(['--import', 'tsx', 'run-one.ts'], { cwd: EXAMPLE, env });
    const { code, stdout } = await program.exit;
    expect(code).toBe(0);
    expect(stdout).toContain(`Working ${QUEUES.join(', ')} with concurrency 10`);
    const listed = [...stdout.matchAll(/^(\S+) runs \w+ next at/gm)].map(([, name = '']) => name);
    expect(listed.toSorted()).toEqual(ENTRIES.toSorted());
    expect(stdout).toContain(`${RUN_NOW}, now: TriggerScheduledItemsJob from scheduled_jobs`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** The job of the last queue comes first. */
function enqueueOnEach() {
  const jobs = QUEUES.map((queue) => TriggerScheduledItemsJob.set({ queue }).build());
  return performAllLater(jobs.toReversed());
}

interface Entry {
  readonly name: string;
  readonly status: string;
  readonly next: readonly string[];
}

interface Line {
  readonly msg: string;
  readonly jobId?: string;
  readonly queue?: string;
}

function logLines({ stdout }: NodeProcess): Line[] {
  const lines = stdout.split('\n').filter((line) => line.endsWith('}'));
  return lines.map((line) => JSON.parse(line) as Line);
}
