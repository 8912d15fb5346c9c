import { DURATION_FORMS, parseDuration, type Duration } from '../support/duration';
import { InvalidOptionsError } from './invalid-options-error';

/** The milliseconds of a duration that may be none. @throws InvalidOptionsError */
export function fromZero(where: string, duration: Duration): number {
  const milliseconds = parseDuration(duration);
  if (milliseconds !== undefined && milliseconds >= 0) return milliseconds;
  throw new InvalidOptionsError(where, DURATION_FORMS, duration);
}
