import { Encrypted, Job, Unique } from '@drover/core';
import {
  expectEnqueued,
  expectPerformed,
  fakeQueues,
  performEnqueuedJobs,
  performJob,
} from '../src/index';

@Encrypted()
@Unique()
class ChargeJob extends Job {
  async perform(customer: string, card: { number: string; until: Date }): Promise<object> {
    return { customer, card };
  }
}

const CARD = { number: '4111 1111 1111 1111', until: new Date(0) };

test('a test of a class that is @Encrypted needs no key, and sees its arguments', async () => {
  using queues = fakeQueues();
  await ChargeJob.performLater('Ada', CARD);
  expectEnqueued(ChargeJob).with('Ada', CARD).once();
  expectEnqueued(ChargeJob).not.with('Bob', CARD);
  expect((await ChargeJob.performLater('Ada', CARD)).enqueued).toBe(false);
  expect(JSON.stringify(queues.adapter.enqueued)).not.toContain('4111');

  await performEnqueuedJobs();
  expectPerformed(ChargeJob).with('Ada', CARD).thatEnded('completed');
  expect(JSON.stringify(queues.adapter.completed)).not.toContain('4111');
});

test('inline, and one job alone, have them too', async () => {
  using queues = fakeQueues({ mode: 'inline' });
  const job = await ChargeJob.performLater('Ada', CARD);
  expect(await job.result()).toEqual({ customer: 'Ada', card: CARD });
  expect(queues.adapter.completed).toHaveLength(1);
  await performJob(ChargeJob, ['Ada', CARD]).toComplete({ customer: 'Ada', card: CARD });
  await performJob(ChargeJob, ['Ada', CARD], { id: 'mine' }).toComplete({
    customer: 'Ada',
    card: CARD,
  });
});
