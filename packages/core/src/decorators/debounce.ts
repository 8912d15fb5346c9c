import { checkKeys } from '../options/check-keys';
import { InvalidOptionsError } from '../options/invalid-options-error';
import type { UniqueBy, UniquePolicy } from '../options/unique-policy';
import type { Duration } from '../support/duration';
import { classDecorator, type JobClassDecorator } from './class-decorator';
import { positiveDuration } from './positive-duration';
import { checkBy } from './unique';

/** Which jobs `@Debounce` takes for the same, and for how long it puts them off at the most. */
export interface DebounceOptions {
  /** What tells two jobs of the class apart. Default all arguments. See `@Unique`. */
  readonly by?: UniqueBy;
  /** The longest a job is put off, from when it was first asked for. Default: for ever. */
  readonly maxWait?: Duration;
}

/**
 * Runs the job once nobody has asked for it for so long, with the arguments of the last who did. Each
 * enqueue takes the place of the one before, until the run starts; what comes during it runs after.
 *
 * @throws InvalidOptionsError when the class loads
 */
export function Debounce(wait: Duration, options: DebounceOptions = {}): JobClassDecorator {
  checkKeys('@Debounce', options, ['by', 'maxWait']);
  return classDecorator('@Debounce', { kind: 'unique', policy: debouncePolicy(wait, options) });
}

function debouncePolicy(wait: Duration, { by, maxWait }: DebounceOptions): UniquePolicy {
  const debounce = {
    wait: positiveDuration('@Debounce', wait),
    maxWait: maxWait === undefined ? undefined : positiveDuration('@Debounce maxWait', maxWait),
  };
  if (debounce.maxWait !== undefined && debounce.maxWait < debounce.wait)
    throw new InvalidOptionsError('@Debounce maxWait', `at least the wait of ${wait}`, maxWait);
  return Object.freeze({
    lock: 'untilExecuting',
    ttl: undefined,
    onConflict: Object.freeze({ enqueue: 'replace', perform: 'reschedule' }),
    by: by === undefined ? undefined : checkBy('@Debounce by', by),
    limit: 1,
    acrossQueues: false,
    debounce,
  });
}
