import { setImmediate as turn } from 'node:timers/promises';
import { attribute, defineContext, Job, RetryOn } from '@drover/core';
import {
  drain,
  expectEnqueued,
  expectNotPerformed,
  expectNothingEnqueued,
  expectPerformed,
  fakeQueues,
  performEnqueuedJobs,
} from '@drover/testing';
import { setupDrover } from '@drover/testing/jest';

const Current = defineContext('KitCurrent', { user: attribute<string>() });
const seen: string[] = [];

class DeleteObjectJob extends Job {
  async perform(id: number): Promise<void> {
    if (id > 0) await DeleteObjectJob.performLater(id - 1);
    await NoticeJob.performLater(`deleted ${id}`);
  }
}

class NoticeJob extends Job {
  async perform(text: string): Promise<string> {
    seen.push(`${text} by ${Current.user}`);
    return text;
  }
}

class SyncError extends Error {}

@RetryOn(SyncError, { wait: '5 minutes', attempts: 3, jitter: 0 })
class SyncJob extends Job {
  async perform(failures: number): Promise<string> {
    if (this.executions <= failures) throw new SyncError(`failure ${this.executions}`);
    return 'synced';
  }
}

class BulkActionsJob extends Job {
  async perform(user: string, fails: boolean): Promise<void> {
    seen.push(`${Current.user} before ${user}`);
    Current.user = user;
    for (let step = 0; step < 50; step += 1) {
      await turn();
      if (Current.user !== user) seen.push(`${user} saw ${Current.user}`);
    }
    await NoticeJob.performLater('not asked');
    if (fails) throw new Error('stop');
  }
}

const drover = setupDrover({ random: () => 0 });
beforeEach(() => (seen.length = 0));

test('a filter runs its class, also what that enqueues, and leaves the rest recorded', async () => {
  await performEnqueuedJobs({ only: DeleteObjectJob }, () => DeleteObjectJob.performLater(2));
  expectPerformed(DeleteObjectJob).times(3);
  expectNotPerformed(NoticeJob);
  expectEnqueued(NoticeJob).times(3);
  expect(drover.queues.adapter.enqueued).toHaveLength(3);
});

test('retries run to the end without waiting, and a job that fails for good rejects', async () => {
  const started = performance.now();
  await performEnqueuedJobs(() => SyncJob.performLater(2));
  expectPerformed(SyncJob).thatEnded('retried').twice();
  await expect(performEnqueuedJobs(() => SyncJob.performLater(3))).rejects.toThrow(SyncError);
  expect(performance.now() - started).toBeLessThan(60_000);
});

test('performNow runs the rules, records the retry, and returns the value', async () => {
  expect(await SyncJob.performNow(0)).toBe('synced');
  expectNothingEnqueued();
  expect(await SyncJob.performNow(1)).toBeUndefined();
  expectEnqueued(SyncJob).in('5 minutes').once();
});

test.each([1, 2])('nothing leaks from one test into the next (%i)', async () => {
  expectNothingEnqueued();
  await NoticeJob.performLater('left behind');
});

test('two bulk actions at once keep their users apart, also when one throws', async () => {
  const act = (user: string, fails: boolean) =>
    fakeQueues(async () => {
      await BulkActionsJob.performLater(user, fails);
      await drain({ onFailure: 'return' });
      expectEnqueued(NoticeJob).once();
    });
  await Promise.all([act('Ada', false), act('Bob', true)]);
  expect(seen.toSorted()).toEqual([
    'not asked by undefined',
    'not asked by undefined',
    'undefined before Ada',
    'undefined before Bob',
  ]);
});

test('nothing in the fake reads the real clock', async () => {
  const { clock } = drover.queues;
  const now = clock.now();
  const read = jest.spyOn(Date, 'now');
  await NoticeJob.set({ wait: '1 hour' }).performLater('later');
  await drain();
  expectPerformed(NoticeJob).at(now + 3_600_000, { delta: 0 });
  expect(read).not.toHaveBeenCalled();
  read.mockRestore();
});
