import { schedule } from '@drover/core';

/** Time runs faster here than the calendar: each entry rests, and is run by hand, once. */
export async function runSchedule(): Promise<void> {
  for (const { name } of await schedule.list()) {
    await schedule.disable(name);
    await schedule.runNow(name);
  }
}
