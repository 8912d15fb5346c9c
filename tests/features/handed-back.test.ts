import {
  AfterDiscard,
  close,
  configure,
  Job,
  RescueFrom,
  startWorker,
  type Worker,
} from '@drover/core';
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

let worker: Worker;

beforeEach(async () => {
  told = [];
  const app = configure({
    ...{ store: testRedisUrl(), namespace: uniqueNamespace(), logLevel: 'silent' },
    jobs: [ObedientJob, RescuedJob],
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
