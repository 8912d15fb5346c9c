import {
  AfterDiscard,
  AfterPerform,
  Attribute,
  BeforeEnqueue,
  close,
  configure,
  Job,
  LimitConcurrency,
  RetryOn,
  snooze,
  type Delivery,
  type DroverOptions,
  type JobFactoryError,
  type Outcome,
  type StoredJob,
} from '../../src/index';

class Unreachable extends Error {}

class Mailer {
  readonly sent: string[] = [];
  send(text: string): number {
    return this.sent.push(text);
  }
}

type How = 'well' | 'badly' | 'later';

@RetryOn(Unreachable, { attempts: 2, wait: 0, jitter: 0 })
class MailJob extends Job {
  @Attribute()
  cursor = 0;

  constructor(readonly mailer: Mailer) {
    super();
    mailer.send('constructed');
  }

  @BeforeEnqueue()
  greet(): void {
    enqueuing.push(this);
  }

  async perform(how: How) {
    performed.push(this);
    this.cursor += 1;
    this.mailer.send(`${how} in run ${this.executions} of ${this.id}`);
    if (how === 'badly') throw new TypeError('badly');
    if (how === 'later') throw snooze(10);
    return this.cursor;
  }

  @AfterPerform()
  tell(): void {
    this.mailer.send('told');
  }

  @AfterDiscard()
  bury(error: Error): void {
    this.mailer.send(`buried: ${error.message}`);
  }
}

class ChildMailJob extends MailJob {}

@LimitConcurrency({ onConflict: 'discard' })
class ScarceMailJob extends MailJob {}

class PlainJob extends Job {
  readonly mailer: Mailer;
  constructor(mailer = new Mailer()) {
    super();
    this.mailer = mailer;
  }
  perform() {
    performed.push(this);
    return this.mailer.send('plain');
  }
}

let mailer: Mailer;
let enqueuing: Job[] = [];
let performed: Job[] = [];
let stored: StoredJob[] = [];
let delivery: Delivery | undefined;

function setUp(options: DroverOptions) {
  const adapter = {
    name: 'list',
    enqueue: async (job: StoredJob) => (stored.push(job), {}),
    enqueueAll: async () => [],
    consume: () => Promise.reject(new Error('nothing is worked here')),
    close: async () => {},
  };
  const jobs = [MailJob, ChildMailJob, ScarceMailJob, PlainJob];
  return configure({ adapter, jobs, logLevel: 'silent', ...options });
}

let app = setUp({});

beforeEach(() => {
  mailer = new Mailer();
  for (const list of [enqueuing, performed, stored]) list.length = 0;
  app = setUp({ jobFactory: async (JobClass) => new JobClass(mailer) });
});

afterAll(close);

/** Runs what was stored last, as a worker would. */
function deliver(more: Partial<Delivery> = {}): Promise<Outcome> {
  const { id, name, queue, priority, enqueuedAt, data } = stored.at(-1) as StoredJob;
  delivery = {
    ...{ id, name, queue, priority, enqueuedAt, attemptsMade: 0 },
    data: structuredClone(data),
    signal: new AbortController().signal,
    log: () => {},
    ...more,
  };
  return app.executor.perform(delivery);
}

const failure = (outcome: Outcome) => (outcome as Outcome & { error: JobFactoryError }).error;

test('an enqueue asks no factory and runs no constructor that takes arguments', async () => {
  const jobFactory = jest.fn();
  app = setUp({ jobFactory });
  for (const JobClass of [MailJob, ChildMailJob]) {
    const job = await JobClass.set({ queue: 'mail' }).performLater('well');
    expect(job).toBeInstanceOf(JobClass);
    expect(job).toMatchObject({ enqueued: true, queueName: 'mail', arguments: ['well'] });
  }
  expect(jobFactory).not.toHaveBeenCalled();
  expect(enqueuing).toHaveLength(2);
  expect(stored.map(({ name }) => name)).toEqual(['MailJob', 'ChildMailJob']);
  expect(stored[0]?.data).toEqual({ drover: 1, args: ['well'] });
});

test('each run has an object of its own, which has the state of the job and its callbacks', async () => {
  const { id } = await MailJob.performLater('well');
  expect(await deliver()).toMatchObject({ kind: 'completed', value: 1 });
  expect(await deliver({ attemptsMade: 1 })).toMatchObject({ kind: 'completed', value: 1 });
  expect(performed).toHaveLength(2);
  expect(performed[0]).not.toBe(performed[1]);
  const run = (count: number) => ['constructed', `well in run ${count} of ${id}`, 'told'];
  expect(mailer.sent).toEqual([...run(1), ...run(2)]);
});

test('middleware has the object that performs', async () => {
  const seen: Job[] = [];
  app.workerMiddleware.add((job, next) => (seen.push(job), next()));
  await ChildMailJob.performLater('well');
  await deliver();
  expect(seen).toEqual([performed[0]]);
  expect(seen[0]).toBe(performed[0]);
});

test('an attribute of an object without fields is known before there is an object with some', async () => {
  class FreshJob extends Job {
    @Attribute()
    cursor = 0;
    constructor(readonly sender: Mailer) {
      super();
    }
    perform() {}
  }
  const job = FreshJob.build();
  job.cursor = 4;
  await job.enqueue();
  expect(stored[0]?.data.attributes).toEqual({ cursor: 4 });
});

