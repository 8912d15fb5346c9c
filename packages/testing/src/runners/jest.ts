import type { FakeQueuesOptions } from '../mode/fake-queues';
import { fakeEachTest, type Hooks } from './each-test';
import { matchers, type JobMatchers } from './matchers';

declare global {
  namespace jest {
    // oxlint-disable-next-line no-unused-vars -- as Jest declares it
    interface Matchers<R, T = {}> extends JobMatchers<R> {}
  }
}

interface JestGlobals extends Hooks {
  readonly expect: { extend(more: typeof matchers): void };
}

/**
 * Call it once in a test file, or in a file of `setupFilesAfterEnv`: each test gets fake queues of
 * its own, and `expect` the matchers.
 */
export function setupDrover(options: FakeQueuesOptions = {}): ReturnType<typeof fakeEachTest> {
  const { expect, ...hooks } = jestGlobals();
  expect.extend(matchers);
  return fakeEachTest(hooks, options);
}

function jestGlobals(): JestGlobals {
  const globals = globalThis as Partial<JestGlobals>;
  if (typeof globals.beforeEach === 'function') return globals as JestGlobals;
  // Under `injectGlobals: false`; only Jest has this module.
  return require('@jest/globals') as JestGlobals;
}
