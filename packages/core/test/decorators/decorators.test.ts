import {
  AfterDiscard,
  AfterPerform,
  AroundPerform,
  BeforePerform,
  Cron,
  DiscardOn,
  InvalidOptionsError,
  Job,
  JobName,
  QueueAs,
  QueueWithPriority,
  RescueFrom,
  RetryOn,
  Sandboxed,
} from '../../src/index';
import { optionsOf } from '../../src/options/job-options';

class Timeout extends Error {}
class NotFound extends Error {}

@QueueAs('medium')
@QueueWithPriority(7)
@RetryOn(Timeout)
abstract class ApplicationJob extends Job {
  @BeforePerform()
  first() {}

  @AfterDiscard()
  parentGivesUp() {}
}

@QueueAs('high')
@RetryOn(Timeout, { attempts: 3, wait: '3 seconds' })
@DiscardOn([NotFound, RangeError])
@RescueFrom(TypeError, 'recover')
class ChildJob extends ApplicationJob {
  @AroundPerform()
  async second(next: () => Promise<unknown>) {
    await next();
  }

  @AfterPerform()
  third() {}

  @AfterDiscard()
  childGivesUp() {}

  recover() {}

  perform(_id: number) {}
}

@JobName('legacy.report')
class ReportJob extends ChildJob {}

class PlainJob extends Job {
  perform() {}
}

test('a class compiles its own declarations before its parents', () => {
  const { name, queue, priority, policies } = optionsOf(ChildJob);
  expect({ name, queue, priority }).toEqual({ name: 'ChildJob', queue: 'high', priority: 7 });
  expect(policies.map(({ kind }) => kind)).toEqual(['rescue', 'discard', 'retry', 'retry']);
});

test('the textually last rule of a class is searched first, a child before its parent', () => {
  const attempts = optionsOf(ChildJob).policies.flatMap((policy) =>
    policy.kind === 'retry' ? [policy.attempts] : [],
  );
  expect(attempts).toEqual([3, 5]);
});

test('callbacks are inherited, the parent first', () => {
  const { performHooks, discardHooks } = optionsOf(ChildJob);
  expect(performHooks.map(({ when, method }) => `${when} ${String(method)}`)).toEqual([
    'before first',
    'around second',
    'after third',
  ]);
  expect(discardHooks.map(({ method }) => method)).toEqual(['parentGivesUp', 'childGivesUp']);
});

test('a name belongs to one class and is not inherited', () => {
  class Grandchild extends ReportJob {}
  expect(optionsOf(ReportJob).name).toBe('legacy.report');
  expect(optionsOf(Grandchild).name).toBe('Grandchild');
});

test('a static name does as well as the decorator', () => {
  class Named extends Job {
    static override readonly jobName = 'named';
    perform() {}
  }
  expect(optionsOf(Named).name).toBe('named');
});

test('a class without declarations has none of its relatives', () => {
  expect(optionsOf(PlainJob)).toMatchObject({
    name: 'PlainJob',
    queue: undefined,
    policies: [],
    performHooks: [],
  });
});

test('compiled options are frozen and compiled once', () => {
  expect(Object.isFrozen(optionsOf(ChildJob))).toBe(true);
  expect(Object.isFrozen(optionsOf(ChildJob).policies)).toBe(true);
  expect(optionsOf(ChildJob)).toBe(optionsOf(ChildJob));
});

test('the most runs that a rule grants are the attempts for display', () => {
  expect(optionsOf(ChildJob).attempts).toBe(5);
  expect(optionsOf(PlainJob).attempts).toBeUndefined();
});

