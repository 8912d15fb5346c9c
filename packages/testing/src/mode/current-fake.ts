import { currentApplication } from '@drover/core';
import type { FakeQueues } from './fake-queues';
import { NoFakeError } from './no-fake-error';
import { currentMode } from './scope';

/** The fake in force here. @throws NoFakeError */
export function currentFake(helper: string): FakeQueues {
  const fake = currentMode()?.fake;
  if (!fake) throw new NoFakeError(helper, currentApplication().adapter.name);
  return fake;
}
