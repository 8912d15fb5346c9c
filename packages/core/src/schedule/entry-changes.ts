import type { DeclaredEntry, EntryDefinition } from '../adapters/schedule-store';
import type { Job, JobClass } from '../job/job';
import type { PerformArguments } from '../job/performable';
import { checkKeys } from '../options/check-keys';
import type { DeclaringClass } from '../options/declarations';
import {
  ENTRY_OPTIONS,
  toEntrySettings,
  toRecurrence,
  type EntryOptions,
} from '../options/entry-options';
import { InvalidOptionsError } from '../options/invalid-options-error';
import { optionsOf } from '../options/job-options';
import type { JobRegistry } from '../registry/job-registry';
import type { ArgumentSerializer } from '../serialization/argument-serializer';
import type { Recurrence } from '../support/cron/recurrence';
import type { Duration } from '../support/duration';
import { toDeclaredEntry } from './declared-entry';
import { openedArgumentsOf, sealedEntry } from './sealed-entry';

/** An entry that is made in code. */
export interface NewEntry<T extends Job> extends EntryOptions {
  readonly job: JobClass<T>;
  /** '0 2 * * *', '@daily', 'every Monday at 01:11'. Excludes `every`. */
  readonly cron?: string;
  /** At every multiple of it since 1970. Excludes `cron`. */
  readonly every?: Duration;
  /** What `perform` gets. Default nothing. */
  readonly args?: PerformArguments<T>;
}

/** What can be changed of an entry that was made in code. What is absent stays. */
export interface EntryChanges extends Partial<Omit<NewEntry<Job>, 'job' | 'args'>> {
  readonly job?: JobClass;
  /** Checked by nobody but the job: the entry may be of any class. */
  readonly args?: readonly unknown[];
}

const KNOWN = [...ENTRY_OPTIONS, 'job', 'cron', 'every', 'args'] as const;

/** @throws InvalidOptionsError, SerializationError */
export function newEntry<T extends Job>(
  where: string,
  name: string,
  entry: NewEntry<T>,
  serializer: ArgumentSerializer,
): DeclaredEntry {
  checkKeys(where, entry, KNOWN);
  const recurrence = recurrenceOf(where, entry);
  if (!recurrence) throw new InvalidOptionsError(where, 'either `cron` or `every`', 'neither');
  const declared = toDeclaredEntry({
    ...{ name, recurrence, source: 'code' },
    job: wireName(where, entry.job),
    args: serializer.serialize(entry.args ?? []),
    settings: toEntrySettings(where, entry),
  });
  return sealedEntry(declared, entry.job, serializer);
}

/** @throws InvalidOptionsError, SerializationError */
export function changedEntry(
  where: string,
  { name, definition }: { name: string; definition: EntryDefinition },
  changes: EntryChanges,
  { serializer, registry }: { serializer: ArgumentSerializer; registry: JobRegistry },
): DeclaredEntry {
  checkKeys(where, changes, KNOWN);
  const { job, args } = changes;
  // What was encrypted for one class cannot be decrypted for another.
  const kept = () =>
    job === undefined ? definition.args : openedArgumentsOf({ name, definition }, serializer);
  const declared = toDeclaredEntry({
    ...{ name, source: 'code' },
    recurrence: recurrenceOf(where, changes) ?? inZone(where, definition.recurrence, changes.tz),
    job: job === undefined ? definition.job : wireName(where, job),
    args: args === undefined ? kept() : serializer.serialize(args),
    settings: toEntrySettings(where, { ...optionsIn(definition), ...changes }),
  });
  return sealedEntry(declared, job ?? registry.find(definition.job), serializer);
}

function recurrenceOf(
  where: string,
  { cron, every, tz }: Pick<EntryChanges, 'cron' | 'every' | 'tz'>,
): Recurrence | undefined {
  if (cron !== undefined && every !== undefined)
    throw new InvalidOptionsError(where, 'either `cron` or `every`', 'both');
  if (cron !== undefined) return toRecurrence(`${where} cron`, cron, tz);
  return every === undefined ? undefined : toRecurrence(where, { every }, tz);
}

/** The same cron in another zone. */
function inZone(where: string, recurrence: Recurrence, tz: string | undefined): Recurrence {
  if (tz === undefined) return recurrence;
  const when = 'every' in recurrence ? recurrence : recurrence.fields;
  return toRecurrence(where, when, tz);
}

function optionsIn(definition: EntryDefinition): EntryOptions {
  const { queue, description, jitter, overlap, grace, dateAsArgument } = definition;
  return {
    ...(queue !== undefined && { queue }),
    ...(description !== undefined && { description }),
    ...{ jitter, overlap, grace, dateAsArgument },
  };
}

function wireName(where: string, job: unknown): string {
  if (typeof job === 'function') return optionsOf(job as DeclaringClass).name;
  throw new InvalidOptionsError(`${where} job`, 'a job class', job);
}
