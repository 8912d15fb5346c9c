import {
  close,
  configure,
  currentApplication,
  DecryptionError,
  DeserializationError,
  DiscardOn,
  Encrypted,
  EncryptionKeyError,
  failedJobs,
  Job,
  PayloadTooLargeError,
  performAllLater,
  retryJobs,
  RetryOn,
  startWorker,
  type DroverOptions,
} from '@drover/core';
import type { Queue } from 'bullmq';
import { generateKey } from '../../packages/core/src/serialization/encryption/encryption-key';
import { testRedisUrl, uniqueNamespace } from '../support/redis';
import { waitFor } from '../support/wait-for';

let seen: (readonly unknown[])[] = [];

abstract class SeenJob extends Job {
  perform(...args: readonly unknown[]): void {
    seen.push(args);
  }
}

@Encrypted()
class ChargeJob extends SeenJob {}

/** The same class as it was before, or is later. */
class PlainChargeJob extends SeenJob {
  static override readonly jobName = 'ChargeJob';
}

@Encrypted()
@RetryOn(RangeError, { wait: '1 hour' })
class AwayJob extends Job {
  async perform(card: string): Promise<void> {
    throw new RangeError(card);
  }
}

class PlainAwayJob extends SeenJob {
  static override readonly jobName = 'AwayJob';
}

@RetryOn(DeserializationError, { wait: '1 hour' })
class PatientJob extends ChargeJob {}

@DiscardOn(DecryptionError)
class ImpatientJob extends ChargeJob {}

@Encrypted()
class EchoJob extends SeenJob {}

const [first, second] = [generateKey(), generateKey()];
const JOBS = [ChargeJob, PatientJob, ImpatientJob, EchoJob];
let namespace: string;

/** The application of a process with these keys. */
function withKeys(keys: readonly string[], options: DroverOptions = {}): void {
  const store = { store: testRedisUrl(), namespace, logLevel: 'silent' } as const;
  configure({ ...store, jobs: JOBS, encryption: { keys }, ...options });
}

async function work(job: Job, state: string): Promise<void> {
  const worker = await startWorker({ queues: ['default'] });
  // Whether its key is here or not.
  const { adapter } = currentApplication();
  const find = async () => (await adapter.jobs?.().find(job.id, ['default']))?.state;
  await waitFor(async () => (await find()) === state, { what: `the job to be ${state}` });
  await worker.stop();
}

beforeEach(() => {
  seen = [];
  namespace = uniqueNamespace();
});
afterEach(close);

describe('a change of keys', () => {
  test('jobs of the key before run as long as it is there, behind the new one', async () => {
    withKeys([first]);
    const job = await ChargeJob.performLater('card', new Date(0));
    withKeys([second, first]);
    await work(job, 'completed');
    expect(seen).toEqual([['card', new Date(0)]]);
  });

  test('a job of a key that is not here fails and is kept; it runs when the key is back', async () => {
    withKeys([first]);
    const job = await ChargeJob.performLater('card');
    withKeys([second]);
    await work(job, 'failed');
    const [failed] = await failedJobs({ id: job.id });
    expect(failed?.error.message).toMatch(
      /^args\[0]: expected a value encrypted with a key of this process \([\w-]{8}\), got one of the key [\w-]{8}/,
    );
    await retryJobs({ id: job.id });
    withKeys([second, first]);
    await work(job, 'completed');
    expect(seen).toEqual([['card']]);
  });

  test.each([
    [PatientJob, 'delayed'],
    [ImpatientJob, 'discarded'],
  ])('the rules of %p decide about such a job', async (jobClass, state) => {
    withKeys([first]);
    const job = await jobClass.performLater('card');
    withKeys([second]);
    await work(job, state);
    expect(seen).toEqual([]);
  });
});

describe('a class', () => {
  test('that becomes @Encrypted still reads what waits in plain text', async () => {
    withKeys([], { jobs: [PlainChargeJob] });
    const job = await PlainChargeJob.performLater('card', 4n);
    withKeys([first]);
    await work(job, 'completed');
    expect(seen).toEqual([['card', 4n]]);
  });

  test('that becomes @Encrypted leaves nothing in plain text behind a retry', async () => {
    withKeys([], { jobs: [PlainAwayJob] });
    const job = await PlainAwayJob.performLater('4111 1111');
    const stored = async () => {
      const queue = (await currentApplication().adapter.nativeQueue?.('default')) as Queue;
      return JSON.stringify(await queue.getJob(job.id));
    };
    withKeys([first], { jobs: [AwayJob] });
    expect(await stored()).toContain('4111');
    await work(job, 'delayed');
    expect(await stored()).not.toContain('4111');
  });

  test('that is @Encrypted no more still reads what waits encrypted', async () => {
    withKeys([first]);
    const job = await ChargeJob.performLater('card', 4n);
    withKeys([first], { jobs: [PlainChargeJob] });
    await work(job, 'completed');
    expect(seen).toEqual([['card', 4n]]);
  });
});

describe('without a key', () => {
  test('an enqueue is refused, alone and among many, and nothing is stored', async () => {
    withKeys([]);
    const refused = expect.objectContaining({ code: 'DROVER_NO_ENCRYPTION_KEY' });
    await expect(ChargeJob.performLater('card')).rejects.toEqual(refused);
    await expect(performAllLater([ChargeJob.build('card')])).rejects.toThrow(EncryptionKeyError);
    const { operations } = currentApplication();
    expect(await operations.queue('default').size()).toBe(0);
  });

  test('a worker does not start, and says which classes need one', async () => {
    withKeys([]);
    await expect(startWorker()).rejects.toThrow(
      /^ChargeJob, EchoJob, ImpatientJob, PatientJob: expected a key to encrypt with/,
    );
  });

  test('who has no such class needs none', async () => {
    withKeys([], { jobs: [PlainChargeJob] });
    await work(await PlainChargeJob.performLater('card'), 'completed');
    expect(seen).toEqual([['card']]);
  });
});

test('what was encrypted for one job is refused in another, of the same class or not', async () => {
  withKeys([first]);
  const job = await ChargeJob.performLater('card');
  const queue = (await currentApplication().adapter.nativeQueue?.('default')) as Queue;
  const data = (await queue.getJob(job.id))?.data as object;
  await queue.add('ChargeJob', data, { jobId: 'a-copy' });
  await queue.add('EchoJob', data, { jobId: 'an-echo' });
  const worker = await startWorker({ queues: ['default'] });
  const failed = await waitFor(async () => {
    const found = await failedJobs();
    return found.length === 2 && (await job.status()).state === 'completed' ? found : undefined;
  });
  await worker.stop();
  for (const { error } of failed)
    expect(error.message).toMatch(/got another: it was changed, or moved from another job/);
  expect(seen).toEqual([['card']]);
});

test('the limit of size is of what is stored', async () => {
  const text = 'x'.repeat(600);
  withKeys([first], { payload: { limit: 800 }, jobs: [PlainChargeJob] });
  expect((await PlainChargeJob.performLater(text)).enqueued).toBe(true);
  withKeys([first], { payload: { limit: 800 } });
  await expect(ChargeJob.performLater(text)).rejects.toThrow(PayloadTooLargeError);
});
