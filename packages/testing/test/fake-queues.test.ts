import { configure, currentApplication, Job } from '@drover/core';
import {
  expectEnqueued,
  expectNothingEnqueued,
  expectPerformed,
  FakeAdapter,
  FakeClock,
  fakeQueues,
  NoFakeError,
  performEnqueuedJobs,
  performJob,
  realQueues,
} from '../src/index';
import { done, FlakyJob, GreetJob, ParentJob } from './jobs';

beforeEach(() => (done.length = 0));

const tick = () => new Promise((resolve) => setImmediate(resolve));

describe('fakeQueues()', () => {
  test('are in force until they are disposed of', async () => {
    {
      using queues = fakeQueues();
      await GreetJob.performLater('Ada');
      expect(currentApplication()).toBe(queues.app);
      expectEnqueued(GreetJob).with('Ada').once();
    }
    expect(() => expectEnqueued(GreetJob)).toThrow(NoFakeError);
  });

  test('nest: what was in force before is so again', async () => {
    using outer = fakeQueues();
    await GreetJob.performLater('outside');
    {
      using _queues = fakeQueues();
      expectNothingEnqueued();
      await GreetJob.performLater('inside');
    }
    expectEnqueued(GreetJob).with('outside').once();
    expect(outer.adapter.enqueued).toHaveLength(1);
  });

  test('with a function they are in force in its flow alone', async () => {
    using _queues = fakeQueues();
    const inside = fakeQueues(async () => {
      await tick();
      await GreetJob.performLater('inside');
      expectEnqueued(GreetJob).with('inside').once();
    });
    await GreetJob.performLater('outside');
    await inside;
    expectEnqueued(GreetJob).with('outside').once();
  });

  test('tests that overlap have one each', async () => {
    const overlapping = async (name: string): Promise<void> => {
      using _queues = fakeQueues();
      for (let step = 0; step < 5; step += 1) {
        await GreetJob.performLater(`${name} ${step}`);
        await tick();
      }
      expectEnqueued(GreetJob)
        .with((text) => text.startsWith(name))
        .times(5);
      expectEnqueued(GreetJob).times(5);
    };
    await Promise.all(['A', 'B', 'C', 'D'].map(overlapping));
  });

  test('take what configure() was told, but for store and clock', async () => {
    configure({ store: 'redis://127.0.0.1:1', defaultQueue: 'told', retryJitter: 0.5 });
    using queues = fakeQueues();
    await GreetJob.performLater('Ada');
    expectEnqueued(GreetJob).onQueue('told');
    expect(queues.app.defaults.retryJitter).toBe(0.5);
  });

  test('win over a configure() that comes later, as that of a module the test imports does', async () => {
    using _queues = fakeQueues();
    configure({ store: 'redis://127.0.0.1:1' });
    await GreetJob.performLater('Ada');
    expectEnqueued(GreetJob).once();
  });

  test('run a job whose class nobody has registered', async () => {
    class UnheardOfJob extends Job {
      perform(): void {
        done.push('ran');
      }
    }
    using queues = fakeQueues({ jobs: [] });
    await UnheardOfJob.performLater();
    await queues.drain();
    expect(done).toEqual(['ran']);
  });

  test('run jobs in themselves, whatever else is in force', async () => {
    const first = fakeQueues();
    using second = fakeQueues();
    await first.run(() => ParentJob.performLater());
    await first.drain();
    expect(first.adapter.completed).toHaveLength(2);
    expect(second.adapter.enqueued).toEqual([]);
    first.restore();
  });

  test('say which options they take', () => {
    expect(() => fakeQueues({ mode: 'real' as never })).toThrow("'fake' or 'inline'");
    expect(() => fakeQueues({ nope: 1 } as never)).toThrow('nope');
  });
});

describe('inline', () => {
  test('a job runs during its enqueue, and so do those that it enqueues', async () => {
    using _queues = fakeQueues({ mode: 'inline' });
    await ParentJob.performLater();
    expect(done).toEqual(['parent', 'child']);
    expectPerformed().twice();
  });

  test('an enqueue rejects with what its job failed for good with', async () => {
    using _queues = fakeQueues({ mode: 'inline' });
    await expect(FlakyJob.performLater('broken')).rejects.toThrow(new TypeError('a bug'));
  });

  test('what is delayed, or retried, waits', async () => {
    using queues = fakeQueues({ mode: 'inline' });
    await GreetJob.set({ wait: '1 hour' }).performLater('later');
    await FlakyJob.performLater('flaky');
    expect(done).toEqual(['flaky 1 on default']);
    await queues.drain();
    expect(done).toHaveLength(4);
  });
});

describe('realQueues()', () => {
  test('put what is configured back in force', async () => {
    const adapter = new FakeAdapter(new FakeClock());
    configure({ adapter });
    using _queues = fakeQueues();
    {
      using _real = realQueues();
      await GreetJob.performLater('Ada');
      expect(() => expectNothingEnqueued()).toThrow("jobs go to the adapter 'test' here");
    }
    expectNothingEnqueued();
    expect(adapter.enqueued).toHaveLength(1);
  });
});

describe('a jobFactory', () => {
  class ServiceJob extends Job {
    constructor(readonly greet: (name: string) => string) {
      super();
    }
    perform(name: string) {
      return this.greet(name);
    }
  }

  test('is taken from what is configured, unless the fake has one of its own; onClose is not', async () => {
    const onClose = jest.fn();
    configure({
      logLevel: 'silent',
      jobFactory: (JobClass) => new JobClass((name: string) => `Hello ${name}`),
      onClose,
    });
    await fakeQueues(() => performJob(ServiceJob, ['Ada']).toComplete('Hello Ada'));
    const jobFactory = async (JobClass: new (greet: unknown) => Job) =>
      new JobClass((name: string) => `Bye ${name}`);
    using _queues = fakeQueues({ jobFactory });
    await performJob(ServiceJob, ['Ada']).toComplete('Bye Ada');
    await ServiceJob.performLater('Eve');
    await performEnqueuedJobs();
    expectPerformed(ServiceJob).with('Eve').once();
    expect(onClose).not.toHaveBeenCalled();
  });
});
