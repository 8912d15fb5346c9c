import { parseCron } from '../support/cron/cron-expression';
import type { Recurrence } from '../support/cron/recurrence';
import { parseDuration, type Duration } from '../support/duration';
import { checkKeys } from './check-keys';
import { fromZero } from './from-zero';
import { InvalidOptionsError } from './invalid-options-error';
import { oneOf } from './one-of';
import { checkQueueName } from './placement';

/** What can be said of an entry of the schedule, beside when it recurs. */
export interface EntryOptions {
  /** The time zone in which the cron text is read. Default UTC, whatever the process's is. */
  readonly tz?: string;
  /** In place of the class's own. */
  readonly queue?: string;
  readonly description?: string;
  /** Lets each run begin up to this much after its tick, by chance. Default 0. */
  readonly jitter?: Duration;
  /** Whether a tick is left out while the job of the tick before is not finished. Default 'allow'. */
  readonly overlap?: 'allow' | 'skip';
  /** How late a tick that nobody was there for is made up. Default 60 s. */
  readonly grace?: Duration;
  /** Passes the time of the tick, in seconds since the epoch, behind the arguments. Default false. */
  readonly dateAsArgument?: boolean;
}

/** The same with every default filled in. */
export interface EntrySettings {
  readonly queue: string | undefined;
  readonly description: string | undefined;
  /** Milliseconds, as `grace`. */
  readonly jitter: number;
  readonly overlap: 'allow' | 'skip';
  readonly grace: number;
  readonly dateAsArgument: boolean;
}

/** When an entry recurs: by cron, or at every multiple of a duration. */
export type When = string | { readonly every: Duration };

export const ENTRY_OPTIONS = [
  'tz',
  'queue',
  'description',
  'jitter',
  'overlap',
  'grace',
  'dateAsArgument',
] as const;

const GRACE = 60_000;

/** The shortest interval: below it ticks would come faster than a store answers. */
export const SHORTEST_INTERVAL = 1000;

/** @throws InvalidOptionsError */
export function toEntrySettings(where: string, options: EntryOptions): EntrySettings {
  const { queue, description, jitter = 0, overlap = 'allow', grace = GRACE } = options;
  const { dateAsArgument = false } = options;
  if (description !== undefined && typeof description !== 'string')
    throw new InvalidOptionsError(`${where} description`, 'a text', description);
  oneOf(`${where} overlap`, ['allow', 'skip'], overlap);
  if (typeof dateAsArgument !== 'boolean')
    throw new InvalidOptionsError(`${where} dateAsArgument`, 'true or false', dateAsArgument);
  return Object.freeze({
    queue: queue === undefined ? undefined : checkQueueName(`${where} queue`, queue),
    description,
    jitter: fromZero(`${where} jitter`, jitter),
    overlap,
    grace: fromZero(`${where} grace`, grace),
    dateAsArgument,
  });
}

/** @throws InvalidOptionsError */
export function toRecurrence(where: string, when: When, tz: string | undefined): Recurrence {
  if (typeof when !== 'string') return toInterval(where, when, tz);
  if (tz !== undefined && typeof tz !== 'string')
    throw new InvalidOptionsError(`${where} tz`, "a time zone such as 'Europe/Berlin'", tz);
  const parsed = parseCron(when, tz);
  if ('cron' in parsed) return parsed.cron;
  const { expected, got, advice } = parsed.problem;
  throw new InvalidOptionsError(where, expected, got, advice);
}

function toInterval(where: string, when: { every: Duration }, tz: string | undefined): Recurrence {
  checkKeys(where, when, ['every']);
  const every = parseDuration(when.every) ?? 0;
  if (every < SHORTEST_INTERVAL)
    throw new InvalidOptionsError(`${where} every`, 'a duration of at least 1 second', when.every);
  if (tz !== undefined)
    throw new InvalidOptionsError(`${where} tz`, 'none beside `every`', tz, 'Intervals have none.');
  return Object.freeze({ every });
}
