import { setTimeout as sleep } from 'node:timers/promises';
import {
  Exclusive,
  InvalidOptionsError,
  Job,
  LockConflictError,
  LockLostError,
  RetryOn,
  Timeout,
  type Duration,
} from '@drover/core';
import { waitFor } from '../support/wait-for';
import { stageOn, STORES, type StoreStage } from './every-store';

class MutexJob extends Job {
  perform() {}
}

let steps: string[] = [];

@Exclusive({ key: (name: string) => (name === 'free' ? undefined : `report::${name}`), ttl: 2000 })
class ReportJob extends Job {
  async perform(name: string, hold: () => Promise<void> = async () => {}) {
    steps.push(`${name} enters`);
    await hold();
    steps.push(`${name} leaves`);
    return name;
  }
}

@Exclusive({ ttl: 3000 })
class SingleJob extends Job {
  perform(body: (job: Job) => unknown): unknown {
    return body(this);
  }
}

@Timeout(100)
@Exclusive({ key: () => 'stuck', ttl: 3000 })
class StuckJob extends Job {
  perform() {
    return new Promise(() => {});
  }
}

describe.each(STORES)('withLock on %s', (name) => {
  let stage: StoreStage | undefined;
  let keys = 0;
  const isFake = name === 'test';

  beforeAll(async () => {
    stage = await stageOn(name, {
      jobs: [],
      reportError: (error) => steps.push(`report ${error}`),
    });
    await stage?.app.locks.store().list();
  });

  beforeEach(() => {
    steps = [];
  });

  afterAll(() => stage?.close());

  const onStore = (what: string, run: (open: StoreStage, key: string) => Promise<void>) =>
    // oxlint-disable-next-line jest/expect-expect -- the assertions are in what is run
    test(what, async () => {
      if (stage) await run(stage, `key-${(keys += 1)}`);
    });

  const job = () => MutexJob.build();
  const holders = async ({ app }: StoreStage, key: string) => app.locks.store().list(`lock:${key}`);

  onStore('it runs what it is given, and gives its value', async (open, key) => {
    const value = await job().withLock(key, {}, async ({ fence, signal }) => {
      const [holder, ...others] = await holders(open, key);
      expect(holder).toMatchObject({ name: 'MutexJob', queue: 'default', fence });
      expect(others).toEqual([]);
      expect(signal.aborted).toBe(false);
      return 'value';
    });
    expect(value).toBe('value');
    expect(await holders(open, key)).toEqual([]);
  });

  onStore('it is free again after an error, which is thrown on', async (open, key) => {
    const failing = job().withLock(key, {}, () => {
      throw new RangeError('too far');
    });
    await expect(failing).rejects.toThrow(RangeError);
    expect(await holders(open, key)).toEqual([]);
  });

  onStore('whoever finds it held is told by whom, and frees nothing', async (open, key) => {
    const holder = job();
    await holder.withLock(key, {}, async () => {
      const error: unknown = await job()
        .withLock(key, {}, () => steps.push('never'))
        .catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(LockConflictError);
      expect(error).toMatchObject({
        code: 'DROVER_LOCK_CONFLICT',
        key,
        holders: [{ jobId: holder.id }],
      });
      expect((error as Error).message).toContain(
        `'${key}' is held by MutexJob (Job ID: ${holder.id})`,
      );
      expect(await holders(open, key)).toHaveLength(1);
    });
    expect(steps).toEqual([]);
  });

  onStore('a job that waits gets it as soon as it is free', async (_, key) => {
    if (isFake) return;
    const first = job().withLock(key, {}, () => sleep(200));
    await sleep(50);
    await job().withLock(key, { wait: '10 seconds' }, () => steps.push('in'));
    expect(steps).toEqual(['in']);
    await first;
  });

  onStore('a job waits no longer than it said', async (_, key) => {
    await job().withLock(key, {}, async () => {
      const before = performance.now();
      const late = job().withLock(key, { wait: 300 }, () => steps.push('never'));
      await expect(late).rejects.toThrow(LockConflictError);
      if (!isFake) expect(performance.now() - before).toBeGreaterThanOrEqual(290);
    });
    expect(steps).toEqual([]);
  });

  onStore('a holder that lives keeps it for longer than its ttl', async (_, key) => {
    if (isFake) return;
    await job().withLock(key, { ttl: 3000 }, async ({ signal }) => {
      await sleep(4000);
      await expect(job().withLock(key, {}, () => {})).rejects.toThrow(LockConflictError);
      expect(signal.aborted).toBe(false);
    });
  });

  onStore(
    'a holder that lost it learns of it, and does not free the next one’s',
    async (open, key) => {
      if (isFake) return;
      const lost: unknown[] = [];
      const end = open.app.events.on('lockLost', ({ error }) => lost.push(error));
      const store = open.app.locks.store();
      const first = job().withLock(key, { ttl: 300 }, async ({ signal }) => {
        const [held] = await holders(open, key);
        if (held) await store.release(held);
        const next = await store.acquire({ key: `lock:${key}`, owner: 'next', ttl: 60_000 });
        expect(next.granted).toBe(true);
        await waitFor(() => signal.aborted);
        expect(signal.reason).toBeInstanceOf(LockLostError);
        return 'done all the same';
      });
      expect(await first).toBe('done all the same');
      end();
      expect(lost).toHaveLength(1);
      expect(await holders(open, key)).toMatchObject([{ owner: 'next' }]);
    },
  );

  onStore('one that ends after it lost it is told of in an event', async (open, key) => {
    const lost: unknown[] = [];
    const end = open.app.events.on('lockLost', ({ error }) => lost.push(error.message));
    await job().withLock(key, {}, async () => {
      const [held] = await holders(open, key);
      if (held) await open.app.locks.store().release(held);
    });
    end();
    expect(lost).toEqual([expect.stringContaining(`'${key}' is lost`)]);
  });

  onStore('any text is a key, and numbers are', async (open) => {
    for (const key of ['inbox::sender', '受信箱::größe 🐄', '{a}:b', 42])
      expect(
        await job().withLock(key, {}, async () => (await holders(open, String(key))).length),
      ).toBe(1);
  });

  test.each([
    ['key', '', {}],
    ['key', 'a\0b', {}],
    ['key', '\ud800', {}],
    ['key', 'x'.repeat(1025), {}],
    ['key', undefined, {}],
    ['ttl', 'key', { ttl: 'soon' }],
    ['ttl', 'key', { ttl: 10 }],
    ['wait', 'key', { wait: -1 }],
    ['wait', 'key', { wait: NaN }],
    ['options ttl, wait', 'key', { timeout: 5 }],
  ])('a %s that cannot mean anything is refused', async (what, key, options) => {
    const refused = job().withLock(key as string, options as { ttl: Duration }, () =>
      steps.push('never'),
    );
    await expect(refused).rejects.toThrow(InvalidOptionsError);
    await expect(refused).rejects.toThrow(what);
    expect(steps).toEqual([]);
  });

  onStore('an exclusive job holds the lock of its key while it performs', async () => {
    const first = ReportJob.performNow('a', async () => {
      await expect(ReportJob.performNow('a')).rejects.toThrow(LockConflictError);
      await ReportJob.performNow('b');
      await expect(job().withLock('report::a', {}, () => {})).rejects.toThrow(LockConflictError);
    });
    expect(await first).toBe('a');
    expect(steps).toEqual(['a enters', 'b enters', 'b leaves', 'a leaves']);
  });

  onStore('without a key of its own a class is one lock', async () => {
    await SingleJob.performNow(async () => {
      await expect(SingleJob.performNow(() => {})).rejects.toThrow("'SingleJob' is held");
    });
  });

  onStore('a key that is undefined takes no lock', async () => {
    await ReportJob.performNow('free', async () => {
      await ReportJob.performNow('free');
    });
    expect(steps).toHaveLength(4);
  });

  onStore('the signal of an exclusive job is aborted when its lock is lost', async (open) => {
    if (isFake) return;
    await SingleJob.performNow(async (running: Job) => {
      const [held] = await holders(open, 'SingleJob');
      if (held) await open.app.locks.store().release(held);
      await waitFor(() => running.signal.aborted);
      expect(running.signal.reason).toBeInstanceOf(LockLostError);
    });
  });

  onStore('a run whose time is over keeps its lock no longer than its ttl', async (open) => {
    if (isFake) return;
    await expect(StuckJob.performNow()).rejects.toThrow('@Timeout');
    expect(await holders(open, 'stuck')).toHaveLength(1);
    await waitFor(async () => (await holders(open, 'stuck')).length === 0);
  });

  onStore('a conflict that is retried is no error to report', async () => {
    @RetryOn(Error, { attempts: 2, wait: 0, report: true })
    class EagerJob extends Job {
      async perform(key: string | undefined) {
        if (key === undefined) throw new RangeError('a real one');
        await this.withLock(key, {}, () => {});
      }
    }
    await job().withLock('reported', {}, async () => {
      await EagerJob.performNow('reported');
      await EagerJob.performNow(undefined);
    });
    expect(steps).toEqual(['report RangeError: a real one']);
  });
});
