import { InvalidOptionsError } from '../options/invalid-options-error';
import { DURATION_FORMS, parseDuration, type Duration } from '../support/duration';
import { classDecorator, type JobClassDecorator } from './class-decorator';

/**
 * How long one run may take. Then its signal is aborted and the run fails with JobTimeoutError,
 * under the class's own rules; what `perform` still does changes nothing.
 *
 * @throws InvalidOptionsError when the class loads
 */
export function Timeout(limit: Duration): JobClassDecorator {
  const milliseconds = parseDuration(limit);
  if (milliseconds === undefined || milliseconds <= 0) {
    throw new InvalidOptionsError('@Timeout', `${DURATION_FORMS}, more than 0`, limit);
  }
  return classDecorator('@Timeout', { kind: 'timeout', milliseconds });
}
