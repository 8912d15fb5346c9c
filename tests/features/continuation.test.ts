import { setTimeout as pause } from 'node:timers/promises';
import {
  AroundPerform,
  Attribute,
  CheckpointError,
  Continuable,
  DiscardOn,
  enqueueAfterCommit,
  Job,
  performAllLater,
  RetryOn,
  SerializationError,
  snooze,
  Timeout,
  UnadvanceableCursorError,
  type Step,
} from '@drover/core';
import {
  fakeQueues,
  interruptJobAfterStep,
  interruptJobDuringStep,
  performEnqueuedJobs,
  performJob,
  type FakeQueues,
} from '@drover/testing';

class Busy extends Error {}
class Gone extends Error {}

let done: number[] = [];
/** What happens once the cursor has come to a number. */
let accidents: Record<number, (step: Step<number>) => unknown> = {};
let queues: FakeQueues;

class CountJob extends Job {
  @Attribute()
  found: number[] = [];

  async perform(to = 5): Promise<number> {
    await this.step('count', { start: 0 }, async (step) => {
      while (step.cursor < to) {
        done.push(step.cursor);
        this.found.push(step.cursor);
        await step.advance();
        const accident = accidents[step.cursor];
        delete accidents[step.cursor];
        await accident?.(step);
      }
    });
    return this.found.length;
  }
}

@RetryOn(Busy, { wait: '1 minute', attempts: 2, jitter: 0 })
@DiscardOn(Gone)
class RuledJob extends CountJob {}

@Continuable({ resumeErrorsAfterAdvancing: false })
class StrictJob extends CountJob {}

@Timeout(500)
class HastyJob extends CountJob {}

const throwing = (error: unknown) => () => {
  throw error;
};
const waits = () => queues.adapter.enqueued.map(({ dueAt }) => dueAt - queues.clock.now());

beforeEach(() => {
  done = [];
  accidents = {};
  queues = fakeQueues({ jobs: [CountJob, RuledJob, StrictJob, HastyJob], logLevel: 'silent' });
});
afterEach(() => queues.restore());

describe('the progress of a job', () => {
  test('and its attributes are there after an interruption', async () => {
    await CountJob.performLater();
    await interruptJobDuringStep(CountJob, 'count', { cursor: 2 }, () => performEnqueuedJobs());
    expect(done).toEqual([0, 1]);
    await performEnqueuedJobs();
    expect(done).toEqual([0, 1, 2, 3, 4]);
    expect(queues.adapter.completed).toMatchObject([{ value: 5 }]);
  });

  test('is there after a retry by a rule, which waits as the rule says', async () => {
    accidents[3] = throwing(new Busy());
    await RuledJob.performLater();
    await performEnqueuedJobs();
    expect(waits()).toEqual([60_000]);
    await performEnqueuedJobs();
    expect(done).toEqual([0, 1, 2, 3, 4]);
  });

  test('is there after a snooze', async () => {
    accidents[3] = () => snooze('10 minutes');
    await CountJob.performLater();
    await queues.drain();
    expect(done).toEqual([0, 1, 2, 3, 4]);
  });

  test.each([
    ['the same', undefined, [0, 1, 2, 3, 4]],
    ['other', [2], [0, 1, 2, 0, 1]],
  ])('asked to run again with %s arguments, it is there if they are', async (_, args, took) => {
    const again = { ...(args && { args }) };
    class AgainJob extends CountJob {
      override async perform(to?: number): Promise<number> {
        return super.perform(to).catch((error: Error) => {
          this.retryJob(again);
          return error.message.length;
        });
      }
    }
    queues.app.registry.register(AgainJob);
    accidents[3] = throwing(new Error('for once'));
    await AgainJob.performLater();
    await queues.drain();
    expect(done).toEqual(took);
  });

  test('stays with a job that fails', async () => {
    accidents[3] = throwing(new Error('a bug'));
    await StrictJob.performLater();
    await performEnqueuedJobs({ onFailure: 'return' });
    expect(queues.adapter.failed).toMatchObject([
      { data: { steps: { completed: [], current: { name: 'count', cursor: 3 } } } },
    ]);
  });

  test('is told by status(), with the cursor as it was set', async () => {
    const job = await CountJob.performLater();
    await interruptJobDuringStep(CountJob, 'count', { cursor: 2 }, () => performEnqueuedJobs());
    expect(await job.status()).toMatchObject({
      ...{ state: 'waiting', executions: 0 },
      steps: { completed: [], current: { name: 'count', cursor: 2 } },
    });
    await queues.drain();
    expect(await job.status()).toMatchObject({ state: 'completed', result: 5 });
  });

  test('has every step that is done stored before the next begins', async () => {
    const told: unknown[] = [];
    class TellingJob extends Job {
      async perform(): Promise<void> {
        for (const name of ['first', 'second', 'third'])
          await this.step(name, async () => {
            const status = await this.status();
            told.push(status.state === 'active' && status.steps?.completed);
          });
      }
    }
    queues.app.registry.register(TellingJob);
    await TellingJob.performLater();
    await queues.drain();
    expect(told).toEqual([undefined, ['first'], ['first', 'second']]);
  });

  test('goes along when performNow is interrupted by an isolated step', async () => {
    class TwoRunsJob extends Job {
      async perform(): Promise<void> {
        await this.step('first', () => done.push(1));
        await this.step('second', { isolated: true }, () => done.push(2));
      }
    }
    queues.app.registry.register(TwoRunsJob);
    await TwoRunsJob.performNow();
    expect(done).toEqual([1]);
    await queues.drain();
    expect(done).toEqual([1, 2]);
  });
});

