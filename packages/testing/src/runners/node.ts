import { afterEach, beforeEach } from 'node:test';
import type { FakeQueuesOptions } from '../mode/fake-queues';
import { fakeEachTest } from './each-test';

/** Call it once in a test file of `node:test`: each test gets fake queues of its own. */
export function setupDrover(options: FakeQueuesOptions = {}): ReturnType<typeof fakeEachTest> {
  return fakeEachTest({ beforeEach, afterEach }, options);
}
