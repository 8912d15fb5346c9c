import type { DeclaredEntry, InstallReport, StoredEntry } from './schedule-store';

/** What an install writes, and what it changes by it. */
export interface InstallPlan {
  /** All that is declared, as it shall be stored. */
  readonly entries: readonly StoredEntry[];
  readonly report: InstallReport;
}

/**
 * Which entries a set of declarations makes of those that are stored. A status that a human set
 * stays, unless what the declaration says of it has changed. Pure.
 */
export function planInstall(
  stored: readonly StoredEntry[],
  declared: readonly DeclaredEntry[],
  now: number,
): InstallPlan {
  const before = new Map(stored.map((entry) => [entry.name, entry]));
  const names = new Set(declared.map(({ name }) => name));
  const entries = declared.map((entry) => redeclare(before.get(entry.name), entry, now));
  const isNew = ({ name }: StoredEntry) => !before.has(name);
  const isChanged = (entry: StoredEntry) => differs(before.get(entry.name), entry);
  return {
    entries,
    report: {
      added: namesOf(entries.filter(isNew)),
      changed: namesOf(entries.filter((entry) => !isNew(entry) && isChanged(entry))),
      removed: namesOf(stored.filter(({ name, source }) => source !== 'code' && !names.has(name))),
    },
  };
}

/** Its ticks begin anew when it changes: none is made up that the old one missed, or never had. */
export function redeclare(
  before: StoredEntry | undefined,
  { status: declaredStatus, ...entry }: DeclaredEntry,
  now: number,
): StoredEntry {
  const stands = before !== undefined && before.declaredStatus === declaredStatus;
  const status = stands ? before.status : (declaredStatus ?? 'enabled');
  const next = { ...entry, status, ...(declaredStatus && { declaredStatus }) };
  const fresh = { ...next, since: now, open: [] };
  if (!before || differs(before, fresh)) return { ...fresh, ...historyOf(before) };
  return { ...next, since: before.since, open: before.open, ...historyOf(before) };
}

function differs(before: StoredEntry | undefined, { revision, status }: StoredEntry): boolean {
  return before?.revision !== revision || before.status !== status;
}

function historyOf(before: StoredEntry | undefined): Pick<StoredEntry, 'lastTick' | 'lastRun'> {
  return {
    ...(before?.lastTick !== undefined && { lastTick: before.lastTick }),
    ...(before?.lastRun && { lastRun: before.lastRun }),
  };
}

function namesOf(entries: readonly StoredEntry[]): string[] {
  return entries.map(({ name }) => name);
}
