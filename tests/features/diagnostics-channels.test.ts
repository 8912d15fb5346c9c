import { AsyncLocalStorage } from 'node:async_hooks';
import { channel, tracingChannel } from 'node:diagnostics_channel';
import { setupFake, type Fake } from '@drover/testing';
import {
  close,
  DiscardOn,
  Job,
  performAllLater,
  type JobEvents,
  type JobSummary,
} from '@drover/core';

class Gone extends Error {}

@DiscardOn(Gone)
class WorkJob extends Job {
  static seen: unknown;

  perform(how: string): string {
    WorkJob.seen = span.getStore();
    if (how === 'gone') throw new Gone('gone');
    return `did ${how}`;
  }
}

const span = new AsyncLocalStorage<string>();
let fake: Fake;

beforeEach(() => void (fake = setupFake({ jobs: [WorkJob], logLevel: 'silent' })));
afterAll(() => close());

/** What comes over a channel while `act` runs. */
async function heard(name: string, act: () => Promise<unknown>): Promise<unknown[]> {
  const messages: unknown[] = [];
  const listener = (message: unknown) => void messages.push(message);
  channel(name).subscribe(listener);
  await act();
  channel(name).unsubscribe(listener);
  return messages;
}

test('every event comes over a diagnostics channel of its name', async () => {
  const enqueued = await heard('drover:enqueued', () => WorkJob.performLater('this'));
  const performed = await heard('drover:performed', () => fake.drain());
  expect(enqueued).toMatchObject([{ job: { name: 'WorkJob', adapter: 'test', args: ['this'] } }]);
  expect((performed as JobEvents['performed'][])[0]?.outcome).toBe('completed');
});

test('without a listener and a subscriber no event is asked for', async () => {
  const { events } = fake.app;
  expect(events.has('performed')).toBe(false);
  await heard('drover:performed', async () => expect(events.has('performed')).toBe(true));
  expect(events.has('performed')).toBe(false);
});

test('a tracing channel is around the enqueue, and tells the job and the receipt', async () => {
  const messages = await heard('tracing:drover:enqueue:asyncEnd', () => WorkJob.performLater('x'));
  expect(messages).toMatchObject([{ job: { name: 'WorkJob', args: ['x'] }, result: {} }]);
});

test('and around a bulk enqueue', async () => {
  const messages = await heard('tracing:drover:bulkEnqueue:start', () =>
    performAllLater([WorkJob.build('a'), WorkJob.build('b')]),
  );
  expect(messages).toMatchObject([{ jobs: [{ args: ['a'] }, { args: ['b'] }] }]);
});

test('and around the run: a store bound to its start is in force in perform', async () => {
  const tracing = tracingChannel('drover:perform');
  tracing.start.bindStore(
    span,
    (context) => `span of ${(context as { job: JobSummary }).job.name}`,
  );
  await WorkJob.performNow('this');
  tracing.start.unbindStore(span);
  expect(WorkJob.seen).toBe('span of WorkJob');
});

test('it tells what the run threw, whatever the rules make of it', async () => {
  await WorkJob.performLater('gone');
  const errors = await heard('tracing:drover:perform:error', () => fake.drain());
  expect(errors).toMatchObject([{ job: { name: 'WorkJob' }, error: expect.any(Gone) }]);
  expect(fake.adapter.discarded).toHaveLength(1);
});
