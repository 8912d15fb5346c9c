import { setTimeout as pause } from 'node:timers/promises';
import {
  ambient,
  attribute,
  close,
  configure,
  defineContext,
  DiscardOn,
  InvalidOptionsError,
  Job,
  NoContextError,
  RecordNotFoundError,
  SerializationError,
  withAmbient,
  type Delivery,
  type StoredJob,
} from '../../src/index';

class User {
  constructor(readonly id: number) {}
}

const Current = defineContext('Current', {
  user: attribute<User>(),
  account: attribute<number>({ carry: true }),
  tags: attribute<string[]>({ default: ['none'] }),
});

let enqueued: StoredJob[] = [];
let seen: unknown[] = [];
let body = async (): Promise<void> => {};

class LookJob extends Job {
  async perform() {
    seen.push([Current.user?.id, Current.account, Current.tags]);
    await body();
  }
}

@DiscardOn(RecordNotFoundError)
class CarefulJob extends LookJob {}

let app = configure({ logLevel: 'silent' });

beforeEach(() => {
  enqueued = [];
  seen = [];
  body = async () => {};
  const adapter = {
    name: 'list',
    enqueue: async (job: StoredJob) => (enqueued.push(job), {}),
    enqueueAll: async (jobs: readonly StoredJob[]) => (
      enqueued.push(...jobs),
      jobs.map(() => ({}))
    ),
    consume: async () => Promise.reject(new Error('nothing is worked here')),
    close: async () => {},
  };
  const users = {
    name: 'User',
    matches: (value: unknown) => value instanceof User,
    serialize: ({ id }: User) => id,
    deserialize: async (id: number) => {
      if (id === 404) throw new RecordNotFoundError('no user');
      return new User(id);
    },
  };
  app = configure({
    adapter,
    jobs: [LookJob, CarefulJob],
    serializers: [users],
    logLevel: 'silent',
  });
});

afterAll(close);

/** Runs what was stored, as a worker would. */
const deliver = (data: unknown = enqueued[0]?.data, name = 'LookJob') =>
  app.executor.perform({
    ...{ id: '1', name, queue: 'default', priority: 0, enqueuedAt: 0, attemptsMade: 0 },
    data: JSON.parse(JSON.stringify(data)) as Delivery['data'],
    signal: new AbortController().signal,
    log: () => {},
  });

describe('a context', () => {
  test('has the values of the run it is asked in, and its defaults elsewhere', async () => {
    expect([Current.user, Current.tags]).toEqual([undefined, ['none']]);
    const results = await Promise.all(
      [1, 2].map((id) =>
        Current.run({ user: new User(id) }, async () => {
          await pause(5 - id);
          return Current.user?.id;
        }),
      ),
    );
    expect(results).toEqual([1, 2]);
    expect(Current.user).toBeUndefined();
  });

  test('is empty again after a throw', () => {
    expect(() =>
      Current.run({ account: 1 }, () => {
        throw new Error('stop');
      }),
    ).toThrow('stop');
    expect(Current.account).toBeUndefined();
  });

  test('can be set and reset inside a run, and an inner run leaves the outer one alone', () => {
    Current.run({ account: 1 }, () => {
      Current.user = new User(3);
      Current.run({ account: 2 }, () => {
        expect([Current.account, Current.user?.id]).toEqual([2, 3]);
        Current.user = undefined;
      });
      expect([Current.account, Current.user?.id]).toEqual([1, 3]);
      Current.reset();
      expect([Current.account, Current.user]).toEqual([undefined, undefined]);
    });
  });

  test('cannot be set where it would never end', () => {
    expect(() => (Current.account = 1)).toThrow(NoContextError);
    withAmbient({ locale: 'de' }, () => {
      expect(() => (Current.account = 1)).toThrow(/Current\.run\(\{ account \}, fn\)/);
    });
  });

  test.each([
    ['no name', () => defineContext('', {})],
    ['an attribute that is a method', () => defineContext('Own', { run: attribute() })],
    ['a name that another has', () => defineContext('Current', { other: attribute() })],
    ['a value for no attribute', () => Current.run({ nobody: 1 } as never, () => {})],
    ['something else to carry', () => LookJob.set({ carry: { name: 'Current' } as never })],
    ['an option nobody reads', () => attribute({ carries: true } as never)],
  ])('refuses %s', (_, define) => {
    expect(define).toThrow(InvalidOptionsError);
  });

  test('defined twice by a module that is loaded twice, it is one', () => {
    const again = defineContext('Current', {
      user: attribute<User>(),
      account: attribute<number>({ carry: true }),
      tags: attribute<string[]>({ default: ['none'] }),
    });
    Current.run({ account: 5 }, () => expect(again.account).toBe(5));
  });
});

