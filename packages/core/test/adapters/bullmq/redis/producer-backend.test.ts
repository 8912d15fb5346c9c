import { Socket } from 'node:net';
import { Queue, type JobJson } from 'bullmq';
import { startRedis, withRedis, type RedisServer } from '../../../../../../tests/support/redis';
import { openStore } from '../../../../src/adapters/bullmq/open-store';
import { toBullJob } from '../../../../src/adapters/bullmq/to-bullmq-job';
import { rejection } from '../../../support/rejection';

const jobs = (count: number): JobJson[] =>
  Array.from({ length: count }, (_, index) =>
    toBullJob({
      ...{ id: `job-${index}`, name: 'SomeJob', queue: 'q', priority: 0, enqueuedAt: 1 },
      data: { drover: 1, args: [index] },
    }),
  );

describe('adding many jobs', () => {
  let server: RedisServer;
  beforeAll(async () => (server = await startRedis()));
  afterAll(() => server.stop());

  async function add(many: JobJson[]): Promise<string[]> {
    const store = await openStore(server.url, { namespace: 'many', enqueueTimeout: 2000 });
    const { options, factory } = store.queueOptions();
    const queue = new Queue('q', options, factory as never);
    await store.ready(2000);
    const entries = many.map((job) => ({ job, jobId: job.id }));
    return queue
      .getBackend()
      .addJobs(entries)
      .finally(() => store.close());
  }

  it('hands all of them to the socket at once', async () => {
    const writes = jest.spyOn(Socket.prototype, '_write');
    const ids = await add(jobs(500));
    const calls = writes.mock.calls.length;
    writes.mockRestore();
    expect(ids).toEqual(jobs(500).map(({ id }) => id));
    expect(calls).toBeLessThan(50);
  });

  it('rejects when Redis refuses one of them, and stores the others', async () => {
    const many = jobs(3);
    const parent = { parentKey: 'many:gone:1', parent: { id: '1', queueKey: 'many:gone' } };
    const [, second] = many;
    Object.assign(second as JobJson, { id: 'orphan', ...parent });
    (many[0] as JobJson).id = 'one';
    (many[2] as JobJson).id = 'two';
    const { error } = await rejection(add(many));
    expect(error?.message).toContain('Missing key for parent job');
    const waiting = await withRedis(server.url, (redis) => redis.lrange('many:q:wait', 0, -1));
    expect(waiting).toEqual(expect.arrayContaining(['one', 'two']));
  });
});
