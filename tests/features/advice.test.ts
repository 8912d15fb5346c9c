import {
  BeforePerform,
  configure,
  DiscardOn,
  InvalidOptionsError,
  Job,
  performAllLater,
  QueueAs,
  RetryOn,
  Unique,
} from '@drover/core';

class Subject extends Job {
  async perform(): Promise<void> {}
}
class Base extends Job {
  declare perform: () => void;
}
const nameless = (() => class extends Subject {})();

/** As someone writes who comes from JavaScript: no compiler in between. */
const untyped = (value: unknown) => value as never;

test.each<[mistake: string, make: () => unknown, advice: RegExp]>([
  [
    'a retry rule in the words of BullMQ',
    () => RetryOn(Error, untyped({ retries: 3 })),
    /got "retries"\. Here it is 'attempts'\.$/,
  ],
  [
    'the store in the words of BullMQ',
    () => configure(untyped({ connection: {} })),
    /Here it is 'store'\.$/,
  ],
  [
    'an option in the words of Rails',
    () => Subject.set(untyped({ wait_until: new Date() })),
    /Did you mean 'waitUntil'\?$/,
  ],
  [
    'a wait in the words of Rails',
    () => RetryOn(Error, { wait: untyped('polynomially_longer') }),
    /Did you mean 'polynomiallyLonger'\?$/,
  ],
  [
    'a lock in the words of sidekiq-unique-jobs',
    () => Unique({ lock: untyped('until_executed') }),
    /'whileExecuting', or 'untilAndWhileExecuting', got "until_executed"\. Did you mean 'untilExecuted'\?$/,
  ],
  [
    'an error class that a circular import left undefined',
    () => DiscardOn(untyped(undefined)),
    /got undefined\. Two files that import each other .* a file of its own\.$/,
  ],
  [
    'a decorator on what is no job',
    () => QueueAs('low')(untyped(class Service {})),
    /^@QueueAs: expected to stand on a class that extends Job, got the class Service\.$/,
  ],
  [
    'a decorator that was compiled by an old proposal',
    () => QueueAs('low')(untyped({ kind: 'class', elements: [] })),
    /set "experimentalDecorators" in tsconfig\.json\.$/,
  ],
  ['a base class', () => Base.performLater(), /^Base\.perform: expected a method, got undefined\./],
  ['a class without a name', () => nameless.performLater(), /@JobName\('…'\)/],
  ['one job', () => performAllLater(untyped(Subject.build())), /expected a list of jobs, as MyJob/],
  [
    'a list of classes',
    () => performAllLater(untyped([Subject.build(), Subject])),
    /^performAllLater\(\) \[1\]: expected a job, as MyJob\.build\(…\) makes it, got the class Subject\.$/,
  ],
  [
    'both times',
    () => Subject.set({ wait: 1, waitUntil: 2 }),
    /got \{ wait: 1, waitUntil: 2 \}\.$/,
  ],
  [
    'a callback without parentheses',
    () => Reflect.apply(BeforePerform, undefined, [class {}]),
    /parenthes/,
  ],
])('%s is refused with advice', async (_, make, advice) => {
  const refusal = await Promise.resolve()
    .then(make)
    .catch((error: unknown) => error);

  expect(refusal).toBeInstanceOf(InvalidOptionsError);
  expect((refusal as Error).message).toMatch(advice);
});
