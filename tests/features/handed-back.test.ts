import {
  AfterDiscard,
  close,
  configure,
  Job,
  RescueFrom,
  startWorker,
  type Application,
  type Worker,
} from '@drover/core';
import type { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { testRedisUrl, uniqueNamespace } from '../support/redis';
import { waitFor } from '../support/wait-for';

let told: string[] = [];

class ObedientJob extends Job {
  async perform(): Promise<void> {
    told.push('began');
    await new Promise((_, reject) => {
      this.signal.addEventListener('abort', () => reject(this.signal.reason as Error));
    }).finally(() => told.push('ended'));
  }

  @AfterDiscard()
  bury(): void {
    told.push('buried');
  }
}

@RescueFrom(Error, () => void told.push('rescued'))
class RescuedJob extends ObedientJob {}

class LosingJob extends ObedientJob {
  override async perform(): Promise<void> {
    await this.step('rows', { start: 0 }, async (step) => {
      await step.set(1);
      await super.perform().catch(() => step.set(2));
    });
  }
}

let app: Application;
let worker: Worker;

beforeEach(async () => {
  told = [];
  app = configure({
    ...{ store: testRedisUrl(), namespace: uniqueNamespace(), logLevel: 'silent' },
    ...{
      jobs: [ObedientJob, RescuedJob, LosingJob],
      lockDuration: '4 seconds',
      stalledInterval: '1 hour',
    },
  });
  app.events.on('performed', ({ outcome }) => told.push(outcome));
  app.events.on('interrupted', () => told.push('interrupted'));
  worker = await startWorker();
});
afterEach(close);

test.each([ObedientJob, RescuedJob])(
  'a run that was handed back and ends as its signal says is no failure: %p',
  async (JobClass) => {
    await JobClass.performLater();
    await waitFor(() => told.length > 0);
    await worker.stop({ timeout: 10 });
    await waitFor(() => told.includes('ended') && told.includes('interrupted'));
    await close();
    expect(told.toSorted()).toEqual(['began', 'ended', 'interrupted']);
  },
);

test('of a run whose lock is lost nothing is stored, and no rule is asked', async () => {
  const job = await LosingJob.performLater();
  await waitFor(() => told.length > 0);
  const queue = (await app.adapter.nativeQueue?.('default')) as Queue;
  const redis = new Redis(testRedisUrl());
  expect(await redis.del(queue.toKey(`${job.id}:lock`))).toBe(1);
  redis.disconnect();
  await waitFor(() => told.includes('ended'));
  await worker.stop({ timeout: 1000 });
  expect(told).toEqual(['began', 'ended']);
  expect(await job.status()).toMatchObject({ state: 'active', steps: { current: { cursor: 1 } } });
});
