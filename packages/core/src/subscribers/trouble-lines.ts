import type { JobEvents } from '../events/job-events';
import { runningLine } from './log-lines';

/** What went wrong in the process rather than in a job, in words. */
export function strayErrorLine(event: JobEvents['strayError'], now: number): string {
  const { error, origin, count, running, failed } = event;
  const what = `${error.name} (${error.message})`;
  const culprit = running.find(({ id }) => id === failed);
  const source = culprit
    ? `It came from ${culprit.name} (Job ID: ${culprit.id}), which fails with it. `
    : '';
  const among = `${source}${runningLine(running, now)}.`;
  return origin === 'uncaughtException'
    ? `DROVER_STRAY_ERROR: Nobody caught ${what}: what runs is handed back, and the process ends. ${among}`
    : `DROVER_STRAY_ERROR: Nobody handled the rejection with ${what}, the ${ordinal(count)} in this process. Await or catch every promise. ${among}`;
}

export function loopBlockedLine({ ms, running }: JobEvents['loopBlocked'], now: number): string {
  return `DROVER_LOOP_BLOCKED: The event loop turns again after ${ms} ms. Then: ${runningLine(running, now)}. Split the job, or give it @Sandboxed().`;
}

function ordinal(count: number): string {
  const suffix = { 1: 'st', 2: 'nd', 3: 'rd' }[count % 10] ?? 'th';
  return `${count}${count % 100 > 10 && count % 100 < 14 ? 'th' : suffix}`;
}
