import { DroverError } from '../support/drover-error';

/** A wire name that a minifier made. */
export class UnstableJobNameError extends DroverError {
  readonly code = 'DROVER_UNSTABLE_JOB_NAME';

  constructor(name: string, where: string) {
    super(
      `The job class in ${where} is called '${name}', which looks like the work of a minifier and ` +
        `would change with the next build. Fix its name with @JobName('…').`,
    );
  }
}
