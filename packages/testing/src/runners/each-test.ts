import { FakeQueues, type FakeQueuesOptions } from '../mode/fake-queues';

/** The hooks of a test runner. */
export interface Hooks {
  readonly beforeEach: (fn: () => void) => unknown;
  readonly afterEach: (fn: () => void) => unknown;
}

/** Fresh queues for each test, and what was there before after it. Gives those of the present test. */
export function fakeEachTest(
  hooks: Hooks,
  options: FakeQueuesOptions,
): { readonly queues: FakeQueues } {
  let queues: FakeQueues | undefined;
  hooks.beforeEach(() => void (queues = new FakeQueues(options).enter(false)));
  hooks.afterEach(() => queues?.restore());
  return {
    get queues() {
      if (queues) return queues;
      throw new TypeError('setupDrover(): there are queues only while a test runs');
    },
  };
}