describe('a job', () => {
  test('takes along what is declared so, and nothing else', async () => {
    await Current.run({ user: new User(1), account: 7 }, () => LookJob.performLater());
    expect(enqueued[0]?.data).toMatchObject({ context: { Current: { account: 7 } } });
    await deliver();
    expect(seen).toEqual([[undefined, 7, ['none']]]);
  });

  test('takes a whole context along when its enqueue says so, records by reference', async () => {
    await Current.run({ user: new User(1), tags: ['a'] }, () =>
      LookJob.set({ carry: Current }).performLater(),
    );
    expect(enqueued[0]?.data.context).toMatchObject({ Current: { tags: ['a'] } });
    await deliver();
    expect(seen).toEqual([[1, undefined, ['a']]]);
  });

  test('takes nothing along when its enqueue says so', async () => {
    await Current.run({ account: 7 }, () => LookJob.set({ carry: false }).performLater());
    expect(enqueued[0]?.data).not.toHaveProperty('context');
  });

  test('without a context its payload is as it was', async () => {
    await LookJob.performLater();
    await Current.run({ user: new User(1) }, () => LookJob.performLater());
    for (const { data } of enqueued) expect(Object.keys(data)).toEqual(['drover', 'args']);
  });

  test('refuses at the enqueue what cannot travel, with its place', async () => {
    const tags = [() => {}] as never;
    const refused: unknown = await Current.run({ tags }, () =>
      LookJob.set({ carry: Current }).performLater(),
    ).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(SerializationError);
    expect(refused).toMatchObject({
      message: expect.stringContaining('Current.tags[0]') as string,
    });
  });

  test('sees nothing of the flow it is started from, and leaves nothing there', async () => {
    await LookJob.performLater();
    body = async () => {
      Current.user = new User(9);
      Current.account = 9;
    };
    await Current.run({ user: new User(1), account: 1 }, async () => {
      await deliver();
      expect([Current.user?.id, Current.account]).toEqual([1, 1]);
    });
    expect(seen).toEqual([[undefined, undefined, ['none']]]);
  });

  test('performed here and now it sees what its caller sees, and changes nothing there', async () => {
    body = async () => void (Current.account = 2);
    await Current.run({ user: new User(1), account: 1 }, async () => {
      await LookJob.performNow();
      expect(Current.account).toBe(1);
    });
    expect(seen).toEqual([[1, 1, ['none']]]);
  });

  test('whose record is gone meets the rules of its class', async () => {
    await Current.run({ user: new User(404) }, () =>
      CarefulJob.set({ carry: Current }).performLater(),
    );
    expect(await deliver(enqueued[0]?.data, 'CarefulJob')).toMatchObject({
      kind: 'discarded',
      because: 'rule',
    });
    expect(await deliver(enqueued[0]?.data)).toMatchObject({ kind: 'failed' });
  });

  test('runs with a payload that names a context or an attribute nobody knows', async () => {
    const context = { Former: { x: 1 }, Current: { gone: 1, account: 3 } };
    await deliver({ drover: 1, args: [], context });
    expect(seen).toEqual([[undefined, 3, ['none']]]);
  });

  test('is part of the request it was made in, and so are the jobs it enqueues', async () => {
    await withAmbient({ requestId: 'r-1', locale: 'de' }, () => LookJob.performLater());
    expect(enqueued[0]?.data).toMatchObject({ requestId: 'r-1', locale: 'de' });
    body = async () => {
      seen.push(ambient());
      await LookJob.performLater();
    };
    await deliver();
    expect(seen[1]).toEqual({ requestId: 'r-1', locale: 'de' });
    expect(enqueued[1]?.data).toMatchObject({ requestId: 'r-1', locale: 'de' });
    expect(ambient()).toEqual({});
  });
});
