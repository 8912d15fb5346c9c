import { setupFake, type Fake } from '@drover/testing';
import {
  AfterEnqueue,
  AroundEnqueue,
  AroundPerform,
  BeforeEnqueue,
  close,
  configure,
  DiscardOn,
  EnqueueError,
  halt,
  InvalidOptionsError,
  Job,
  performAllLater,
  type ClientMiddleware,
  type WorkerMiddleware,
} from '@drover/core';

const told: string[] = [];

class Refused extends Error {}

@DiscardOn(Refused)
class WorkJob extends Job {
  perform(name: string): string {
    told.push(`perform ${name}`);
    return `did ${name}`;
  }

  @AroundPerform()
  async around(next: () => Promise<unknown>): Promise<void> {
    told.push('callback');
    await next();
  }

  @AfterEnqueue()
  afterEnqueue(): void {
    told.push('after enqueue');
  }
}

let fake: Fake;

beforeEach(() => {
  told.length = 0;
  fake = setupFake({ jobs: [WorkJob], logLevel: 'silent' });
});
afterAll(() => close());

function client(name: string): ClientMiddleware {
  return async (job, next) => {
    told.push(`${name} before ${String(job.arguments[0])}`);
    await next();
    told.push(`${name} after`);
  };
}

function worker(name: string): WorkerMiddleware {
  return async (_job, next) => {
    told.push(`${name} before`);
    told.push(`${name} got ${String(await next())}`);
  };
}

describe('the chain', () => {
  const [a, b, c] = [client('a'), client('b'), client('c')];
  const chain = () => fake.app.clientMiddleware;

  test('adds, prepends and inserts, each function once', () => {
    chain().add(b).prepend(a).add(c);
    expect(chain().entries).toEqual([a, b, c]);
    chain().insertBefore(a, c);
    expect(chain().entries).toEqual([c, a, b]);
    chain().insertAfter(b, a);
    expect(chain().entries).toEqual([c, b, a]);
    chain().add(c);
    expect(chain().entries).toEqual([b, a, c]);
  });

  test('removes, and clears', () => {
    chain().add(a).add(b).remove(a).remove(c);
    expect(chain().entries).toEqual([b]);
    expect(chain().clear().entries).toEqual([]);
  });

  test('refuses a place that is not there, and what is no function', () => {
    expect(() => chain().insertBefore(a, b)).toThrow(InvalidOptionsError);
    expect(() => chain().insertAfter(a, a)).toThrow(/clientMiddleware: expected a middleware that/);
    expect(() => chain().add({} as ClientMiddleware)).toThrow(/a function of \(job, next\)/);
  });

  test('is given to configure() as a list or as a function', () => {
    const listed = configure({ clientMiddleware: [a, b], adapter: fake.adapter });
    expect(listed.clientMiddleware.entries).toEqual([a, b]);
    const built = configure({
      clientMiddleware: (given) => given.add(a).prepend(b),
      adapter: fake.adapter,
    });
    expect(built.clientMiddleware.entries).toEqual([b, a]);
    expect(() => configure({ workerMiddleware: 'a' as never })).toThrow(InvalidOptionsError);
  });
});

describe('client middleware', () => {
  test('wraps the enqueue inside the callbacks, the first outermost', async () => {
    fake.app.clientMiddleware.add(client('outer')).add(client('inner'));
    const job = await WorkJob.performLater('x');
    expect(job.enqueued).toBe(true);
    expect(told).toEqual([
      'outer before x',
      'inner before x',
      'inner after',
      'outer after',
      'after enqueue',
    ]);
  });

  test.each<[string, ClientMiddleware]>([
    ['does not call next', () => {}],
    ['halts', () => halt('not today')],
  ])('one that %s stops the enqueue', async (_how, stop) => {
    fake.app.clientMiddleware.add(stop);
    const job = await WorkJob.performLater('x');
    expect(job).toMatchObject({ enqueued: false, notEnqueuedBecause: 'halted' });
    expect(job.enqueueError).toBeUndefined();
    expect(fake.adapter.enqueued).toEqual([]);
    expect(told).toEqual([]);
  });

  test('its error rejects the enqueue, and is on the job', async () => {
    fake.app.clientMiddleware.add(() => {
      throw new Refused('no');
    });
    const job = WorkJob.build('x');
    await expect(job.enqueue()).rejects.toThrow(Refused);
    expect(job.enqueueError).toBeInstanceOf(Refused);
  });

  test('it may swallow no failure of the store', async () => {
    fake.app.clientMiddleware.add((_job, next) => next().catch(() => {}));
    jest.spyOn(fake.adapter, 'enqueue').mockRejectedValue(new EnqueueError('away'));
    await expect(WorkJob.performLater('x')).rejects.toThrow('away');
  });

  test('one that does not wait for next is waited for', async () => {
    fake.app.clientMiddleware.add((_job, next) => void next());
    expect((await WorkJob.performLater('x')).enqueued).toBe(true);
    expect(fake.adapter.enqueued).toHaveLength(1);
  });

  test('runs for each job of performAllLater, and stops those it stops', async () => {
    fake.app.clientMiddleware.add(client('all')).add((job, next) => {
      if (job.arguments[0] === 'throw') throw new Refused('no');
      return job.arguments[0] === 'stop' ? undefined : next();
    });
    const jobs = ['go', 'stop', 'throw', 'go too'].map((name) => WorkJob.build(name));
    await expect(performAllLater(jobs)).rejects.toThrow(
      /1 of 4 jobs were not stored. The first: no\./,
    );
    expect(jobs.map(({ enqueued }) => enqueued)).toEqual([true, false, false, true]);
    expect(jobs[1]).toMatchObject({ notEnqueuedBecause: 'halted', enqueueError: undefined });
    expect(jobs[2]?.enqueueError).toBeInstanceOf(Refused);
    expect(fake.adapter.enqueued.map(({ data }) => data.args)).toEqual([['go'], ['go too']]);
    expect(told.filter((line) => line.startsWith('all before'))).toHaveLength(4);
  });
});

