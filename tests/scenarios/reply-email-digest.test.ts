import { close, jobStatus } from '@drover/core';
import { FakeClock, setupFake } from '@drover/testing';
import { entries } from '../support/journal';
import { SharedFiles } from '../support/shared-files';
import { waitFor } from '../support/wait-for';
import { ReplyEmailJob } from './app/jobs/conversations/reply-email.job';
import { RedisStage } from './support/redis-stage';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

let messages = 100;
const conversation = () => (messages += 100);
const mails = (conversationId: number) =>
  entries('perform', { name: 'ReplyEmailJob', conversationId });

/** A message comes so long after the clock's start. */
function writer(clock: FakeClock, conversationId: number) {
  const start = clock.now();
  let id = conversationId;
  return (after: number) => {
    clock.travelTo(start + after);
    id += 1;
    return ReplyEmailJob.set({ wait: '2 minutes' }).performLater(conversationId, id);
  };
}

describe('on Redis with two worker processes', () => {
  const clock = new FakeClock({ now: Date.now() });
  const stage = new RedisStage({ clock });
  beforeAll(() => stage.open());
  afterAll(() => stage.close());

  test('two minutes of messages are one mail, two minutes after the first', async () => {
    // The first message came long enough ago for its mail to be due in six seconds.
    clock.travelTo(Date.now() - 114 * SECOND);
    const start = clock.now();
    const id = conversation();
    const write = writer(clock, id);
    const first = await write(0);
    expect(first.scheduledAt?.getTime()).toBe(start + 120 * SECOND);
    for (const after of [30, 60, 119]) {
      expect(await write(after * SECOND)).toMatchObject({
        enqueued: false,
        duplicateOf: first.id,
      });
    }
    expect(mails(id)).toEqual([]);

    await stage.settle();
    const [mail] = mails(id);
    expect(mail).toMatchObject({ jobId: first.id, firstMessageId: id + 1 });
    expect(mail?.at).toBeGreaterThanOrEqual(start + 120 * SECOND);

    const next = await write(121 * SECOND);
    expect(next.enqueued).toBe(true);
    expect(next.scheduledAt?.getTime()).toBe(start + 241 * SECOND);
    expect(mails(id)).toHaveLength(1);
  });

  test('with the workers down for two hours, no mail is doubled in the first and none is lost', async () => {
    await stage.killWorkers();
    clock.travelTo(Date.now() - 3 * HOUR);
    const id = conversation();
    const write = writer(clock, id);
    const first = await write(0);
    for (const after of [MINUTE, 30 * MINUTE, HOUR])
      expect((await write(after)).duplicateOf).toBe(first.id);
    const second = await write(HOUR + 2 * MINUTE);
    expect(second.enqueued).toBe(true);
    for (const after of [HOUR + 3 * MINUTE, 2 * HOUR])
      expect((await write(after)).duplicateOf).toBe(second.id);

    await stage.startWorker();
    const isDone = async ({ id: jobId }: ReplyEmailJob) =>
      (await jobStatus(jobId)).state === 'completed';
    await waitFor(async () => (await isDone(first)) && (await isDone(second)));
    expect(new Set(mails(id).map(({ firstMessageId }) => firstMessageId))).toEqual(
      new Set([id + 1, id + 5]),
    );
    expect(mails(id)).toHaveLength(2);
    expect((await write(2 * HOUR + MINUTE)).enqueued).toBe(true);
  });
});

test('on the fake store: 0, 30, 60 and 119 s are one mail at 120 s; 121 s is another at 241 s', async () => {
  const files = new SharedFiles();
  const fake = setupFake({ jobs: [ReplyEmailJob] });
  const { clock } = fake;
  const start = clock.now();
  const id = conversation();
  const write = writer(clock, id);
  const enqueued = [];
  for (const after of [0, 30, 60, 119]) enqueued.push((await write(after * SECOND)).enqueued);
  await fake.drain();
  expect(enqueued).toEqual([true, false, false, false]);
  expect((await write(121 * SECOND)).enqueued).toBe(true);
  await fake.drain();
  expect(mails(id).map(({ at, firstMessageId }) => [at - start, firstMessageId])).toEqual([
    [120 * SECOND, id + 1],
    [241 * SECOND, id + 5],
  ]);
  await close();
  files.remove();
});
