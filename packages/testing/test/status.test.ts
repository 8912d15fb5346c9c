import { setTimeout as pause } from 'node:timers/promises';
import {
  AfterDiscard,
  BeforePerform,
  cancel,
  close,
  configure,
  DiscardOn,
  findJob,
  halt,
  InvalidOptionsError,
  Job,
  JobCancelledError,
  JobResultError,
  jobStatus,
  RetryOn,
  UnsupportedOperationError,
} from '@drover/core';
import { setupFake, type Fake } from '../src/index';

class Gone extends Error {}

let given: Error[] = [];
let meanwhile = async (_job: Job): Promise<void> => {};

@RetryOn(Error, { wait: '1 minute', attempts: 2, jitter: 0 })
@DiscardOn(Gone)
class ReportJob extends Job {
  @BeforePerform()
  halt() {
    if (this.arguments[0] === 'halt') halt('closed');
  }

  @AfterDiscard()
  note(error: Error) {
    given.push(error);
  }

  async perform(how: 'well' | 'badly' | 'gone' | 'halt') {
    this.progress({ rows: 3, at: new Date(0) });
    await meanwhile(this);
    if (how === 'badly') throw new RangeError('no data');
    if (how === 'gone') throw new Gone('no account');
    return { made: new Date(5), rows: 3n };
  }
}

let fake: Fake;

beforeEach(() => {
  given = [];
  meanwhile = async () => {};
  fake = setupFake({ jobs: [ReportJob] });
});

afterAll(() => close());

describe('status()', () => {
  test('tells where a job stands, from its enqueue to its end', async () => {
    const job = ReportJob.build('well');
    expect(await job.status()).toEqual({ state: 'unknown', id: job.id });
    await job.enqueue({ wait: '1 hour' });
    const known = { id: job.id, name: 'ReportJob', queue: 'default', enqueuedAt: job.enqueuedAt };
    expect(await job.status()).toMatchObject({ ...known, state: 'delayed', executions: 0 });
    fake.clock.advance(3_600_000);
    expect(await job.status()).toMatchObject({ state: 'waiting' });

    meanwhile = async () => {
      fake.clock.advance(10);
      expect(await job.status()).toMatchObject({
        state: 'active',
        executions: 1,
        progress: { rows: 3, at: new Date(0) },
      });
    };
    await fake.drain();
    const status = await job.status();
    expect(status).toMatchObject({ ...known, state: 'completed', executions: 1 });
    expect(status).toMatchObject({ result: { made: new Date(5), rows: 3n } });
    const { startedAt, finishedAt } = status as { startedAt: Date; finishedAt: Date };
    expect(finishedAt.getTime() - startedAt.getTime()).toBe(10);
  });

  test('its type knows the result by the state', async () => {
    const job = await ReportJob.performLater('well');
    await fake.drain();
    const status = await job.status();
    const rows: bigint | undefined = status.state === 'completed' ? status.result.rows : undefined;
    expect(rows).toBe(3n);
  });

  test('is there for whoever has the id, wherever the job is', async () => {
    const { id } = await ReportJob.set({ queue: 'reports' }).performLater('well');
    expect(await jobStatus(id, { queue: 'reports' })).toMatchObject({ state: 'waiting' });
    expect(await jobStatus(id, { queue: 'default' })).toEqual({ state: 'unknown', id });
    expect(await jobStatus('nobody', { queue: 'reports' })).toEqual({
      state: 'unknown',
      id: 'nobody',
    });
    expect(await findJob('nobody', { queue: 'reports' })).toBeUndefined();
    expect(await findJob(id, { queue: 'reports' })).toMatchObject({ id, queue: 'reports' });
  });

  test('an adapter that cannot tell says so', async () => {
    const adapter = {
      name: 'list',
      enqueue: async () => ({}),
      enqueueAll: async () => [],
      consume: async () => Promise.reject(new Error('none')),
      close: async () => {},
    };
    configure({ adapter });
    const job = await ReportJob.performLater('well');
    await expect(job.status()).rejects.toBeInstanceOf(UnsupportedOperationError);
  });
});