test.each<[string, () => unknown, RegExp]>([
  [
    'a wait that is no duration',
    () => RetryOn(Error, { wait: 'soon' as never }),
    /@RetryOn wait: expected .*got .*soon/,
  ],
  [
    'no attempt at all',
    () => RetryOn(Error, { attempts: 0 }),
    /@RetryOn attempts: expected a whole number of runs from 1/,
  ],
  [
    'a misspelt option',
    () => RetryOn(Error, { attemps: 3 } as never),
    /only the options wait, attempts/,
  ],
  [
    'an error that is no class',
    () => RetryOn('Error' as never),
    /an error class or a list of them/,
  ],
  [
    'an undefined error class, as a circular import gives',
    () => DiscardOn(undefined as never),
    /got undefined/,
  ],
  ['an empty list of errors', () => DiscardOn([]), /an error class or a list of them/],
  [
    'a jitter that is no number',
    () => RetryOn(Error, { jitter: 'much' as never }),
    /@RetryOn jitter/,
  ],
  [
    'an exhaustion handler that is no function',
    () => RetryOn(Error, { onExhausted: 5 as never }),
    /@RetryOn onExhausted/,
  ],
  ['a queue name with a colon', () => QueueAs('a:b'), /@QueueAs/],
  ['a queue that is neither name nor function', () => QueueAs(5 as never), /@QueueAs/],
  ['a negative priority', () => QueueWithPriority(-1), /@QueueWithPriority/],
  ['an empty name', () => JobName(' '), /@JobName/],
  [
    'a callback without parentheses',
    () => (BeforePerform as (...args: unknown[]) => unknown)(() => {}, {}),
    /@BeforePerform\(\)/,
  ],
])('%s is refused when the class loads', (_what, declare, message) => {
  expect(declare).toThrow(InvalidOptionsError);
  expect(declare).toThrow(message);
});

test('two rules for different classes of one name have counters of their own', () => {
  const [one, two] = [1, 2].map(() => ({ Conflict: class Conflict extends Error {} }).Conflict);

  @RetryOn(one as typeof Error)
  abstract class ParentJob extends Job {}

  @RetryOn(two as typeof Error)
  @RetryOn(one as typeof Error, { attempts: 9 })
  class NamesakeJob extends ParentJob {
    perform() {}
  }
  const keys = optionsOf(NamesakeJob).policies.flatMap((policy) =>
    policy.kind === 'retry' ? [[policy.attempts, policy.key]] : [],
  );
  expect(keys).toEqual([
    [9, 'Conflict'],
    [5, 'Conflict#2'],
    [5, 'Conflict'],
  ]);
});

@Cron('0 7 * * *', { tz: 'Europe/Berlin', args: ['daily'], overlap: 'skip' })
@Cron({ every: '5 minutes' }, { name: 'often' })
class DigestJob extends Job {
  perform(_kind?: string) {}
}

class QuietDigestJob extends DigestJob {}

test('@Cron declares entries of the schedule in the order of the source, for its own class only', () => {
  expect(optionsOf(DigestJob).crons).toMatchObject([
    {
      name: undefined,
      args: ['daily'],
      recurrence: { fields: '0 7 * * *', zone: 'Europe/Berlin' },
      settings: { overlap: 'skip', grace: 60_000, jitter: 0 },
    },
    { name: 'often', args: [], recurrence: { every: 300_000 } },
  ]);
  expect(optionsOf(QuietDigestJob).crons).toEqual([]);
});

test.each([
  ['a cron that means nothing', () => Cron('often')],
  ['a zone that is none', () => Cron('@daily', { tz: 'Nowhere' })],
  ['an interval under a second', () => Cron({ every: '10ms' })],
  ['an interval in a zone', () => Cron({ every: '1 hour' }, { tz: 'UTC' })],
  ['an option nobody knows', () => Cron('@daily', { timezone: 'UTC' } as never)],
  ['arguments that are no list', () => Cron('@daily', { args: 'x' as never })],
  ['a name that is empty', () => Cron('@daily', { name: '' })],
])('@Cron refuses %s when the class loads', (_, declare) => {
  expect(declare).toThrow(InvalidOptionsError);
});

test('a sandbox is inherited, and a limit of memory that is none is refused', () => {
  @Sandboxed({ memory: '64mb' })
  class RenderJob extends Job {
    perform() {}
  }
  class PosterJob extends RenderJob {}
  expect(optionsOf(PosterJob).sandbox).toMatchObject({ memory: 64 * 1024 * 1024 });
  expect(optionsOf(ChildJob).sandbox).toBeUndefined();
  expect(() => Sandboxed({ memory: 'plenty' })).toThrow(InvalidOptionsError);
  expect(() => Sandboxed({ memroy: '64mb' } as never)).toThrow(/memroy/);
});
