import { describeValue } from '../support/describe-value';
import { DroverError } from '../support/drover-error';

/** There is no object that could perform the job. Its rules decide, also by the `cause`. */
export class JobFactoryError extends DroverError {
  readonly code = 'DROVER_JOB_FACTORY';

  static missing(name: string): JobFactoryError {
    return new JobFactoryError(
      `The constructor of ${name} takes arguments, and nobody here gives them: set ` +
        `configure({ jobFactory }), in drover.config.* for workers, or give each parameter a default.`,
    );
  }

  static threw(name: string, cause: Error): JobFactoryError {
    return new JobFactoryError(`jobFactory could not make a ${name}: ${cause.message}`, { cause });
  }

  static noInstance(name: string, made: unknown): JobFactoryError {
    return new JobFactoryError(
      `jobFactory: expected an instance of ${name}, got ${describeValue(made)}. If it is called the ` +
        `same, its file was loaded twice, such as from src/ and from dist/.`,
    );
  }

  static usedBefore(name: string): JobFactoryError {
    return new JobFactoryError(
      `jobFactory: expected a new ${name}, got one that has run before. Jobs that run at once must not ` +
        `share an object: have the container make one each time.`,
    );
  }
}
