import type { DeclaredEntry } from '../adapters/schedule-store';
import { classEntries } from './class-entries';
import { fingerprintOf } from './declared-entry';
import { loadScheduleFile } from './file/load-schedule-file';
import type { ScheduleFileContext } from './file/parse-schedule-file';
import { ScheduleError } from './schedule-error';

/** Everything an application declares of its schedule. */
export interface Declarations {
  readonly entries: readonly DeclaredEntry[];
  readonly fingerprint: string;
  /** The file that was read, if there is one. */
  readonly file: string | undefined;
  /** What the file says that has no effect here, and why. */
  readonly notes: readonly string[];
}

/**
 * Reads the schedule file and the classes. All is good or nothing is used.
 *
 * @param named - another file than config/schedule.yml
 * @throws InvalidConfigFileError, InvalidOptionsError, SerializationError
 * @throws ScheduleError when two entries have one name
 */
export async function readDeclarations(
  named: string | undefined,
  context: ScheduleFileContext,
): Promise<Declarations> {
  const file = await loadScheduleFile(named, context);
  const declared = [
    ...(file?.entries ?? []),
    ...classEntries(context.registry, context.serializer),
  ];
  refuseTwins(declared);
  return Object.freeze({
    entries: Object.freeze(declared),
    fingerprint: fingerprintOf(declared),
    file: file?.file,
    notes: file?.notes ?? [],
  });
}

function refuseTwins(declared: readonly DeclaredEntry[]): void {
  const seen = new Map<string, DeclaredEntry>();
  for (const entry of declared) {
    const other = seen.get(entry.name);
    if (other) throw twins(entry, other);
    seen.set(entry.name, entry);
  }
}

function twins(entry: DeclaredEntry, other: DeclaredEntry): ScheduleError {
  const place = ({ source, definition }: DeclaredEntry) =>
    source === 'file' ? 'the schedule file' : `@Cron on ${definition.job}`;
  return new ScheduleError(
    'DROVER_SCHEDULE_ENTRY_EXISTS',
    `Expected each entry of the schedule to have a name of its own, but '${entry.name}' is declared by ` +
      `${place(other)} and by ${place(entry)}. Give one another: @Cron('…', { name: '…' }).`,
  );
}
