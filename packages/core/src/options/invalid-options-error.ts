import { describeValue } from '../support/describe-value';
import { DroverError } from '../support/drover-error';

/** A declaration, a call or a configuration that cannot mean anything. */
export class InvalidOptionsError extends DroverError {
  readonly code = 'DROVER_INVALID_OPTIONS';

  /**
   * @param where - what was being declared, such as `@RetryOn wait`
   * @param expected - the forms that would do
   * @param got - the value that came
   */
  constructor(where: string, expected: string, got: unknown, advice = '') {
    super(`${where}: expected ${expected}, got ${describeValue(got)}.${advice && ` ${advice}`}`);
  }
}
