import { close, configure, Job, RetryOn } from '../../src/index';

class Flaky extends Error {}

@RetryOn(Flaky, { attempts: 2, wait: 0 })
class FlakyJob extends Job {
  async perform(fails: boolean) {
    if (fails && this.executions > 1) throw new Flaky('second run');
    return this.executions;
  }
}

const enqueued: unknown[] = [];

beforeEach(() => {
  enqueued.length = 0;
  const adapter = {
    name: 'list',
    enqueue: async (job: unknown) => (enqueued.push(job), {}),
    enqueueAll: async () => [],
    consume: async () => Promise.reject(new Error('nothing is worked here')),
    close: async () => {},
  };
  configure({ adapter, logLevel: 'silent' });
});

afterEach(close);

test('a run that went well counts as a run, and not as a failure of a rule', async () => {
  const job = FlakyJob.build(true);
  expect(await job.performNow()).toBe(1);
  expect(await job.performNow()).toBeUndefined();
  expect(enqueued).toEqual([
    expect.objectContaining({
      id: job.id,
      data: expect.objectContaining({ executions: 2, failures: { Flaky: 1 } }),
    }),
  ]);
});
