import { setImmediate as turn } from 'node:timers/promises';
import {
  attribute,
  close,
  configure,
  defineContext,
  Job,
  performAllLater,
  startWorker,
} from '@drover/core';
import { testRedisUrl, uniqueNamespace } from '../support/redis';
import { waitFor } from '../support/wait-for';

interface User {
  readonly name: string;
}

const Current = defineContext('Current', { user: attribute<User>() });

const seen: string[] = [];
let running = 0;
let most = 0;

/** What a bulk action enqueues. It has no user of its own unless it is given one. */
class NoticeJob extends Job {
  async perform(how: string): Promise<void> {
    seen.push(`${how}: ${Current.user?.name}`);
  }
}

class BulkActionsJob extends Job {
  async perform(name: string, steps: number, fails: boolean): Promise<void> {
    seen.push(`before ${name}: ${Current.user?.name}`);
    Current.user = { name };
    most = Math.max(most, (running += 1));
    await waitFor(() => most === 2, { interval: 1 });
    for (let step = 0; step < steps; step += 1) {
      await turn();
      if (Current.user?.name !== name) seen.push(`${name} saw ${Current.user?.name}`);
    }
    await NoticeJob.performLater('not asked');
    await NoticeJob.set({ carry: Current }).performLater(`asked by ${name}`);
    if (fails) throw new Error('stop');
  }
}

describe.each([
  ['Redis', testRedisUrl],
  ['the embedded store', () => 'embedded:'],
])('bulk actions of two users at once on %s', (_, store) => {
  beforeAll(async () => {
    seen.length = running = most = 0;
    const jobs = [BulkActionsJob, NoticeJob];
    configure({ store: store(), namespace: uniqueNamespace(), jobs, logLevel: 'silent' });
    await Current.run({ user: { name: 'whoever started the worker' } }, () =>
      startWorker({ queues: ['default'], concurrency: 2 }),
    );
    await performAllLater([
      BulkActionsJob.build('Ada', 200, false),
      BulkActionsJob.build('Bob', 300, true),
    ]);
    await waitFor(() => seen.length >= 6, { what: 'all jobs to run' });
  });

  afterAll(close);

  test('each sees its own user throughout, and none before', () => {
    expect(seen.filter((line) => line.includes('saw'))).toEqual([]);
    expect(seen.filter((line) => line.startsWith('before')).toSorted()).toEqual([
      'before Ada: undefined',
      'before Bob: undefined',
    ]);
  });

  test('what they enqueue has a user only when asked, also after one has thrown', () => {
    expect(seen.filter((line) => line.includes('asked')).toSorted()).toEqual([
      'asked by Ada: Ada',
      'asked by Bob: Bob',
      'not asked: undefined',
      'not asked: undefined',
    ]);
    expect(Current.user).toBeUndefined();
  });
});
