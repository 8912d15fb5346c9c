import { DroverError } from '../support/drover-error';

/** No worker process has this id: it is a wrong one, or the process has ended. */
export class UnknownProcessError extends DroverError {
  readonly code = 'DROVER_UNKNOWN_PROCESS';

  constructor(id: string) {
    super(
      `Expected the id of a worker process that runs, got '${id}'. ` +
        'See which there are: drover processes, or processes() in code.',
    );
  }
}