describe('an error after progress', () => {
  test('is resumed after 5 s, and counts as a run', async () => {
    accidents[3] = throwing(new Error('for once'));
    await CountJob.performLater();
    await performEnqueuedJobs();
    expect(waits()).toEqual([5000]);
    await performEnqueuedJobs();
    expect(done).toEqual([0, 1, 2, 3, 4]);
    expect(queues.adapter.completed).toMatchObject([{ attemptsMade: 1 }]);
  });

  test('that a rule gives up on is given up', async () => {
    accidents[3] = throwing(new Gone());
    await RuledJob.performLater();
    await queues.drain();
    expect(queues.adapter.discarded).toMatchObject([{ because: 'rule' }]);
  });

  test('is resumed when its rule has no attempt left', async () => {
    accidents = { 1: throwing(new Busy()), 2: throwing(new Busy()), 3: throwing(new Busy()) };
    await RuledJob.performLater();
    await queues.drain();
    expect(done).toEqual([0, 1, 2, 3, 4]);
    expect(queues.adapter.completed).toHaveLength(1);
  });

  test('of time is resumed too', async () => {
    accidents[3] = () => new Promise(() => {});
    await HastyJob.performLater();
    await queues.drain();
    expect(done).toEqual([0, 1, 2, 3, 4]);
  });
});

describe('at a checkpoint', () => {
  test('a job that was cancelled ends', async () => {
    const job = await CountJob.performLater();
    accidents[2] = () => job.cancel();
    await queues.drain();
    expect(done).toEqual([0, 1, 2]);
    expect(await job.status()).toMatchObject({ state: 'cancelled' });
  });

  test('a run whose time is over ends', async () => {
    accidents[2] = () => pause(700);
    await performJob(HastyJob, []).toRetry({ in: '5 seconds' });
    await pause(700);
    expect(done).toEqual([0, 1, 2]);
  });

  test('a transaction that could still be rolled back is refused', async () => {
    accidents[2] = (step) => enqueueAfterCommit(async () => step.advance());
    await performJob(CountJob, []).toFailWith(CheckpointError);
  });

  test('in a transaction the cursor stays where it was', async () => {
    accidents[2] = (step) => enqueueAfterCommit(async () => step.advance());
    await CountJob.performLater();
    await performEnqueuedJobs({ onFailure: 'return' });
    expect(queues.adapter.failed).toMatchObject([{ data: { steps: { current: { cursor: 2 } } } }]);
  });
});

describe('steps that are not let through', () => {
  let caught: unknown[] = [];

  class CatchingJob extends Job {
    @AroundPerform()
    async around(next: () => Promise<unknown>): Promise<void> {
      await next().catch((thrown: unknown) => caught.push(thrown));
    }

    async perform(how: 'around perform' | 'around steps'): Promise<void> {
      for (const each of [1, 2, 3]) {
        const taken = this.step(`step ${each}`, { start: 0 }, async (step) => {
          await accidents[each]?.(step);
          done.push(each);
          await step.advance();
        });
        await (how === 'around perform' ? taken : taken.catch((thrown) => caught.push(thrown)));
      }
    }
  }

  class HastenedJob extends Job {
    perform(): void {
      void this.step('slow', () => new Promise(() => {}));
    }
  }

  beforeEach(() => {
    caught = [];
    for (const each of [CatchingJob, HastenedJob]) queues.app.registry.register(each);
  });

  test.each(['around perform', 'around steps'] as const)(
    'end the run all the same, when an interruption is caught %s',
    async (how) => {
      await CatchingJob.performLater(how);
      await interruptJobDuringStep(CatchingJob, 'step 2', () => performEnqueuedJobs());
      expect(done).toEqual([1, 2]);
      expect(caught.length).toBeGreaterThan(0);
      await interruptJobAfterStep(CatchingJob, 'step 2', () => performEnqueuedJobs());
      await queues.drain();
      expect(done).toEqual([1, 2, 2, 3]);
      expect(queues.adapter.completed).toHaveLength(1);
    },
  );

  test('refuse another step behind one whose error was caught', async () => {
    accidents[2] = throwing(new Error('a bug'));
    await performJob(CatchingJob, ['around steps']).toComplete();
    expect(done).toEqual([1]);
    expect(caught.map(String)).toEqual([
      'Error: a bug',
      expect.stringContaining("Step 'step 3' follows one that threw") as string,
    ]);
  });

  test('refuse another that begins beside them', async () => {
    class HeedlessJob extends Job {
      async perform(): Promise<void> {
        await this.step('first', () => {});
        const pair = [2, 3].map((each) =>
          this.step(`step ${each}`, async () => {
            await pause(1);
            done.push(each);
          }),
        );
        await Promise.all(pair);
      }
    }
    queues.app.registry.register(HeedlessJob);
    await performJob(HeedlessJob, []).toFailWith(/'step 3' begins inside step 'step 2'/);
  });

  test('fail a perform that does not await them', async () => {
    await performJob(HastenedJob, []).toFailWith(/step 'slow' is under way. Await each step/);
  });
});

