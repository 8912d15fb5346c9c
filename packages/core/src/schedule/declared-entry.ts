import { createHash } from 'node:crypto';
import type {
  DeclaredEntry,
  EntryDefinition,
  EntrySource,
  EntryStatus,
} from '../adapters/schedule-store';
import type { EntrySettings } from '../options/entry-options';
import type { Recurrence } from '../support/cron/recurrence';
import type { JsonValue } from '../support/json';

export interface EntryParts {
  readonly name: string;
  /** The wire name of the job class. */
  readonly job: string;
  readonly recurrence: Recurrence;
  /** Encoded. */
  readonly args: readonly JsonValue[];
  readonly settings: EntrySettings;
  readonly source: EntrySource;
  readonly status?: EntryStatus | undefined;
}

/** An entry as it goes to the store. */
export function toDeclaredEntry(parts: EntryParts): DeclaredEntry {
  const { name, job, recurrence, args, settings, source, status } = parts;
  const { queue, description, jitter, overlap, grace, dateAsArgument } = settings;
  const definition: EntryDefinition = {
    job,
    recurrence,
    args,
    dateAsArgument,
    ...(queue !== undefined && { queue }),
    ...(description !== undefined && { description }),
    jitter,
    overlap,
    grace,
  };
  return { name, definition, revision: digest(definition), source, ...(status && { status }) };
}

/** The same text for the same declarations, in any process. */
export function fingerprintOf(declared: readonly DeclaredEntry[]): string {
  return digest(
    declared
      .map(({ name, revision, source, status }) => [name, revision, source, status ?? ''])
      .toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)),
  );
}

function digest(value: object): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}
