import type { QueueShare } from '../../adapters/queue-adapter';
import type { CapsuleSettings } from '../capsule';
import { FOREIGN_KEYS } from './foreign-keys';
import { isNull, type LocatedEntry } from './located-yaml';
import type { ProblemList } from './problem-list';
import { readCapsules, unknownKey } from './read-capsules';
import { readQueues } from './read-queues';
import { readFlag, readSeconds, wholeNumberFrom, type Read } from './read-scalars';

/** What a configuration file, or a section of it, sets. What it does not say is absent. */
export interface Settings {
  queues?: readonly QueueShare[];
  concurrency?: number;
  /** Milliseconds. */
  timeout?: number;
  maxRetries?: number;
  verbose?: boolean;
  capsules?: readonly CapsuleSettings[];
}

const READERS: Readonly<Record<string, Read<Settings>>> = {
  queues: as('queues', readQueues),
  concurrency: as('concurrency', wholeNumberFrom(1)),
  timeout: as('timeout', readSeconds),
  max_retries: as('maxRetries', wholeNumberFrom(0)),
  verbose: as('verbose', readFlag),
  capsules: as('capsules', readCapsules),
};

export const SETTINGS: readonly string[] = Object.keys(READERS);

/** Reads what one level of the file sets. A key without a value is as good as absent. */
export function readSettings(
  entries: readonly LocatedEntry[],
  problems: ProblemList,
): { settings: Settings; notes: readonly string[] } {
  const settings: Settings = {};
  const notes: string[] = [];
  for (const { key, keyAt, node } of entries) {
    const read = Object.hasOwn(READERS, key) ? READERS[key] : undefined;
    if (read && !isNull(node)) Object.assign(settings, read(key, node, problems));
    else if (!read && !Object.hasOwn(FOREIGN_KEYS, key))
      problems.report(keyAt, unknownKey(key, SETTINGS));
    const without = noteOn(key, settings);
    if (without) notes.push(`${problems.placeOf(keyAt)}: '${key}' has no effect: ${without}.`);
  }
  return { settings, notes };
}

function noteOn(key: string, { verbose }: Settings): string | undefined {
  if (key === 'max_retries')
    return 'the rules of a job class decide how often it is tried, in one budget';
  if (key === 'verbose') return verbose ? 'LOG_LEVEL=debug logs more' : undefined;
  return Object.hasOwn(FOREIGN_KEYS, key) ? FOREIGN_KEYS[key] : undefined;
}

function as<Key extends keyof Settings>(
  key: Key,
  read: Read<NonNullable<Settings[Key]>>,
): Read<Settings> {
  return (where, node, problems) => {
    const value = read(where, node, problems);
    return value === undefined ? undefined : { [key]: value };
  };
}
