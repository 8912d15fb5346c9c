import { checkKeys } from '../options/check-keys';
import {
  ENTRY_OPTIONS,
  toEntrySettings,
  toRecurrence,
  type EntryOptions,
  type When,
} from '../options/entry-options';
import { InvalidOptionsError } from '../options/invalid-options-error';
import { classDecorator, type JobClassDecorator } from './class-decorator';

/** What `@Cron` enqueues, and how its ticks are taken. */
export interface CronOptions extends EntryOptions {
  /** What the entry is called in the schedule. Default the name of the class. */
  readonly name?: string;
  /** What `perform` gets. Default nothing. */
  readonly args?: readonly unknown[];
}

/**
 * Enqueues the class at every tick: an entry of the schedule that lives and goes with its class.
 * A class may have several, each with a `name` of its own.
 *
 * @param when - a cron text ('0 2 * * *', '@daily', 'every Monday at 01:11'), or `{ every: '5m' }`
 * @throws InvalidOptionsError when the class loads
 */
export function Cron(when: When, options: CronOptions = {}): JobClassDecorator {
  checkKeys('@Cron', options, [...ENTRY_OPTIONS, 'name', 'args']);
  const { name, args = [], tz } = options;
  if (name !== undefined && (typeof name !== 'string' || name === ''))
    throw new InvalidOptionsError('@Cron name', 'a text that is not empty', name);
  if (!Array.isArray(args)) throw new InvalidOptionsError('@Cron args', 'a list', args);
  return classDecorator('@Cron', {
    kind: 'cron',
    entry: Object.freeze({
      name,
      args: Object.freeze([...args]),
      recurrence: toRecurrence('@Cron', when, tz),
      settings: toEntrySettings('@Cron', options),
    }),
  });
}
