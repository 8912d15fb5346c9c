import { fakeQueues } from '@drover/testing';
import type { Case } from '../case';
import { HelloJob } from '../zoo/hello-job';
import { JobBuffer } from '../zoo/job-buffer';

/** AA: the mode in which a job runs during its enqueue, for tests; whatever store is configured. */
export const immediate: readonly Case[] = [
  {
    id: 'AA-01',
    behaviour: 'Immediate mode runs performLater at once',
    async run() {
      await fakeQueues({ mode: 'inline' }, () => HelloJob.performLater('Jamie'));
      expect(JobBuffer.lines).toEqual(['Jamie says hello']);
    },
  },
  {
    id: 'AA-02',
    behaviour:
      'A scheduled job waits for its time in it, and runs when the clock is there (twist: Rails runs it at once)',
    async run() {
      await fakeQueues({ mode: 'inline' }, async (queues) => {
        await HelloJob.set({ wait: '1 hour' }).performLater('Jamie');
        expect(JobBuffer.lines).toEqual([]);
        await queues.drain();
        expect(JobBuffer.lines).toEqual(['Jamie says hello']);
      });
    },
  },
];
