import path from 'node:path';
import { close, configure, EnqueueError } from '@drover/core';
import { FakeClock } from '@drover/testing';
import { remove, write } from '../support/database';
import { entries } from '../support/journal';
import { NodeProcess } from '../support/node-process';
import { startRedis, withRedis } from '../support/redis';
import { waitFor } from '../support/wait-for';
import { AssignmentJob } from './app/jobs/auto-assignment/assignment.job';
import { RedisStage } from './support/redis-stage';
import { onEveryStage } from './support/stages';

const MINUTE = 60_000;
const runs = (inboxId: number) => entries('perform', { name: 'AssignmentJob', inboxId });

onEveryStage((stage) => {
  test.each([
    ['succeeds', 1, {}],
    ['throws', 2, { end: 'fails' }],
    ['is discarded', 3, { end: 'is discarded' }],
  ] as const)(
    'after a run that %s the next enqueue is accepted at once',
    async (_, inboxId, how) => {
      for (let run = 1; run <= 3; run += 1) {
        const job = await AssignmentJob.performLater({ inboxId, ...how });
        expect(job.enqueued).toBe(true);
        await stage.settle();
        expect(runs(inboxId)).toHaveLength(run);
      }
    },
  );
});

describe('on Redis', () => {
  const clock = new FakeClock({ now: Date.now() });
  const stage = new RedisStage({ clock });
  beforeAll(() => stage.open());
  afterAll(() => stage.close());

  /** Processes that enqueue so many times for each inbox, all at once, when they are told to go. */
  async function producers(inboxes: readonly number[], ...times: readonly number[]) {
    const script = path.join(__dirname, 'support/enqueue-many.ts');
    const before = entries('ready').length;
    const started = times.map((count) => {
      const args = ['--import', 'tsx', script, 'the runs may end', count, ...inboxes];
      return new NodeProcess(args.map(String), stage.processOptions());
    });
    await waitFor(() => entries('ready').length - before === times.length);
    return async () => {
      write('go', true);
      const exits = await Promise.all(started.map(({ exit }) => exit));
      remove('go');
      for (const { code, stderr } of exits)
        expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    };
  }

  test('of 50 enqueues at once from two processes one is accepted, and runs once', async () => {
    const go = await producers([7, 8], 25, 25);
    const holds = 'the runs may end';
    const first = await AssignmentJob.performLater({ inboxId: 8, holds });
    await go();

    const accepted = entries('enqueue', { inboxId: 7, enqueued: true });
    const refused = entries('enqueue', { inboxId: 7, enqueued: false });
    expect([accepted.length, refused.length]).toEqual([1, 49]);
    for (const { because, duplicateOf } of refused) {
      expect({ because, duplicateOf }).toEqual({
        because: 'duplicate',
        duplicateOf: accepted[0]?.jobId,
      });
    }
    // Inbox 8 has its run already.
    expect(entries('enqueue', { inboxId: 8, duplicateOf: first.id })).toHaveLength(50);
    write(holds, true);
    await stage.settle();
    expect([runs(7).length, runs(8).length]).toEqual([1, 1]);
  });

  test('killed in perform, it is accepted again after its time and not before', async () => {
    const inboxId = 9;
    const killed = await AssignmentJob.performLater({ inboxId, holds: 'inbox 9 may end' });
    await waitFor(() => runs(inboxId).length === 1);
    await stage.killWorkers();

    clock.advance(5 * MINUTE - 1);
    expect((await AssignmentJob.performLater({ inboxId })).duplicateOf).toBe(killed.id);
    clock.advance(1);
    const newer = await AssignmentJob.set({ wait: '1 hour' }).performLater({ inboxId });
    expect(newer.enqueued).toBe(true);

    write('inbox 9 may end', true);
    await stage.startWorker();
    await waitFor(() => entries('performed', { jobId: killed.id }).length === 1);
    expect(runs(inboxId).map(({ executions }) => executions)).toEqual([1, 1]);
    // The recovered run has ended, and left the lock to the newer job.
    expect((await AssignmentJob.performLater({ inboxId })).duplicateOf).toBe(newer.id);
  });

  test('of 50 enqueues from four processes for each of 200 inboxes 200 are accepted', async () => {
    await stage.killWorkers();
    const inboxes = Array.from({ length: 200 }, (_, index) => 1000 + index);
    const go = await producers(inboxes, 13, 13, 12, 12);
    await go();
    const all = entries('enqueue').filter(({ inboxId }) => Number(inboxId) >= 1000);
    expect(all).toHaveLength(200 * 50);
    const accepted = all.filter(({ enqueued }) => enqueued);
    expect(accepted.map(({ inboxId }) => Number(inboxId)).toSorted((a, b) => a - b)).toEqual(
      inboxes,
    );
    const owners = new Map(accepted.map(({ inboxId, jobId }) => [inboxId, jobId]));
    const misled = all.filter(
      ({ enqueued, inboxId, duplicateOf }) => !enqueued && duplicateOf !== owners.get(inboxId),
    );
    expect(misled).toEqual([]);
  });
});

test('a push that Redis refuses is an error, no duplicate, and leaves no lock behind', async () => {
  const redis = await startRedis();
  try {
    configure({ store: redis.url, jobs: [], logLevel: 'silent' });
    await AssignmentJob.performLater({ inboxId: 1 });
    const memory = (limit: string) =>
      withRedis(redis.url, (visitor) => visitor.config('SET', 'maxmemory', limit));
    await memory('1mb');
    const job = AssignmentJob.build({ inboxId: 2 });
    await expect(job.enqueue()).rejects.toThrow(EnqueueError);
    expect(job).toMatchObject({ enqueued: false, notEnqueuedBecause: undefined });
    await memory('0');
    expect((await AssignmentJob.performLater({ inboxId: 2 })).enqueued).toBe(true);
  } finally {
    await close();
    await redis.stop();
  }
});
