import { setTimeout as sleep } from 'node:timers/promises';
import { currentApplication, Job } from '@drover/core';
import { write } from '../support/database';
import { entries, type Entry } from '../support/journal';
import { waitFor } from '../support/wait-for';
import { InstagramEventsJob } from './app/jobs/channels/instagram-events.job';
import { WhatsappEventsJob } from './app/jobs/channels/whatsapp-events.job';
import { exactly, expectRuns } from './support/expect-runs';
import { RedisStage } from './support/redis-stage';
import { onEveryStage } from './support/stages';

/** A second lasts so long on Redis: the lock's 30 s are 3 s, the wait between tries is 0.2 s. */
const SCALE = 0.1;

class Holder extends Job {
  perform() {}
}

/** Holds a sender's lock in this process. */
function holding<T>(key: string, body: () => Promise<T>): Promise<T> {
  return Holder.build().withLock(key, { ttl: '10 minutes' }, body);
}

/** Who was in, in the order of entering. */
function visits(sender: string): readonly { event: unknown; from: number; to: number }[] {
  const at = (kind: string, { event }: Entry) =>
    entries(kind, { sender, event })[0]?.at ?? Infinity;
  return entries('enter', { sender }).map((entry) => ({
    event: entry['event'],
    from: entry.at,
    to: at('leave', entry),
  }));
}

onEveryStage((stage) => {
  test('ten events of one sender are handled one at a time, each once', async () => {
    const events = Array.from({ length: 10 }, (_, index) => `event ${index}`);
    for (const event of events)
      await WhatsappEventsJob.performLater('inbox', 'one sender', event, 500 * SCALE);
    await stage.settle();

    const all = visits('one sender');
    expect(new Set(all.map(({ event }) => event))).toEqual(new Set(events));
    expect(all).toHaveLength(10);
    expect(entries('leave', { sender: 'one sender' })).toHaveLength(10);
    for (const [index, { from }] of all.entries())
      expect(from).toBeGreaterThanOrEqual(all[index - 1]?.to ?? 0);
  });

  test('a conflict that is retried is not reported as an error of the application', () => {
    expect(entries('report')).toEqual([]);
    expect(entries('performed').filter(({ error }) => error !== undefined)).toEqual([]);
  });

  test('a sender that stays locked: 20 runs, then dead, and the reason names the key', async () => {
    const job = await holding('inbox::locked', async () => {
      const enqueued = await WhatsappEventsJob.performLater('inbox', 'locked', 'late', 0);
      await stage.settle();
      return enqueued;
    });
    expectRuns(
      stage,
      job,
      Array.from({ length: 19 }, () => exactly(2000)),
    );
    expect(await stage.dead()).toEqual([
      {
        id: job.id,
        because: expect.stringContaining("The lock 'inbox::locked' is held by Holder"),
      },
    ]);
  });

  test('a loser never frees the lock of the winner', async () => {
    await holding('inbox::winner', async () => {
      const store = currentApplication().locks.store();
      const before = await store.list('lock:inbox::winner');
      await WhatsappEventsJob.performLater('inbox', 'winner', 'lost', 0);
      await waitFor(() => stage.scale === 1 || entries('perform', { event: 'lost' }).length > 2);
      if (stage.scale === 1) await stage.settle();
      expect((await store.list('lock:inbox::winner')).map(({ fence }) => fence)).toEqual(
        before.map(({ fence }) => fence),
      );
      expect(before).toHaveLength(1);
    });
    await stage.settle();
  });

  test.each(['a::b::c', 'größe 受信箱 🐄'])('the sender %s is like any other', async (sender) => {
    await WhatsappEventsJob.performLater('in::box', sender, 'text', 0);
    await stage.settle();
    expect(visits(sender)).toHaveLength(1);
  });

  test('Instagram: after three runs the fallback has the event, without the lock', async () => {
    const job = await holding('inbox::busy', async () => {
      const enqueued = await InstagramEventsJob.performLater('inbox', 'busy', 'story');
      await stage.settle();
      return enqueued;
    });
    expectRuns(stage, job, [exactly(1000), exactly(2000)]);
    expect(entries('handled', { jobId: job.id })).toMatchObject([
      { locked: false, args: ['inbox', 'busy', 'story'] },
    ]);
    expect(await stage.isDead(job)).toBe(false);
    expect(await stage.isDiscarded(job)).toBe(true);
  });
}, SCALE);

describe('with processes that come to harm', () => {
  const stage = new RedisStage({ scale: SCALE });
  const ttl = 30_000 * SCALE;
  const wait = 2000 * SCALE;

  beforeAll(() => stage.open());
  afterAll(() => stage.close());

  const isIn = (event: string) => waitFor(() => entries('enter', { event })[0], { what: event });
  const workerOf = ({ pid }: Entry) => stage.workers.find((worker) => worker.pid === pid);

  test('ten senders are handled at the same time', async () => {
    const senders = Array.from({ length: 10 }, (_, index) => `sender ${index}`);
    const holds = 'all may leave';
    await Promise.all(
      senders.map((sender) => WhatsappEventsJob.performLater('inbox', sender, 'at once', 0, holds)),
    );
    await waitFor(() => senders.flatMap(visits).length === 10, { what: 'all to be in at once' });
    write(holds, true);
    await stage.settle();
    expect(senders.flatMap(visits)).toHaveLength(10);
  });

  test('a holder that stood still for longer than its ttl does not free the next one’s lock', async () => {
    await WhatsappEventsJob.performLater('inbox', 'slow', 'old', 600);
    const old = await isIn('old');
    workerOf(old)?.kill('SIGSTOP');
    await WhatsappEventsJob.performLater('inbox', 'slow', 'new', 6000);
    const next = await isIn('new');
    expect(next.pid).not.toBe(old.pid);
    expect(next['fence']).toBeGreaterThan(Number(old['fence']));

    workerOf(old)?.kill('SIGCONT');
    await waitFor(() => entries('leave', { event: 'old' })[0]);
    // Long enough for its release to arrive.
    await sleep(200);
    expect(entries('leave', { event: 'new' })).toEqual([]);
    const held = await currentApplication().locks.store().list('lock:inbox::slow');
    expect(held).toMatchObject([{ fence: next['fence'] }]);
    await stage.settle();
  });

  test('a holder is killed: the next is in within the ttl and one wait', async () => {
    await WhatsappEventsJob.performLater('inbox', 'killed', 'first', 60_000);
    const first = await isIn('first');
    await WhatsappEventsJob.performLater('inbox', 'killed', 'second', 0);
    await waitFor(() => entries('perform', { event: 'second' })[0]);
    const killedAt = Date.now();
    workerOf(first)?.kill('SIGKILL');

    // The killed job itself is given back and may be the one.
    const next = await waitFor(() => entries('enter', { sender: 'killed' })[1]);
    expect(next.pid).not.toBe(first.pid);
    expect(next['fence']).toBeGreaterThan(Number(first['fence']));
    // More than that: processes are slow to get to run on a busy machine.
    expect(next.at - killedAt).toBeLessThan(ttl + wait + 4000);
  });
});
