import { currentApplication, startWorker } from '@drover/core';
import { Redis } from 'ioredis';
import { testRedisUrl } from '../../../tests/support/redis';
import { ExpectationError, testRedis, waitForJob, type TestRedis } from '../src/index';
import { FlakyJob, GreetJob, jobs, LateJob, ParentJob } from './jobs';

let redis: TestRedis;

beforeAll(async () => {
  redis = testRedis({ url: testRedisUrl(), jobs, logLevel: 'silent' });
  await redis.app.work({ queues: ['default'] });
});
afterAll(() => redis.close());

test('of a class, what another job enqueues is waited for', async () => {
  await ParentJob.set({ wait: 50 }).performLater();
  expect(await waitForJob(GreetJob)).toMatchObject({ result: 'hello, child' });
});

test('waitForJob() waits for the end of a job', async () => {
  const job = await GreetJob.performLater('Ada');
  expect(await waitForJob(job, 'completed')).toMatchObject({ result: 'hello, Ada' });
  expect(await waitForJob(job.id, 'completed', { queue: 'default' })).toMatchObject({
    name: 'GreetJob',
  });
});

test('a job that comes to another end rejects at once, and says why', async () => {
  const job = await FlakyJob.performLater('broken');
  const waiting = waitForJob(job, 'completed', { timeout: '1 minute' });
  await expect(waiting).rejects.toThrow(ExpectationError);
  await expect(waiting).rejects.toThrow('but it is failed: a bug');
});

test('a class that the store has no job of is named', async () => {
  await expect(waitForJob(LateJob, 'completed', { timeout: 60 })).rejects.toThrow(
    'expected a LateJob to be completed, but the store has none after 60 ms',
  );
});

test('a job that takes too long rejects', async () => {
  const job = await GreetJob.set({ wait: '1 hour' }).performLater('Ada');
  await expect(waitForJob(job, 'completed', { timeout: 60 })).rejects.toThrow(
    'but it is delayed after 60 ms',
  );
});

test('testRedis() leaves nothing behind', async () => {
  const other = testRedis({ url: testRedisUrl(), jobs, logLevel: 'silent' });
  expect(currentApplication()).toBe(other.app);
  await startWorker({ queues: ['default'] });
  await waitForJob(await GreetJob.performLater('Ada'));
  const client = new Redis(testRedisUrl());
  expect(await client.keys(`*${other.namespace}*`)).not.toEqual([]);
  await other.close();
  await other.close();
  expect(await client.keys(`*${other.namespace}*`)).toEqual([]);
  client.disconnect();
  expect(currentApplication()).toBe(redis.app);
});
