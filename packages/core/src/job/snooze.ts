import { InvalidOptionsError } from '../options/invalid-options-error';
import { DURATION_FORMS, parseDuration, type Duration } from '../support/duration';

/** What `snooze()` throws. No Error: no rule for errors may take it for one. */
export class Snooze {
  /** @param delay - milliseconds */
  constructor(readonly delay: number) {}
}

/**
 * Called during a run: the run ends here, and the job runs again after `wait`. It is no failure and
 * uses no attempt. Throws by itself; `throw snooze('10 minutes')` says so to who reads the code.
 *
 * @throws InvalidOptionsError when `wait` is no duration, or a negative one
 */
export function snooze(wait: Duration): never {
  const delay = parseDuration(wait);
  if (delay === undefined || delay < 0)
    throw new InvalidOptionsError('snooze()', DURATION_FORMS, wait);
  // oxlint-disable-next-line no-throw-literal, typescript/only-throw-error -- a signal, see Snooze
  throw new Snooze(delay);
}
