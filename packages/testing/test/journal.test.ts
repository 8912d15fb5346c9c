import { Job, RetryOn, Unique } from '@drover/core';
import { drain, expectEnqueued, expectNotEnqueued, expectPerformed } from '../src/index';
import { setupDrover } from '../src/runners/jest';

@Unique({ ttl: '1 hour', onConflict: 'replace' })
class ReplacedJob extends Job {
  perform(_id: string): void {}
}

@Unique({ ttl: '1 hour', onConflict: 'reschedule' })
class MovedJob extends Job {
  perform(_id: string): void {}
}

@Unique('1 hour')
class OnceJob extends Job {
  perform(_id: string): void {}
}

@RetryOn(Error, { attempts: 3, wait: 1 })
class RetriedJob extends Job {
  perform(_place: URL): void {
    if (this.executions < 3) throw new Error('again');
  }
}

setupDrover();

test('a job that took the place of another is one enqueue with it', async () => {
  await ReplacedJob.set({ wait: '1 minute' }).performLater('42');
  await ReplacedJob.set({ wait: '5 minutes' }).performLater('42');
  expectEnqueued(ReplacedJob).once().in('5 minutes');
});

test('a job that was moved is expected at its new time', async () => {
  await MovedJob.set({ wait: '1 minute' }).performLater('42');
  await MovedJob.set({ wait: '5 minutes' }).performLater('42');
  expectEnqueued(MovedJob).once().in('5 minutes');
});

test('a duplicate that was refused is no enqueue', async () => {
  await OnceJob.performLater('42');
  await OnceJob.performLater('42');
  expectEnqueued(OnceJob).once();
});

test('a retry is a run, and no enqueue; a job that ran stays enqueued', async () => {
  await RetriedJob.performLater(new URL('https://a.example'));
  await drain();
  expectPerformed(RetriedJob).times(3);
  expectEnqueued(RetriedJob).once();
});

test('instances of types that travel are compared by what they stand for', async () => {
  await RetriedJob.performLater(new URL('https://a.example/x'));
  expectEnqueued(RetriedJob).with(new URL('https://a.example/x'));
  expectNotEnqueued(RetriedJob, { with: [new URL('https://a.example/y')] });
});
