import {
  Job,
  LimitConcurrency,
  performAllLater,
  QueueAs,
  RetryOn,
  startWorker,
  Unique,
  type Worker,
} from '@drover/core';
import { waitFor } from '../support/wait-for';

const done: string[] = [];

export class PlainJob extends Job {
  async perform(name: string): Promise<void> {
    done.push(name);
  }
}

@QueueAs('other')
@RetryOn(Error, { wait: '50 ms', attempts: 3 })
class ShakyJob extends Job {
  async perform(name: string): Promise<void> {
    if (this.executions < 2) throw new Error('again');
    done.push(name);
  }
}

@Unique('1 hour')
class OnlyJob extends Job {
  async perform(name: string): Promise<void> {
    done.push(name);
  }
}

@LimitConcurrency({ to: 1, key: () => 'all' })
class LimitedJob extends Job {
  async perform(name: string): Promise<void> {
    await this.withLock('a lock', { ttl: '10 seconds' }, async () => {
      done.push(name);
    });
  }
}

export const JOBS = [PlainJob, ShakyJob, OnlyJob, LimitedJob];

export function work(): Promise<Worker> {
  done.length = 0;
  return startWorker({ queues: ['default', 'other'], concurrency: 5 });
}

/** Of everything that a store is asked for, something; each name once, and nothing else. */
export async function expectADayOfWork(day: string): Promise<void> {
  const named = (kind: string, count: number) =>
    Array.from({ length: count }, (_, index) => `${day} ${kind} ${index}`);
  await performAllLater(named('bulk', 300).map((name) => PlainJob.build(name)));
  await performAllLater(named('limited', 5).map((name) => LimitedJob.build(name)));
  for (const name of named('shaky', 3)) await ShakyJob.performLater(name);
  await PlainJob.set({
    after: [ShakyJob.build(`${day} batch 0`), PlainJob.build(`${day} batch 1`)],
  }).performLater(`${day} batch 2`);
  await PlainJob.set({ wait: 200 }).performLater(`${day} delayed 0`);
  const first = await OnlyJob.set({ wait: 100 }).performLater(`${day} only 0`);
  const second = await OnlyJob.performLater(`${day} only 0`);
  expect(second).toMatchObject({ enqueued: false, duplicateOf: first.id });

  const expected = [
    ...named('bulk', 300),
    ...named('limited', 5),
    ...named('shaky', 3),
    ...named('batch', 3),
    ...[`${day} delayed 0`, `${day} only 0`],
  ].toSorted();
  const today = () => done.filter((name) => name.startsWith(`${day} `)).toSorted();
  await waitFor(() => today().length >= expected.length, {
    what: `${day}'s work`,
  });
  expect(today()).toEqual(expected);
}