describe('where a job goes', () => {
  class RoutedJob extends Job {
    perform(_when: string): void {}

    @BeforeEnqueue()
    atNight(): void {
      if (this.arguments[0] === 'at night') this.set({ queue: 'night', wait: '1 hour' });
    }
  }

  test('may be changed by a callback', async () => {
    const now = fake.clock.now();
    const job = await RoutedJob.performLater('at night');
    expect(job).toMatchObject({ queueName: 'night', scheduledAt: new Date(now + 3_600_000) });
    expect(fake.adapter.enqueued).toMatchObject([{ queue: 'night', dueAt: now + 3_600_000 }]);
  });

  test('and by a middleware, also for a bulk enqueue', async () => {
    fake.app.clientMiddleware.add((job, next) => {
      job.set({ queue: 'tenant-7', priority: 3 });
      return next();
    });
    await WorkJob.performLater('x');
    await performAllLater([WorkJob.build('y')]);
    const placed = { queue: 'tenant-7', priority: 3 };
    expect(fake.adapter.enqueued).toMatchObject([placed, placed]);
  });
});

test('a callback cannot make a job look stored that was not', async () => {
  class SwallowingJob extends Job {
    perform(): void {}

    @AroundEnqueue()
    async swallow(next: () => Promise<unknown>): Promise<void> {
      await next().catch(() => {});
    }
  }
  jest.spyOn(fake.adapter, 'enqueue').mockRejectedValue(new EnqueueError('away'));
  await expect(SwallowingJob.performLater()).rejects.toThrow('away');
});

describe('worker middleware', () => {
  test('wraps every run outside the callbacks, and gets the value of perform', async () => {
    fake.app.workerMiddleware.add(worker('outer')).add(worker('inner'));
    await WorkJob.performLater('x');
    told.length = 0;
    await fake.drain();
    await expect(WorkJob.performNow('y')).resolves.toBe('did y');
    expect(told.slice(0, 6)).toEqual([
      'outer before',
      'inner before',
      'callback',
      'perform x',
      'inner got did x',
      'outer got did x',
    ]);
    expect(fake.adapter.completed).toMatchObject([{ value: 'did x' }]);
  });

  test.each<[string, WorkerMiddleware]>([
    ['does not call next', () => {}],
    ['halts', () => halt()],
  ])('one that %s discards the job', async (_how, stop) => {
    fake.app.workerMiddleware.add(stop);
    await WorkJob.performLater('x');
    await fake.drain();
    expect(told).not.toContain('perform x');
    expect(fake.adapter.discarded).toMatchObject([{ because: 'halted' }]);
  });

  test('its error is one of the run, under the rules of the class', async () => {
    fake.app.workerMiddleware.add(() => {
      throw new Refused('no');
    });
    await WorkJob.performLater('x');
    await fake.drain();
    expect(fake.adapter.discarded).toMatchObject([{ because: 'rule', error: { message: 'no' } }]);
  });

  test('may be changed while the application works', async () => {
    await WorkJob.performLater('x');
    fake.app.workerMiddleware.prepend(worker('late'));
    await fake.drain();
    expect(told).toContain('late got did x');
  });
});
