import type { RunningJobInfo } from '../running-jobs';
import type { LineForm } from './watch-order';

interface Blocked {
  readonly running: readonly RunningJobInfo[];
  readonly ms: number;
  readonly lockDuration: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

const CODE = 'DROVER_LOOP_BLOCKED';
const WARN = 40;

/** The warning of a thread, in the form of the default logger. */
export function blockedLine(blocked: Blocked, { human, processNumber }: LineForm): string {
  const msg = message(blocked);
  const { now, running } = blocked;
  if (human) {
    const tag = processNumber === undefined ? '' : `[${processNumber}] `;
    return `${new Date(now).toISOString().slice(11, 23)} ${tag}${msg}\n`;
  }
  const number = processNumber === undefined ? {} : { process: processNumber };
  const fields = { level: WARN, time: now, ...number, component: 'drover', code: CODE, running };
  return `${JSON.stringify({ ...fields, msg })}\n`;
}

function message({ running, ms, lockDuration, now }: Blocked): string {
  const jobs = running.map(
    ({ name, id, queue, since }) => `${name} (Job ID: ${id}) from ${queue} for ${now - since} ms`,
  );
  const what = jobs.length === 0 ? 'No job runs' : `Running: ${jobs.join('; ')}`;
  return (
    `${CODE}: The event loop has not turned for ${ms} ms. After ${lockDuration} ms the locks of the ` +
    `running jobs run out, and another process starts them a second time. ${what}. ` +
    'Split the job, or give it @Sandboxed().'
  );
}
