import { EventEmitter, once } from 'node:events';
import { close, configure, Job, jobStatus, QueueAs, startWorker } from '@drover/core';
import { testRedisUrl, uniqueNamespace } from '../support/redis';

const gate = new EventEmitter();
let followUp: Job | undefined;

@QueueAs('parked')
class FollowUpJob extends Job {
  perform() {}
}

class LastJob extends Job {
  async perform() {
    gate.emit('running');
    await once(gate, 'released');
    followUp = await FollowUpJob.performLater();
  }
}

test('a job that ends while close() waits for it still enqueues, into the same store', async () => {
  const options = {
    store: testRedisUrl(),
    namespace: uniqueNamespace(),
    logLevel: 'silent',
  } as const;
  configure({ ...options, jobs: [LastJob], queues: ['default'] });
  try {
    await startWorker();
    const running = once(gate, 'running');
    await LastJob.performLater();
    await running;
    const closed = close();
    gate.emit('released');
    await closed;
    configure({ ...options, jobs: [FollowUpJob] });
    expect(await jobStatus(followUp?.id ?? '')).toMatchObject({ state: 'waiting' });
  } finally {
    await close();
  }
});
