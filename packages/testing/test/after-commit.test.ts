import {
  close,
  configure,
  enqueueAfterCommit,
  EnqueueError,
  InvalidOptionsError,
  Job,
  performAllLater,
  snooze,
  TransactionNotSupportedError,
  withTransaction,
  type TransactionClient,
} from '@drover/core';
import { setupFake, type Fake } from '../src/index';

class NoticeJob extends Job {
  perform(_what: unknown) {}
}

class LaterJob extends Job {
  perform() {
    throw snooze('1 minute');
  }
}

let fake: Fake;
let hook: ((enqueue: () => Promise<void>) => boolean) | undefined;

const names = () => fake.adapter.enqueued.map(({ data }) => data.args[0]);

beforeEach(() => {
  hook = undefined;
  fake = setupFake({ jobs: [NoticeJob], afterCommit: (enqueue) => hook?.(enqueue) ?? false });
});

afterAll(() => close());

describe('enqueueAfterCommit()', () => {
  test('resolves as the transaction does, and stores in the order of the calls', async () => {
    const result = await enqueueAfterCommit(async () => {
      await NoticeJob.performLater('a');
      await performAllLater([NoticeJob.build('b'), NoticeJob.build('c')]);
      await NoticeJob.performLater('d');
      expect(names()).toEqual([]);
      return 42;
    });
    expect(result).toBe(42);
    expect(names()).toEqual(['a', 'b', 'c', 'd']);
  });

  test('two transactions at once do not see each other', async () => {
    await Promise.allSettled([
      enqueueAfterCommit(() => NoticeJob.performLater('committed')),
      enqueueAfterCommit(async () => {
        await NoticeJob.performLater('rolled back');
        throw new Error('stop');
      }),
      NoticeJob.performLater('outside'),
    ]);
    expect(new Set(names())).toEqual(new Set(['committed', 'outside']));
  });

  test('an inner transaction that rolls back drops its own jobs, one that commits waits for the outer', async () => {
    await enqueueAfterCommit(async () => {
      await NoticeJob.performLater('outer');
      await enqueueAfterCommit(() => NoticeJob.performLater('inner'));
      await enqueueAfterCommit(async () => {
        await NoticeJob.performLater('savepoint');
        throw new Error('stop');
      }).catch(() => {});
      expect(names()).toEqual([]);
    });
    expect(names()).toEqual(['outer', 'inner']);
  });

  test('keeps a job as it was at the call, and refuses there what cannot travel', async () => {
    await enqueueAfterCommit(async () => {
      const list = ['as passed'];
      await NoticeJob.performLater(list);
      list.push('changed since');
      await expect(NoticeJob.performLater(() => {})).rejects.toMatchObject({
        code: 'DROVER_SERIALIZATION',
      });
    });
    expect(names()).toEqual([['as passed']]);
  });

  test('the retry of a run here and now waits, too', async () => {
    const rolledBack = enqueueAfterCommit(async () => {
      await LaterJob.performNow();
      throw new Error('stop');
    });
    await expect(rolledBack).rejects.toThrow('stop');
    expect(names()).toEqual([]);
    await enqueueAfterCommit(async () => {
      await LaterJob.performNow();
      expect(fake.adapter.enqueued).toEqual([]);
    });
    expect(fake.adapter.enqueued).toMatchObject([{ name: 'LaterJob' }]);
  });

  test('an enqueue that outlives its transaction goes at once', async () => {
    let go = () => {};
    const later = new Promise<void>((resolve) => (go = resolve));
    let late: Promise<unknown> = later;
    await enqueueAfterCommit(async () => {
      late = later.then(() => NoticeJob.performLater('late'));
    });
    go();
    await late;
    expect(names()).toEqual(['late']);
  });
});

describe('configure({ afterCommit })', () => {
  test('is asked once per enqueue or group, and has it stored when it says so', async () => {
    const commits: (() => Promise<void>)[] = [];
    hook = (enqueue) => commits.push(enqueue) > 0;
    const job = await NoticeJob.performLater('a');
    await performAllLater([NoticeJob.build('b'), NoticeJob.build('c')]);
    expect({ enqueued: job.enqueued, names: names(), hooks: commits.length }).toEqual({
      enqueued: true,
      names: [],
      hooks: 2,
    });
    for (const commit of commits) await commit();
    expect(names()).toEqual(['a', 'b', 'c']);
    hook = () => false;
    await NoticeJob.performLater('d');
    expect(names()).toEqual(['a', 'b', 'c', 'd']);
  });

  test('what fails then is written on the job, and announced', async () => {
    let commit = async (): Promise<void> => {};
    hook = (enqueue) => ((commit = enqueue), true);
    const failed: unknown[] = [];
    fake.app.events.on('enqueued', ({ error }) => failed.push(error));
    const job = await NoticeJob.performLater('a');
    jest.spyOn(fake.adapter, 'enqueue').mockRejectedValueOnce(new EnqueueError('away'));
    await commit();
    expect(job.enqueued).toBe(false);
    expect(job.enqueueError).toBeInstanceOf(EnqueueError);
    expect(failed).toEqual([job.enqueueError]);
  });
});

describe('a transaction of the store', () => {
  const client: TransactionClient = { query: async () => ({ rows: [] }) };

  test('is of no consequence in the fake store', async () => {
    await NoticeJob.set({ transaction: client }).performLater('a');
    await withTransaction(client, () => performAllLater([NoticeJob.build('b')]));
    expect(names()).toEqual(['a', 'b']);
  });

  test('is refused by a store that is not in its database, with what to do', async () => {
    configure({ store: 'embedded:', logLevel: 'silent' });
    for (const enqueue of [
      () => NoticeJob.set({ transaction: client }).performLater('a'),
      () => withTransaction(client, () => NoticeJob.performLater('a')),
      () => performAllLater([NoticeJob.build('a').set({ transaction: client })]),
    ]) {
      const refused: unknown = await enqueue().catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(TransactionNotSupportedError);
      expect(refused).toMatchObject({ message: expect.stringContaining('enqueueAfterCommit()') });
    }
  });

  test.each([undefined, null, {}, 'BEGIN'])('%p is no client', async (given) => {
    await expect(withTransaction(given as never, () => {})).rejects.toBeInstanceOf(
      InvalidOptionsError,
    );
  });
});
