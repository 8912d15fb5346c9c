import {
  MutatingJob,
  EventDispatcherJob,
  show,
  StubbornDispatcherJob,
} from './app/jobs/event-dispatcher.job';
import { Message } from './app/message';
import { about, expectRuns, runsOf } from './support/expect-runs';
import { onEveryStage } from './support/stages';
import { entries } from '../support/journal';
import { waitFor } from '../support/wait-for';

const AT = new Date('2026-03-17T08:00:00.123Z');

class Unknown {
  secret = 1;
}

onEveryStage((stage) => {
  const argumentsOf = (job: { id: string }) => runsOf(job).map(({ args }) => args);

  test('arguments arrive as what they were, with their keys in the same order', async () => {
    const message = Message.create(1, 'hello');
    const args = [
      'message.created',
      AT,
      {
        zebra: 1,
        previousChanges: { status: [null, 'open'] },
        10: 'ten',
        at: AT,
        alpha: { seen: new Set(['ada']), counts: new Map([['ada', 3n]]), gap: undefined },
      },
      undefined,
      [-0, NaN, Infinity, 3n],
    ];
    const job = await EventDispatcherJob.performLater(...args, message);
    await stage.settle();

    expect(argumentsOf(job)).toEqual([show([...args, message])]);
  });

  test('a record is read again when the job runs, however deep it lies', async () => {
    const stale = Message.create(2, 'draft');
    const fresh = Message.create(2, 'sent');
    const dataWith = (message: Message) => ({
      message,
      list: [message, 3n],
      by: new Map([['reply', { to: message }]]),
    });
    const job = await EventDispatcherJob.performLater('message.created', AT, dataWith(stale));
    await stage.settle();

    expect(argumentsOf(job)).toEqual([show(['message.created', AT, dataWith(fresh)])]);
  });

  test.each([
    ['a function', () => () => {}],
    ['an object of a class without a serializer', () => new Unknown()],
    ['a cycle', () => cycle()],
    ['a symbol', () => Symbol('x')],
  ])('%s is refused at the enqueue, with its place', async (_, make) => {
    const enqueue = EventDispatcherJob.performLater('message.created', AT, { list: [make()] });
    await expect(enqueue).rejects.toMatchObject({
      code: 'DROVER_SERIALIZATION',
      message: expect.stringContaining('args[2].list[0]') as string,
    });
  });

  test('arguments over the limit are refused at the enqueue', async () => {
    await expect(EventDispatcherJob.performLater('x'.repeat(20_000))).rejects.toMatchObject({
      code: 'DROVER_PAYLOAD_TOO_LARGE',
      message: expect.stringMatching(/EventDispatcherJob.*20000 bytes/) as string,
    });
  });

  test('a record that is gone discards the job before perform, and says so in one line', async () => {
    const message = Message.create(3, 'hello');
    message.destroy();
    const job = await EventDispatcherJob.performLater('message.created', AT, {
      list: [{ message }],
    });
    await stage.settle();

    expect(runsOf(job)).toEqual([]);
    expect(await stage.isDiscarded(job)).toBe(true);
    expect(await stage.isDead(job)).toBe(false);
    const lines = () =>
      stage.logLines().filter((line) => line.includes(job.id) && line.includes('Discarded'));
    await waitFor(() => lines().length > 0);
    expect(lines()).toEqual([
      expect.stringMatching(/Discarded EventDispatcherJob .*There is no message 3/),
    ]);
  });

  test('without the rule the job is dead after one look', async () => {
    const message = Message.create(4, 'hello');
    message.destroy();
    const job = await StubbornDispatcherJob.performLater('message.created', AT, { message });
    await stage.settle();

    expect(runsOf(job)).toEqual([]);
    expect(entries('performed', { jobId: job.id })).toHaveLength(1);
    expect(entries('retryScheduled', { jobId: job.id })).toEqual([]);
    const dead = await stage.dead();
    expect(dead).toContainEqual({
      id: job.id,
      because: expect.stringContaining('There is no message 4') as string,
    });
  });

  test('a run that changes its arguments changes them for itself only', async () => {
    const args: [{ status: string[] }, Map<string, number>] = [
      { status: ['open'] },
      new Map([['vip', 1]]),
    ];
    const job = await MutatingJob.performLater(...args);
    await stage.settle();

    expectRuns(stage, job, [about(60_000), about(60_000)]);
    expect(argumentsOf(job)).toEqual([show(args), show(args), show(args)]);
  });
});

function cycle(): object {
  const object: { self?: object } = {};
  object.self = object;
  return object;
}
