import { afterEach, beforeEach, expect } from 'vitest';
import type { FakeQueuesOptions } from '../mode/fake-queues.js';
import { fakeEachTest } from './each-test.js';
import { matchers, type JobMatchers } from './matchers.js';

declare module 'vitest' {
  // oxlint-disable-next-line no-unused-vars, no-explicit-any -- as Vitest declares it
  interface Assertion<T = any> extends JobMatchers<void> {}
}

/**
 * Call it once in a test file, or in a file of `setupFiles`: each test gets fake queues of its own,
 * and `expect` the matchers. An ES module, as Vitest is one.
 */
export function setupDrover(options: FakeQueuesOptions = {}): ReturnType<typeof fakeEachTest> {
  expect.extend(matchers);
  return fakeEachTest({ beforeEach, afterEach }, options);
}
