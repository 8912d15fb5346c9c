import { InvalidOptionsError } from '@drover/core';
import {
  expectEnqueued,
  ExpectationError,
  expectNotEnqueued,
  expectNotPerformed,
  expectPerformed,
  fakeQueues,
  performEnqueuedJobs,
  type FakeQueues,
  type JobFilter,
} from '@drover/testing';
import type { RunnableCase } from '../../case';
import { HelloJob } from '../../zoo/hello-job';
import { LoggingJob } from '../../zoo/logging-jobs';

export const hello = (queue = 'default') => HelloJob.set({ queue }).performLater('Jamie');
export const logging = (queue = 'default') => LoggingJob.set({ queue }).performLater('x');

type Act = () => Promise<unknown>;

/** A case of the test kit: on every adapter it runs on the fake that stands in for it. */
export function kit(
  id: string,
  behaviour: string,
  run: (queues: FakeQueues) => Promise<void>,
): RunnableCase {
  return { id, behaviour, run: () => fakeQueues({ now: 0 }, run) };
}

/** Several, one after the other. */
export function all(...acts: readonly Act[]): Act {
  return async () => {
    for (const act of acts) await act();
  };
}

export const nothing: Act = async () => {};

export interface Counted {
  readonly act: Act;
  readonly filter?: JobFilter;
  readonly times: number;
  /** The text of the failure, or that it is refused. Absent: it passes. */
  readonly fails?: string;
}

/** So many jobs are enqueued while the block runs. */
export const enqueuedInBlock = counting(async ({ act, filter, times }) =>
  times === 0 ? expectNotEnqueued(filter, act) : expectEnqueued(filter, act).times(times),
);

/** So many runs come of the block. */
export const performedInBlock = counting(async ({ act, filter, times }) =>
  times === 0 ? expectNotPerformed(filter, act) : expectPerformed(filter, act).times(times),
);

/** So many runs there were. */
export const performedBefore = counting(async ({ act, filter, times }) => {
  await act();
  await performEnqueuedJobs();
  return times === 0 ? expectNotPerformed(filter) : expectPerformed(filter).times(times);
});

function counting(assert: (counted: Counted) => Promise<unknown>) {
  return (id: string, behaviour: string, counted: Counted): RunnableCase =>
    kit(id, behaviour, async () => {
      const { fails } = counted;
      if (fails === undefined) return void (await assert(counted));
      await (fails === REFUSED ? refuses : failsWith(fails))(() => assert(counted));
    });
}

/** `only` and `except` together. */
export const REFUSED = 'refused';

async function refuses(act: () => unknown): Promise<void> {
  const thrown = await thrownBy(act);
  expect(thrown).toBeInstanceOf(InvalidOptionsError);
  expect(thrown).toMatchObject({ message: expect.stringContaining("either 'only' or 'except'") });
}

export function failsWith(...texts: readonly string[]): (act: () => unknown) => Promise<void> {
  return async (act) => {
    const thrown = await thrownBy(act);
    expect(thrown).toBeInstanceOf(ExpectationError);
    for (const text of texts) expect((thrown as Error).message).toContain(text);
  };
}

export async function thrownBy(act: () => unknown): Promise<unknown> {
  try {
    await act();
    return undefined;
  } catch (error) {
    return error;
  }
}