describe('a cursor', () => {
  class CursorJob extends Job {
    async perform(move: (step: Step<unknown>) => unknown, values: unknown[]): Promise<void> {
      await this.step<unknown>('step', async (step) => {
        if (step.resumed) values.push(step.cursor);
        else await move(step);
      });
    }
  }
  const attempt = async (move: (step: Step<unknown>) => unknown) => {
    const values: unknown[] = [];
    const job = CursorJob.build(move, values);
    await job.performNow();
    return values;
  };

  test('that cannot be stored is refused where it is set', async () => {
    await expect(attempt((step) => step.set(() => {}))).rejects.toThrow(SerializationError);
  });

  test('that is too large beside the arguments is refused where it is set, and no job goes on after that', async () => {
    queues.restore();
    queues = fakeQueues({ logLevel: 'silent', payload: { limit: 2000 } });
    class GrowingJob extends Job {
      async perform(_argument: string): Promise<void> {
        await this.step<string>('grow', async (step) => {
          for (const length of [10, 100, 1000]) await step.set('x'.repeat(length));
        });
      }
    }
    queues.app.registry.register(GrowingJob);
    await GrowingJob.performLater('y'.repeat(900));
    await queues.drain();
    expect(queues.adapter.completed).toHaveLength(1);

    await GrowingJob.performLater('y'.repeat(1000));
    await performEnqueuedJobs({ onFailure: 'return' });
    expect(queues.adapter.failed).toMatchObject([
      {
        error: {
          code: 'DROVER_CURSOR_TOO_LARGE',
          message: expect.stringMatching(
            /^Step 'grow': expected a cursor of at most 97\d bytes, .* got 1002\./,
          ),
        },
        data: { steps: { current: { cursor: 'x'.repeat(100) } } },
      },
    ]);
  });

  test('is not all that counts: attributes do when the job is enqueued', async () => {
    queues.restore();
    queues = fakeQueues({ logLevel: 'silent', payload: { limit: 2000 } });
    class LadenJob extends Job {
      @Attribute()
      found = 'z'.repeat(2000);

      perform(): void {}
    }
    queues.app.registry.register(LadenJob);
    const tooLarge = { code: 'DROVER_PAYLOAD_TOO_LARGE' };
    await expect(LadenJob.performLater()).rejects.toMatchObject(tooLarge);
    await expect(performAllLater([LadenJob.build()])).rejects.toMatchObject(tooLarge);
    const light = LadenJob.build();
    light.found = '';
    expect((await light.enqueue()).enqueued).toBe(true);
  });

  test('advances by one, as a number and as a bigint', async () => {
    const cursors: unknown[] = [];
    await attempt(async (step) => {
      await step.advance({ from: 41 });
      cursors.push(step.cursor, step.advanced);
      await step.advance({ from: 41n });
      cursors.push(step.cursor);
    });
    expect(cursors).toEqual([42, true, 42n]);
  });

  test.each([undefined, 1.5, 'a', Number.MAX_SAFE_INTEGER + 1])(
    '%p does not advance',
    async (from) => {
      await expect(attempt((step) => step.advance({ from }))).rejects.toThrow(
        UnadvanceableCursorError,
      );
    },
  );

  test('is kept as it was when it was set, whatever is done to it later', async () => {
    const cursors: number[][] = [];
    class ListJob extends Job {
      async perform(): Promise<void> {
        await this.step<number[]>('lists', async (step) => {
          cursors.push([...(step.cursor ?? [])]);
          if (step.resumed) return;
          const list = [1];
          await step.set(list);
          list.push(2);
          throw new Error('for once');
        });
      }
    }
    queues.app.registry.register(ListJob);
    await ListJob.performLater();
    await queues.drain();
    expect(cursors).toEqual([[], [1]]);
  });
});

