const assert = require('node:assert/strict');
const { describe, test } = require('node:test');
const { expectEnqueued, performJob } = require('@drover/testing');
const { setupDrover } = require('@drover/testing/node');
const { greet, GreetJob } = require('../built/nodenext-standard/greet.js');

const ADA = ['Ada', new Date('1815-12-10')];

describe('on the embedded store', () => {
  test('a job runs again after an error', async () => {
    assert.equal(await greet(...ADA), 'Hello Ada of 1815, after 2 runs');
  });
});

describe('on fake queues', () => {
  setupDrover();

  test('a job runs again after an error', async () => {
    await GreetJob.performLater(...ADA);
    expectEnqueued(GreetJob)
      .with(...ADA)
      .once();
    await performJob(GreetJob, ADA).toRetry({ in: 0 });
  });
});
