import { setupDrover } from '../src/runners/jest';
import { FlakyJob, GreetJob, ParentJob } from './jobs';

const drover = setupDrover({ now: 0 });

test('the matchers of job classes', async () => {
  expect(GreetJob).not.toHaveBeenEnqueued();
  await GreetJob.performLater('Ada');
  expect(GreetJob).toHaveBeenEnqueued();
  expect(GreetJob).toHaveBeenEnqueuedWith('Ada');
  expect(GreetJob).toHaveBeenEnqueuedWith(expect.stringMatching(/^A/));
  expect(GreetJob).not.toHaveBeenEnqueuedWith('Bob');
  expect(GreetJob).toHaveBeenEnqueuedTimes(1);
  expect(GreetJob).not.toHaveBeenEnqueuedTimes(2);
  expect(ParentJob).toHaveBeenEnqueuedTimes(0);
});

test('each test has queues of its own', () => {
  expect(GreetJob).not.toHaveBeenEnqueued();
  expect(drover.queues.clock.now()).toBe(0);
});

test('the matchers of blocks look at what happens inside', async () => {
  await GreetJob.performLater('before');
  await expect(() => {}).not.toEnqueue(GreetJob);
  await expect(() => ParentJob.performLater()).toEnqueue(ParentJob);
  await expect(() => ParentJob.performLater()).toPerform(GreetJob);
  await expect(() => ParentJob.performLater()).not.toPerform(FlakyJob);
});

test.each([
  ['toHaveBeenEnqueued', () => expect(ParentJob).toHaveBeenEnqueued()],
  ['not.toHaveBeenEnqueued', () => expect(GreetJob).not.toHaveBeenEnqueued()],
  ['toHaveBeenEnqueuedWith', () => expect(GreetJob).toHaveBeenEnqueuedWith('Bob')],
  ['not.toHaveBeenEnqueuedWith', () => expect(GreetJob).not.toHaveBeenEnqueuedWith('Ada')],
  ['toHaveBeenEnqueuedTimes', () => expect(GreetJob).toHaveBeenEnqueuedTimes(2)],
  ['not.toHaveBeenEnqueuedTimes', () => expect(GreetJob).not.toHaveBeenEnqueuedTimes(1)],
  ['none toHaveBeenEnqueuedTimes', () => expect(GreetJob).toHaveBeenEnqueuedTimes(0)],
  ['toEnqueue', () => expect(() => {}).toEnqueue(GreetJob)],
  ['not.toEnqueue', () => expect(() => GreetJob.performLater('B')).not.toEnqueue(GreetJob)],
  ['toPerform', () => expect(() => GreetJob.performLater('B')).toPerform(ParentJob)],
  ['not.toPerform', () => expect(() => GreetJob.performLater('B')).not.toPerform(GreetJob)],
])('%s turns red, with the text of the functions', async (_name, act) => {
  await GreetJob.performLater('Ada');
  const failure = await Promise.resolve()
    .then(act)
    .catch((error: unknown) => error);
  expect((failure as Error).message).toMatchSnapshot();
});

test('what is no failed expectation comes through as it is', async () => {
  await expect(
    expect(() => Promise.reject(new RangeError('no'))).toEnqueue(GreetJob),
  ).rejects.toThrow(RangeError);
});
