import type { ScheduledEntry } from '@drover/core';
import type { FakeQueues } from '../mode/fake-queues';

/**
 * The entries of the schedule file and of the classes, put into the fake store as a worker does, and
 * those that code has added.
 *
 * @throws InvalidConfigFileError, ScheduleError, JobFileError
 */
export async function declaredSchedule(fake: FakeQueues): Promise<readonly ScheduledEntry[]> {
  const { app, adapter, clock } = fake;
  await app.loadJobs();
  const declarations = await app.scheduling.read();
  const store = await adapter.schedule();
  if (declarations) {
    const { entries, fingerprint } = declarations;
    await store.install(entries, { fingerprint, now: clock.now() });
  }
  return app.schedule.list();
}