describe('the helpers of the test kit', () => {
  class LinearJob extends Job {
    async perform(): Promise<void> {
      for (const each of [1, 2, 3]) await this.step(`step ${each}`, () => done.push(each));
    }
  }
  beforeEach(() => queues.app.registry.register(LinearJob));

  test('interrupt after a step, with a reason', async () => {
    const reasons: string[] = [];
    queues.app.events.on('interrupted', ({ reason }) => reasons.push(reason));
    await LinearJob.performLater();
    const report = await interruptJobAfterStep(LinearJob, 'step 2', { reason: 'SIGTERM' }, () =>
      performEnqueuedJobs(),
    );
    expect(report).toMatchObject({ runs: 1, interrupted: 1 });
    expect(reasons).toEqual(['SIGTERM']);
    expect(done).toEqual([1, 2]);
    await queues.drain();
    expect(done).toEqual([1, 2, 3]);
  });

  test('interrupt an attempt of performJob', async () => {
    const { outcome } = await interruptJobDuringStep(CountJob, 'count', () =>
      performJob(CountJob, []),
    );
    expect(outcome).toBe('interrupted');
    expect(done).toEqual([0]);
  });

  test('say which checkpoints there were, when none was the one', async () => {
    await LinearJob.performLater();
    await CountJob.performLater(12);
    await expect(
      interruptJobAfterStep(LinearJob, 'step 3', () => performEnqueuedJobs()),
    ).rejects.toThrow(
      "interruptJobAfterStep(LinearJob, 'step 3'): expected a run to come to a checkpoint there. " +
        "The runs of LinearJob passed these: after 'step 1', after 'step 2'. A checkpoint is where a step " +
        'sets its cursor or calls checkpoint(), and before each step but the first of a run.',
    );
    await expect(
      interruptJobDuringStep(LinearJob, 'step 2', { cursor: 5 }, () => performEnqueuedJobs()),
    ).rejects.toThrow(
      "interruptJobDuringStep(LinearJob, 'step 2', { cursor: 5 }): expected a run to come to a " +
        'checkpoint there. No run of LinearJob came to a checkpoint at all.',
    );
    await CountJob.performLater(12);
    await expect(
      interruptJobDuringStep(CountJob, 'count', { cursor: 50 }, () => performEnqueuedJobs()),
    ).rejects.toThrow("passed these: in 'count' at 1, in 'count' at 2, in 'count' at 3, in");
  });
});

describe('what is for nobody', () => {
  class SecretJob extends Job {
    static override readonly filterParameters = ['token'];

    async perform(): Promise<void> {
      await this.step<object>('pages', async (step) => {
        if (!step.resumed) await step.set({ token: 'hunter2', page: 2 });
      });
    }
  }
  class HiddenJob extends SecretJob {
    static override readonly logArguments = false;
  }

  test('is not told with a cursor', async () => {
    const told: unknown[] = [];
    queues.app.events.on('stepEnded', ({ step }) => told.push(step));
    await performJob(SecretJob, []);
    await performJob(HiddenJob, []);
    expect(told).toEqual([
      { name: 'pages', cursor: { token: '[FILTERED]', page: 2 } },
      { name: 'pages' },
    ]);
  });

  test('is not shown of a stored cursor, nor of what else a job has stored', () => {
    const cursor = { token: 'hunter2', page: 2 };
    const steps = { completed: ['first'], current: { name: 'pages', cursor } };
    const data = {
      drover: 1,
      args: [],
      steps,
      attributes: { found: 1 },
      context: { user: { id: 7 } },
    };
    const { summaries, registry } = queues.app;
    registry.register(SecretJob);
    registry.register(HiddenJob);
    expect(summaries.shownData('SecretJob', data)).toEqual({
      ...data,
      steps: { ...steps, current: { name: 'pages', cursor: { token: '[FILTERED]', page: 2 } } },
    });
    const hidden = { drover: 1, steps: { ...steps, current: { name: 'pages' } } };
    expect(summaries.shownData('HiddenJob', data)).toEqual(hidden);
    expect(summaries.shownData('HiddenJob', { ...data, steps: 'odd' })).toEqual({ drover: 1 });
    const between = { completed: ['first'] };
    expect(summaries.shownData('HiddenJob', { ...data, steps: between })).toMatchObject({
      steps: between,
    });
  });
});
