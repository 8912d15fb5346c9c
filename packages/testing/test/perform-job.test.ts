import { DiscardOn, halt, Job, BeforePerform, RetryOn, snooze } from '@drover/core';
import {
  expectNothingEnqueued,
  ExpectationError,
  fakeQueues,
  performJob,
  type FakeQueues,
} from '../src/index';
import { done, GreetJob } from './jobs';

class Busy extends Error {}
class Hopeless extends Error {}

type How = 'well' | 'busy' | 'hopeless' | 'broken' | 'early' | 'aborted' | 'halted';

@RetryOn(Busy, { wait: '5 minutes', attempts: 3, jitter: 0, queue: 'slow', priority: 7 })
@DiscardOn(Hopeless)
class StepJob extends Job {
  @BeforePerform()
  check(): void {
    if (this.arguments[0] === 'halted') halt('not today');
  }

  async perform(how: How, at = new Date(0)): Promise<Date> {
    this.progress(50);
    if (how === 'busy') throw new Busy('too many requests');
    if (how === 'hopeless') throw new Hopeless('gone');
    if (how === 'broken') throw new TypeError('a bug');
    if (how === 'early') throw snooze('10 minutes');
    if (how === 'aborted') this.signal.throwIfAborted();
    await GreetJob.performLater('from inside');
    return at;
  }
}

let queues: FakeQueues;
beforeEach(() => {
  done.length = 0;
  queues = fakeQueues({ now: 0 });
});
afterEach(() => queues.restore());

test('tells what came of it', async () => {
  const at = new Date('2026-01-01');
  const run = await performJob(StepJob, ['well', at]).toComplete(at);
  expect(run).toMatchObject({ outcome: 'completed', value: at, error: undefined, progress: 50 });
  expect(run.enqueued.map(({ name, args }) => [name, args])).toEqual([
    ['GreetJob', ['from inside']],
  ]);
});

test('the job itself is in no queue', async () => {
  await performJob(StepJob, ['busy']).toRetry();
  expectNothingEnqueued();
  expect(queues.adapter.enqueued).toEqual([]);
});

test('a retry tells when, and where', async () => {
  const run = await performJob(StepJob, ['busy']);
  run.toRetry({ in: '5 minutes', queue: 'slow', priority: 7 });
  expect(run.retryAt).toEqual(new Date(300_000));
  expect(run.error).toBeInstanceOf(Busy);
});

test('executions: the attempt that the rules see', async () => {
  await performJob(StepJob, ['busy'], { executions: 2 }).toRetry({ in: '5 minutes' });
  await performJob(StepJob, ['busy'], { executions: 3 }).toFailWith(Busy);
});

test('signal and id are the job’s', async () => {
  const signal = AbortSignal.abort(new Error('stop'));
  await performJob(StepJob, ['aborted'], { signal, id: 'J-1' }).toFailWith('stop');
});

test('discarded, failed, snoozed, halted', async () => {
  await performJob(StepJob, ['hopeless']).toBeDiscarded(Hopeless);
  await performJob(StepJob, ['halted']).toBeDiscarded();
  await performJob(StepJob, ['broken']).toFailWith(/bug/);
  await performJob(StepJob, ['early']).toSnooze('10 minutes');
});

test('an argument that cannot travel is refused', async () => {
  await expect(performJob(StepJob, ['well', Symbol('no') as never])).rejects.toMatchObject({
    code: 'DROVER_SERIALIZATION',
  });
});

const WRONG: readonly (readonly [string, () => PromiseLike<unknown>])[] = [
  ['another value', () => performJob(StepJob, ['well']).toComplete(new Date(1))],
  ['a retry for a completion', () => performJob(StepJob, ['busy']).toComplete()],
  ['a discard for a retry', () => performJob(StepJob, ['hopeless']).toRetry()],
  ['another wait', () => performJob(StepJob, ['busy']).toRetry({ in: '4 minutes' })],
  ['another queue', () => performJob(StepJob, ['busy']).toRetry({ queue: 'low' })],
  ['another priority', () => performJob(StepJob, ['busy']).toRetry({ priority: 1 })],
  ['a failure for a discard', () => performJob(StepJob, ['broken']).toBeDiscarded()],
  ['another error', () => performJob(StepJob, ['broken']).toFailWith(RangeError)],
  ['another message', () => performJob(StepJob, ['broken']).toFailWith(/nothing/)],
  ['another snooze', () => performJob(StepJob, ['early']).toSnooze('1 minute')],
  ['a completion for a failure', () => performJob(StepJob, ['well']).toFailWith(Error)],
];

test.each(WRONG)('%s turns the matcher red', async (_fault, act) => {
  const error = await Promise.resolve(act()).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ExpectationError);
  expect((error as Error).message).toMatchSnapshot();
});

test('refuses options that cannot mean anything', async () => {
  expect(() => performJob(StepJob, ['well'], { executions: 0 })).toThrow('a whole number from 1');
  await expect(performJob(StepJob, ['busy']).toRetry({ in: 'soon' as never })).rejects.toThrow(
    'toRetry() in',
  );
});
