import type { StoreFinding } from '../adapters/store-finding';
import type { StoredEntry } from '../adapters/schedule-store';
import { nextTick } from '../support/cron/recurrence';

/** Milliseconds by which a tick may be late before somebody should look. */
const PATIENCE = 60_000;

/** Whether the entries of a schedule can run, and do. Pure. */
export function examineSchedule(
  entries: readonly StoredEntry[],
  isKnown: (job: string) => boolean,
  now: number,
): readonly StoreFinding[] {
  const enabled = entries.filter(({ status }) => status === 'enabled');
  return [
    {
      level: 'ok',
      what: 'schedule',
      found: `${enabled.length} of ${entries.length} entries enabled`,
    },
    ...entries.filter(({ definition }) => !isKnown(definition.job)).map(stale),
    ...enabled.filter((entry) => isOverdue(entry, now)).map(overdue),
  ];
}

function stale({ name, definition, source }: StoredEntry): StoreFinding {
  return {
    level: 'warning',
    what: 'schedule',
    found: `'${name}' is of the job class '${definition.job}', which is not known here`,
    advice:
      source === 'code'
        ? `Remove the entry: schedule.remove('${name}'), or bring the class back.`
        : 'Another release declared it. It goes when a worker of this one starts.',
  };
}

function isOverdue({ definition, since, lastTick = 0 }: StoredEntry, now: number): boolean {
  const due = nextTick(definition.recurrence, Math.max(since, lastTick));
  return due !== undefined && now - due > PATIENCE;
}

function overdue({ name }: StoredEntry): StoreFinding {
  return {
    level: 'error',
    what: 'schedule',
    found: `'${name}' is overdue: no process runs the schedule`,
    advice: 'Start a worker of the release that has its class, without `schedule: false`.',
  };
}
