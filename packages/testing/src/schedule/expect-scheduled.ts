import type { Job } from '@drover/core';
import { deferred, type Deferred } from '../expectations/deferred';
import { ExpectationError } from '../expectations/expectation-error';
import { currentFake } from '../mode/current-fake';
import { declaredSchedule } from './declared-schedule';
import { EntryExpectation } from './entry-expectation';

/**
 * Asserts that the schedule has an entry of this name: in its file, on a class, or added by code.
 * To be awaited.
 *
 * @example
 * ```ts
 * await expectScheduled('cleanup').cron('0 2 * * *').runs(CleanupJob);
 * ```
 * @throws ExpectationError, NoFakeError
 * @throws InvalidConfigFileError when the schedule file cannot be used
 */
export function expectScheduled(name: string): Deferred<EntryExpectation> {
  return deferred(find(name));
}

/**
 * Moves the clock to the next time of this entry, and enqueues its job. Resolves to the job. An entry
 * that rests is enqueued, too, without the clock being moved. It is the one entry and the one job:
 * `overlap` leaves no tick out, `jitter` puts none off, and ticks of other entries in between do not come.
 *
 * @throws ScheduleError when there is no such entry
 * @throws NoFakeError, InvalidConfigFileError
 */
export async function tick(name: string): Promise<Job> {
  const fake = currentFake('tick()');
  const entries = await declaredSchedule(fake);
  const next = entries.find((entry) => entry.name === name)?.next;
  if (next) fake.clock.travelTo(next);
  return fake.app.schedule.runNow(name);
}

async function find(name: string): Promise<EntryExpectation> {
  const entries = await declaredSchedule(currentFake('expectScheduled()'));
  const entry = entries.find((each) => each.name === name);
  if (entry) return new EntryExpectation(entry);
  const names = entries.map((each) => `'${each.name}'`).join(', ');
  throw new ExpectationError(
    `expectScheduled('${name}'): the schedule has no such entry. It has: ${names || 'none'}.`,
  );
}