describe('progress()', () => {
  test.each([['half'], [null], [undefined], [true]])('refuses %p', async (progress) => {
    expect(() => ReportJob.build('well').progress(progress as never)).not.toThrow();
    let refusal: unknown;
    meanwhile = async (job) => {
      try {
        job.progress(progress as never);
      } catch (error) {
        refusal = error;
      }
    };
    await ReportJob.performLater('well');
    await fake.drain();
    expect(refusal).toBeInstanceOf(InvalidOptionsError);
  });
});

describe('result()', () => {
  test('resolves to what perform returned', async () => {
    const job = await ReportJob.performLater('well');
    const result = job.result();
    await fake.drain();
    expect(await result).toEqual({ made: new Date(5), rows: 3n });
  });

  test('waits for a job that is retried first', async () => {
    let runs = 0;
    meanwhile = async () => {
      if ((runs += 1) === 1) throw new RangeError('not yet');
    };
    const job = await ReportJob.performLater('well');
    await fake.drain();
    expect((await job.result()).rows).toBe(3n);
  });

  test.each([
    ['badly', 'DROVER_RESULT_FAILED', 'no data'],
    ['gone', 'DROVER_RESULT_DISCARDED', 'no account'],
    ['halt', 'DROVER_RESULT_DISCARDED', 'a callback halted it'],
  ] as const)('of a job that ends %s rejects with %s', async (how, code, message) => {
    const job = await ReportJob.performLater(how);
    await fake.drain();
    const error: unknown = await job.result().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(JobResultError);
    expect(error).toMatchObject({ code, message: expect.stringContaining(message) as string });
  });

  test('of a job nobody has rejects at once, and of one that takes long in time', async () => {
    await expect(ReportJob.build('well').result()).rejects.toMatchObject({
      code: 'DROVER_RESULT_GONE',
    });
    const job = await ReportJob.performLater('well');
    await expect(job.result({ timeout: 50 })).rejects.toMatchObject({
      code: 'DROVER_RESULT_TIMEOUT',
      status: { state: 'waiting' },
    });
    await expect(job.result({ timeout: 'soon' as never })).rejects.toBeInstanceOf(
      InvalidOptionsError,
    );
  });
});

describe('cancel()', () => {
  test('removes a job that waits', async () => {
    const job = await ReportJob.performLater('well');
    expect(await job.cancel()).toBe('removed');
    await fake.drain();
    expect(await job.status()).toMatchObject({ state: 'unknown' });
    await expect(job.result()).rejects.toMatchObject({ code: 'DROVER_RESULT_GONE' });
    expect(await cancel(job.id, { queue: 'default' })).toBe(false);
  });

  test('ends a run under no rule, and tells those who wait for the end of the job', async () => {
    const told: string[] = [];
    for (const name of ['retryScheduled', 'cancelled', 'discarded'] as const)
      fake.app.events.on(name, () => told.push(name));
    const job = await ReportJob.performLater('badly');
    meanwhile = async ({ signal }) => {
      expect(await job.cancel()).toBe('aborted');
      expect(signal.reason).toBeInstanceOf(JobCancelledError);
    };
    await fake.drain();
    expect(told).toEqual(['cancelled']);
    expect(given).toEqual([expect.any(JobCancelledError)]);
    expect(await job.status()).toMatchObject({ state: 'cancelled', executions: 1 });
    await expect(job.result()).rejects.toMatchObject({ code: 'DROVER_RESULT_CANCELLED' });
  });

  test('also ends a run that would have gone well', async () => {
    const job = await ReportJob.performLater('well');
    meanwhile = async () => {
      await job.cancel();
      await pause(1);
    };
    await fake.drain();
    expect(await job.status()).toMatchObject({ state: 'cancelled' });
    expect(fake.adapter.completed).toEqual([]);
    expect(fake.adapter.discarded).toMatchObject([{ because: 'cancelled' }]);
  });
});
