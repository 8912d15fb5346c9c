const { expectEnqueued, performJob } = require('@drover/testing');
const { setupDrover } = require('@drover/testing/jest');
const { greet, GreetJob } = require('../built/nodenext-legacy/greet.js');

const ADA = ['Ada', new Date('1815-12-10')];

describe('on the embedded store', () => {
  test('a job runs again after an error', async () => {
    await expect(greet(...ADA)).resolves.toBe('Hello Ada of 1815, after 2 runs');
  });
});

describe('on fake queues', () => {
  setupDrover();

  test('a job runs again after an error', async () => {
    await GreetJob.performLater(...ADA);
    expectEnqueued(GreetJob)
      .with(...ADA)
      .once();
    expect(GreetJob).toHaveBeenEnqueuedWith(...ADA);
    await performJob(GreetJob, ADA).toRetry({ in: 0 });
  });
});
