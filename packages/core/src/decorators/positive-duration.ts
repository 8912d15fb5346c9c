import { InvalidOptionsError } from '../options/invalid-options-error';
import { DURATION_FORMS, parseDuration } from '../support/duration';

/** Whole milliseconds. @throws InvalidOptionsError */
export function positiveDuration(where: string, duration: unknown): number {
  const milliseconds = parseDuration(duration);
  if (milliseconds !== undefined && milliseconds >= 1) return Math.ceil(milliseconds);
  throw new InvalidOptionsError(where, `${DURATION_FORMS}, at least 1 ms`, duration);
}
