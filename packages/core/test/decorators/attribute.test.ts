import {
  Attribute,
  close,
  configure,
  InvalidOptionsError,
  Job,
  RetryOn,
  snooze,
  type Delivery,
  type JobData,
  type Outcome,
  type StoredJob,
} from '../../src/index';

class Busy extends Error {}

@RetryOn(Error, { attempts: 5, wait: 0 })
class CrawlJob extends Job {
  @Attribute()
  seen = new Set<string>();

  @Attribute({ parse: Number })
  cursor = 0;

  /** Does not travel. */
  scratch = 'none';

  async perform(how: 'busy' | 'snooze' | 'odd' | 'well') {
    this.cursor += 1;
    this.seen.add(`page ${this.cursor}`);
    this.scratch = 'used';
    if (how === 'busy') throw new Busy('later');
    if (how === 'snooze') throw snooze(10);
    if (how === 'odd') {
      this.seen = (() => {}) as never;
      throw new Busy('later');
    }
    return [this.cursor, [...this.seen], this.scratch];
  }
}

class DeepCrawlJob extends CrawlJob {
  @Attribute()
  depth = 3;
}

let enqueued: StoredJob[] = [];
let app = configure({ logLevel: 'silent' });

beforeEach(() => {
  enqueued = [];
  const adapter = {
    name: 'list',
    enqueue: async (job: StoredJob) => (enqueued.push(job), {}),
    enqueueAll: async () => [],
    consume: async () => Promise.reject(new Error('nothing is worked here')),
    close: async () => {},
  };
  app = configure({ adapter, jobs: [CrawlJob, DeepCrawlJob], logLevel: 'silent' });
});

afterAll(close);

let delivery: Delivery;

/** Runs what was stored, as a worker would. */
function deliver(data: object | undefined = enqueued[0]?.data): Promise<Outcome> {
  delivery = {
    ...{ id: '1', name: 'CrawlJob', queue: 'default', priority: 0, enqueuedAt: 0, attemptsMade: 0 },
    data: JSON.parse(JSON.stringify(data)) as JobData,
    signal: new AbortController().signal,
    log: () => {},
  };
  return app.executor.perform(delivery);
}

const dataOf = (outcome: Outcome) => (outcome as { data?: JobData }).data;

test('attributes travel with their types, under one key of the payload', async () => {
  const job = CrawlJob.build('well');
  job.seen.add('page 0');
  job.cursor = 7;
  await job.enqueue();
  expect(Object.keys(enqueued[0]?.data ?? {})).toEqual(['drover', 'args', 'attributes']);
  expect(Object.keys(enqueued[0]?.data.attributes ?? {})).toEqual(['seen', 'cursor']);
  expect(await deliver()).toMatchObject({ value: [8, ['page 0', 'page 8'], 'used'] });
});

test('a payload without them gives the defaults, and what nobody knows is left out', async () => {
  expect(await deliver({ args: ['well'] })).toMatchObject({ value: [1, ['page 1'], 'used'] });
  const attributes = { cursor: '41', former: 1, scratch: 'x', constructor: 1 };
  expect(await deliver({ args: ['well'], attributes })).toMatchObject({
    value: [42, ['page 42'], 'used'],
  });
});

test('what a failed run left in them is there in the next one, its arguments are as they were', async () => {
  await CrawlJob.performLater('busy');
  const second = await deliver();
  expect(second).toMatchObject({ kind: 'retried', data: { args: ['busy'] } });
  const third = await deliver(dataOf(second));
  expect(await deliver({ ...dataOf(third), args: ['well'] })).toMatchObject({
    value: [3, ['page 1', 'page 2', 'page 3'], 'used'],
  });
});

test('a snooze keeps them, too, and so does a run here and now', async () => {
  const snoozed = await deliver({ args: ['snooze'] });
  expect(snoozed).toMatchObject({ kind: 'snoozed', data: { attributes: { cursor: 1 } } });
  await CrawlJob.performNow('snooze');
  expect(enqueued).toMatchObject([{ data: { attributes: { cursor: 1 } } }]);
});

test('a run that is handed back leaves what it has done so far', async () => {
  await deliver({ args: ['well'] });
  expect(delivery.handBackData?.()).toMatchObject({
    args: ['well'],
    attributes: { cursor: 1 },
  });
});

test('a run that could not read its arguments leaves them as they were', async () => {
  const data = { drover: 1, args: [{ $date: 'never' }], attributes: { cursor: 5 } };
  expect(dataOf(await deliver(data))).toMatchObject({ attributes: { cursor: 5 } });
  const unreadable = { cursor: 5, seen: { $set: 1 } };
  const outcome = await deliver({ args: ['well'], attributes: unreadable });
  expect(dataOf(outcome)).toMatchObject({ attributes: unreadable });
});

test('a value that cannot travel fails the job, naming the attribute', async () => {
  expect(await deliver({ args: ['odd'] })).toMatchObject({
    kind: 'failed',
    error: { code: 'DROVER_SERIALIZATION', message: expect.stringContaining('seen') as string },
  });
});

test('a subclass has the attributes of its parent and its own', async () => {
  await DeepCrawlJob.performLater('well');
  await CrawlJob.performLater('well');
  const names = enqueued.map(({ data }) => Object.keys(data.attributes ?? {}));
  expect(names).toEqual([
    ['seen', 'cursor', 'depth'],
    ['seen', 'cursor'],
  ]);
});

test.each([
  ['an option nobody reads', () => Attribute({ default: 1 } as never)],
  ['a parser that is none', () => Attribute({ parse: 'int' } as never)],
  [
    'a static field',
    () => {
      class StaticJob extends Job {
        @Attribute()
        static count = 0;
        perform() {}
      }
      return StaticJob;
    },
  ],
])('%s is refused when the class loads', (_, load) => {
  expect(load).toThrow(InvalidOptionsError);
});