test('what an attribute holds goes from the built job to the run, and on to the next', async () => {
  const job = MailJob.build('later');
  job.cursor = 4;
  await job.enqueue();
  expect(stored[0]?.data.attributes).toEqual({ cursor: 4 });
  expect(await deliver()).toMatchObject({ kind: 'snoozed', data: { attributes: { cursor: 5 } } });
  await job.performNow();
  expect(stored.at(-1)?.data.attributes).toEqual({ cursor: 5 });
});

test('performNow runs on an object of the factory, unless the object is of your own making', async () => {
  expect(await MailJob.performNow('well')).toBe(1);
  expect(mailer.sent).toContain('told');
  const own = new MailJob(new Mailer());
  await expect(own.performNow()).resolves.toBe(1);
  expect(performed.at(-1)).toBe(own);
});

test('what the factory throws is an error of the run: its rules see the cause', async () => {
  app = setUp({ jobFactory: () => Promise.reject(new Unreachable('no database')) });
  await MailJob.performLater('well');
  expect(await deliver()).toMatchObject({ kind: 'retried', error: { message: 'no database' } });
  app = setUp({
    jobFactory: () => {
      throw new RangeError('no such service');
    },
  });
  const outcome = await deliver();
  expect(outcome.kind).toBe('failed');
  // AfterDiscard methods run on what stands in for the job, and lack its services.
  expect(failure(outcome)).toBeInstanceOf(TypeError);
  expect(failure(outcome).cause).toMatchObject({
    code: 'DROVER_JOB_FACTORY',
    message: 'jobFactory could not make a MailJob: no such service',
  });
});

test.each([
  ['cancelled', true, { kind: 'discarded', because: 'cancelled' }],
  ['handed back', false, { kind: 'interrupted' }],
])('a job that is %s while its object is made does not run', async (_, cancelled, outcome) => {
  const abort = new AbortController();
  app = setUp({
    jobFactory: async (JobClass) => {
      Object.assign(delivery ?? {}, { cancelled });
      abort.abort();
      return new JobClass(mailer);
    },
  });
  await MailJob.performLater('well');
  expect(await deliver({ signal: abort.signal })).toMatchObject(outcome);
  expect(mailer.sent).not.toContain('told');
});

test.each<[string, DroverOptions['jobFactory'], string]>([
  ['nothing', () => undefined as never, 'expected an instance of PlainJob, got undefined'],
  ['an object of another class', () => new MailJob(mailer), 'got an instance of MailJob'],
  ['a subclass', () => new (class Sub extends PlainJob {})(), 'got an instance of Sub'],
])('a factory that gives %s is told what was expected', async (_, jobFactory, message) => {
  app = setUp({ jobFactory: jobFactory as never });
  await PlainJob.performLater();
  const error = failure(await deliver());
  expect(error.code).toBe('DROVER_JOB_FACTORY');
  expect(error.message).toContain(message);
});

test('a factory that gives the same object again is found out', async () => {
  const shared = new PlainJob();
  app = setUp({ jobFactory: () => shared });
  await PlainJob.performLater();
  expect(await deliver()).toMatchObject({ kind: 'completed' });
  expect(failure(await deliver()).message).toContain('got one that has run before');
});

test('without a factory a constructor that takes arguments is refused, one with defaults is not', async () => {
  app = setUp({});
  await ChildMailJob.performLater('badly');
  const { cause } = failure(await deliver());
  expect(cause).toMatchObject({ code: 'DROVER_JOB_FACTORY' });
  expect((cause as Error).message).toContain('The constructor of ChildMailJob takes arguments');
  expect(await PlainJob.performNow()).toBe(1);
});

test('a job that is given up outside of a run has its services in AfterDiscard', async () => {
  await MailJob.performLater('well');
  expect(await deliver({ crashes: 3 })).toMatchObject({ kind: 'failed' });
  expect(mailer.sent).toEqual(['constructed', expect.stringContaining('buried: ')]);
  expect(performed).toEqual([]);
});

test('so has one that found no slot', async () => {
  await ScarceMailJob.performLater('well');
  const key = 'limit:ScarceMailJob';
  const outcome = await deliver({ enter: async () => ({ kind: 'refused', key, holders: [] }) });
  expect(outcome).toMatchObject({ kind: 'discarded', because: 'limited' });
  expect(mailer.sent).toEqual(['constructed', expect.stringContaining('buried: ')]);
});

test.each(['jobFactory', 'onClose'])('%s must be a function', (option) => {
  expect(() => setUp({ [option]: {} })).toThrow(`configure() ${option}: expected a function`);
});

test('onClose is called once, before the store is closed, and may close in its turn', async () => {
  const steps: string[] = [];
  const adapter = { ...app.adapter, close: async () => void steps.push('store') };
  const closing = setUp({
    adapter,
    onClose: () => {
      steps.push('onClose');
      return closing.close();
    },
  });
  await close();
  expect(steps).toEqual(['onClose', 'store', 'store']);
});

test('an onClose that throws leaves no store open', async () => {
  const adapter = { ...app.adapter, close: jest.fn(async () => {}) };
  setUp({ adapter, onClose: () => Promise.reject(new Unreachable('no goodbye')) });
  await expect(close()).rejects.toThrow('no goodbye');
  expect(adapter.close).toHaveBeenCalledTimes(1);
});
