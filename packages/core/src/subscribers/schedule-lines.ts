import type { JobEvents } from '../events/job-events';

/** What is said of the schedule. */
export function installedLine(event: JobEvents['scheduleInstalled']): string {
  const { file, entries, added, changed, removed } = event;
  const from = file === undefined ? '' : ` from ${file}`;
  const changes = [
    ['added', added],
    ['changed', changed],
    ['removed', removed],
  ] as const;
  const told = changes.flatMap(([what, names]) =>
    names.length > 0 ? [`${what} ${names.join(', ')}`] : [],
  );
  const count = entries === 1 ? '1 entry' : `${entries} entries`;
  return `Schedule${from}: ${count}${told.length > 0 ? ` (${told.join('; ')})` : ''}`;
}

export function skippedLine({ name, tick, because }: JobEvents['tickSkipped']): string {
  const why =
    because === 'overlapping'
      ? 'the job of the tick before is not finished'
      : 'nobody ran the schedule within its grace';
  return `DROVER_TICK_SKIPPED: '${name}' was not enqueued for ${iso(tick)}: ${why}`;
}

export function failedLine({ name, tick, error }: JobEvents['tickFailed']): string {
  return `DROVER_TICK_FAILED: '${name}' could not be enqueued for ${iso(tick)} and is tried again: ${error.name} (${error.message})`;
}

export function unknownLine({ name, job }: JobEvents['tickUnknown']): string {
  return `DROVER_TICK_UNKNOWN: '${name}' is left to other processes: no job class here is called '${job}'`;
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
