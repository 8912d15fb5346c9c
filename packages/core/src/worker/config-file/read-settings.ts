import type { QueueShare } from '../../adapters/queue-adapter';
import type { CapsuleSettings } from '../capsule';
import { FOREIGN_KEYS } from './foreign-keys';
import type { LocatedEntry } from '../../yaml/located-yaml';
import type { ProblemList } from '../../yaml/problem-list';
import { readCapsules } from './read-capsules';
import { readQueues } from './read-queues';
import { into, readMap, type MapForm } from '../../yaml/read-map';
import { readFlag, readSeconds, wholeNumberFrom } from '../../yaml/read-scalars';

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

const FORM: MapForm<Settings> = {
  readers: {
    queues: into('queues', readQueues),
    concurrency: into('concurrency', wholeNumberFrom(1)),
    timeout: into('timeout', readSeconds),
    max_retries: into('maxRetries', wholeNumberFrom(0)),
    verbose: into('verbose', readFlag),
    capsules: into('capsules', readCapsules),
  },
  foreign: FOREIGN_KEYS,
};

export const SETTINGS: readonly string[] = Object.keys(FORM.readers);

/** Reads what one level of the file sets. A key without a value is as good as absent. */
export function readSettings(
  entries: readonly LocatedEntry[],
  problems: ProblemList,
): { settings: Settings; notes: readonly string[] } {
  const settings = readMap(entries, FORM, problems);
  const notes = entries.flatMap(({ key, keyAt }) => {
    const without = noteOn(key, settings);
    return without ? [`${problems.placeOf(keyAt)}: '${key}' has no effect: ${without}.`] : [];
  });
  return { settings, notes };
}

function noteOn(key: string, { verbose }: Settings): string | undefined {
  if (key === 'max_retries')
    return 'the rules of a job class decide how often it is tried, in one budget';
  if (key === 'verbose') return verbose ? 'LOG_LEVEL=debug logs more' : undefined;
  return Object.hasOwn(FOREIGN_KEYS, key) ? FOREIGN_KEYS[key] : undefined;
}
