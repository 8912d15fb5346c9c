import type { Case } from '../case';
import { JobBuffer } from '../zoo/job-buffer';
import { Person } from '../zoo/person';
import { RescueJob } from '../zoo/rescue-job';

/** RE: errors dealt with in the job's own code. */
export const rescuing: readonly Case[] = [
  {
    id: 'RE-01',
    behaviour:
      '@RescueFrom may ask for a retry with changed arguments, and retryJob returns the job (twist: the change is passed as retryJob({ args }); a retry otherwise sees them as enqueued)',
    async run(world) {
      await RescueJob.performLater('david');
      await world.settle();
      const rescue = ['rescued WrongNameError', 'retryJob returned the job: true'];
      expect(JobBuffer.lines).toEqual([...rescue, 'performed for DIFFERENT!']);
    },
  },
  {
    id: 'RE-03',
    behaviour:
      '@RescueFrom(DeserializationError) is called when the record of an argument is gone or cannot be looked up, the failed lookup as cause; perform does not run',
    async run(world) {
      await RescueJob.performLater(new Person(404));
      await world.settle();
      await RescueJob.performLater(new Person(500));
      await world.settle();
      expect(JobBuffer.lines).toEqual([
        'rescued RecordNotFoundError',
        'rescued DeserializationError < LookupFailedError',
      ]);
      expect(world.trace.failure).toBeUndefined();
    },
  },
  {
    id: 'RE-04',
    behaviour: 'A lookup that fails inside a list is wrapped once',
    async run(world) {
      await RescueJob.performLater([new Person(500)]);
      await world.settle();
      expect(JobBuffer.lines).toEqual(['rescued DeserializationError < LookupFailedError']);
    },
  },
  {
    id: 'RE-05',
    behaviour:
      '@RescueFrom also takes what is no Error (twist: a thrown value is a ThrownValueError that carries it)',
    async run(world) {
      await RescueJob.performLater('text');
      await world.settle();
      expect(JobBuffer.lines).toEqual(['rescued a text']);
      expect(world.trace.failure).toBeUndefined();
    },
  },
];
